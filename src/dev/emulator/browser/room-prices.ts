// A day of one home's prices in the control room: a chart with the cheapest hours, and what changes when the contract ends.
import type { HomeView, PricesView, StateView, TariffView } from "../views.ts";
import { button, type Child, h, svg } from "./dom.js";
import type { Command, Structure, Words } from "./room-command.js";
import { day as written } from "./words.js";

const structures: Words<Structure> = [
  ["FIXED", "one price"],
  ["TIME_OF_DAY", "day and night"],
  ["MARKET", "the market’s price"],
];

const refusals: Readonly<Record<string, string>> = {
  no_tariff_connected: "no tariff is connected.",
  pending_connect: "the supplier is being connected, which takes hours.",
  no_price_data:
    "the supplier cannot be read, so prices cannot be had. They come back when the tariff is connected again.",
};

/** Whose prices are shown: those of the home and the direction of the tariff that is open. */
export interface Shown {
  home: HomeView;
  /** The tariff whose contract and structure count. */
  tariff: TariffView;
  direction: "IMPORT" | "EXPORT";
}

/** What is shown for the open tariff; the grid fee is a part of the price of import. */
export function shownOf(state: StateView, open: string | null): Shown | null {
  const home = state.locations.find(({ tariffs }) => tariffs.some(({ id }) => id === open)) ?? state.locations[0];
  const opened = home?.tariffs.find(({ id }) => id === open) ?? home?.tariffs[0];
  if (home === undefined || opened === undefined) return null;
  const isExport = opened.slot === "commodity_export";
  const tariff = home.tariffs.find(({ slot }) => slot === (isExport ? "commodity_export" : "commodity_import"));
  return { home, tariff: tariff ?? opened, direction: isExport ? "EXPORT" : "IMPORT" };
}

/** Where the prices of a day stand; today's where none is named. */
export function pricesPath({ home, direction }: Shown, day: string | null): string {
  const query = new URLSearchParams({ location_id: home.id, direction, ...(day === null ? {} : { day }) });
  return `/_dev/energy/prices?${query.toString()}`;
}

/** The panel; `choose` shows another day, null today's. */
export function pricesPanel(
  { home, tariff, direction }: Shown,
  prices: PricesView | null,
  choose: (day: string | null) => void,
  command: Command,
): Child[] {
  const tariff_id = tariff.id;
  const structure: HTMLSelectElement = h(
    "select",
    {
      "aria-label": "How the price is made",
      onchange: () => void command("tariff", { tariff_id, structure_type: structure.value }),
    },
    ...structures.map(([value, words]) => h("option", { value, selected: value === tariff.structure_type }, words)),
  );
  return [
    h(
      "div",
      { class: "prices-head" },
      h("h3", {}, `${home.label} · ${direction === "IMPORT" ? "Import" : "Export"}`),
      structure,
    ),
    ...(prices === null ? [] : drawn(prices, direction, choose)),
    h("p", { class: "small" }, h("a", { href: "/_dev/energy" }, "Try every call, old beside new")),
  ];
}

/** The days that can be chosen: each with its name, and what chooses it. */
function daysOf(prices: PricesView): readonly (readonly [day: string, words: string, chosen: string | null])[] {
  const today = prices.now.slice(0, 10);
  const tomorrow = dayAfter(today);
  const afterEnd = prices.contract_end_date === null ? null : dayAfter(prices.contract_end_date);
  return [
    [today, "today", null],
    [tomorrow, "tomorrow", tomorrow],
    ...(afterEnd === null || afterEnd <= tomorrow ? [] : [[afterEnd, "after the contract", afterEnd] as const]),
  ];
}

/** Whether the day of these prices is one to choose: when clocks were skipped or a contract was renewed, it is no more. */
export const isOffered = (prices: PricesView): boolean => daysOf(prices).some(([day]) => day === prices.day);

function drawn(prices: PricesView, direction: Shown["direction"], choose: (day: string | null) => void): Child[] {
  return [
    h(
      "div",
      { class: "row" },
      ...daysOf(prices).map(([day, words, chosen]) => {
        const shown = button(words, () => choose(chosen));
        shown.setAttribute("aria-pressed", String(day === prices.day));
        return shown;
      }),
    ),
    ...(prices.refusal === null ? chart(prices, direction) : []),
    h("p", { class: "small soft", "data-testid": "prices-say" }, saying(prices)),
  ];
}

const width = 300;
const height = 120;

function chart(prices: PricesView, direction: Shown["direction"]): Child[] {
  const { entries, best } = prices;
  const begin = Date.parse(entries[0]?.from ?? "");
  const length = Date.parse(entries.at(-1)?.to ?? "") - begin;
  const values = entries.map(({ value }) => value);
  const high = Math.max(0, ...values);
  const scale = (high - Math.min(0, ...values)) * 1.05 || 1;
  const x = (iso: string) => ((Date.parse(iso) - begin) / length) * width;
  const y = (value: number) => ((high * 1.02 - value) / scale) * height;
  const isBest = (from: string) =>
    best.some((it) => Date.parse(it.from) <= Date.parse(from) && Date.parse(from) < Date.parse(it.to));
  const bar = ({ from, to, value, confidence }: PricesView["entries"][number]) =>
    svg("rect", {
      class: [isBest(from) && "best", confidence < 1 && "estimate"].filter(Boolean).join(" "),
      x: x(from).toFixed(2),
      width: Math.max(0.5, x(to) - x(from) - 0.4).toFixed(2),
      y: Math.min(y(value), y(0)).toFixed(2),
      height: Math.max(0.8, Math.abs(y(value) - y(0))).toFixed(2),
    });
  const isNow = prices.now.slice(0, 10) === prices.day;
  const money = moneyOf(prices.currency);
  const sum = bestWords(prices, direction);
  const range = `from ${money(Math.min(...values))} to ${money(Math.max(...values))} per kWh`;
  return [
    h(
      "figure",
      { class: "chart" },
      svg(
        "svg",
        { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${written(prices.day)}: ${range}. ${sum}` },
        ...entries.map(bar),
        svg("line", { class: "zero", x1: "0", x2: String(width), y1: y(0).toFixed(2), y2: y(0).toFixed(2) }),
        ...(isNow
          ? [
              svg("line", {
                class: "now",
                x1: x(prices.now).toFixed(2),
                x2: x(prices.now).toFixed(2),
                y1: "0",
                y2: String(height),
              }),
            ]
          : []),
      ),
      h(
        "div",
        { class: "hours", "aria-hidden": "true" },
        ...["00", "06", "12", "18", "24"].map((it) => h("span", {}, it)),
      ),
      h("figcaption", { class: "small" }, `${written(prices.day)}, ${range}. ${sum}`),
    ),
    table(prices),
  ];
}

function bestWords({ best, currency }: PricesView, direction: Shown["direction"]): string {
  const [first] = best;
  if (first === undefined) return "Every hour costs the same.";
  const spans = best.map(({ from, to }) => `${from.slice(11, 16)} to ${to.slice(11, 16)}`).join(", ");
  const word = direction === "IMPORT" ? "Cheapest" : "Best paid";
  return `${word}: ${spans}, ${moneyOf(currency)(first.average)} on average.`;
}

function cells(name: "th" | "td", texts: readonly string[]): HTMLElement {
  return h("tr", {}, ...texts.map((text) => h(name, {}, text)));
}

function table({ entries, currency }: PricesView): HTMLElement {
  const money = moneyOf(currency);
  return h(
    "details",
    { class: "figures" },
    h("summary", {}, "As a table"),
    h(
      "div",
      { class: "lines", tabindex: "0", role: "region", "aria-label": "Prices as a table" },
      h(
        "table",
        {},
        h("thead", {}, cells("th", ["From", "To", "Per kWh", "Confidence"])),
        h(
          "tbody",
          {},
          ...entries.map(({ from, to, value, confidence }) =>
            cells("td", [from.slice(11, 16), to.slice(11, 16), money(value), `${Math.round(confidence * 100)} %`]),
          ),
        ),
      ),
    ),
  );
}

/** What the end of the contract does to the prices. */
function saying({ refusal, entries, contract_end_date: end, day }: PricesView): string {
  if (refusal !== null) return `FlatPeak answers ${refusal}: ${refusals[refusal] ?? ""}`;
  const sure = Math.min(...entries.map(({ confidence }) => confidence));
  if (end !== null && day > end)
    return `The contract ended on ${written(end)}. The old prices go on as estimates, ${Math.round(sure * 100)} % sure, until the tariff is connected again.`;
  const forecast = sure < 1 ? `These are forecasts, ${Math.round(sure * 100)} % sure at least. ` : "";
  return end === null
    ? `${forecast}The contract has no end, so its prices stay.`
    : `${forecast}The contract ends on ${written(end)}. After that its prices are only estimates.`;
}

function moneyOf(currency: string): (value: number) => string {
  const format = new Intl.NumberFormat("en-GB", { style: "currency", currency, maximumFractionDigits: 4 });
  return (value) => format.format(value);
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
