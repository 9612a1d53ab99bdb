// The left side of the control room: the clock, the homes with their tariffs, and how this server differs from others.
import type { EventType } from "../events.ts";
import type { StateView, TariffView } from "../views.ts";
import { button, type Child, h, logo, withCommands } from "./dom.js";
import type { Command, Words } from "./room-command.js";
import { type Next, waitFor } from "./room-next.js";
import { day, slotWords, stamp, timeOfDay, weekday } from "./words.js";

const skips: Words<string> = [
  ["1h", "skip 1 hour"],
  ["3d", "skip 3 days"],
  ["30d", "skip 30 days"],
];
const triggers: Words<EventType> = [
  ["tariff.expiring", "expiring"],
  ["tariff.expired", "expired"],
  ["tariff.fetch.failed", "fetch failed"],
  ["tariff.connection.upgrade", "upgrade"],
];
const minuteMs = 60_000;
/** FlatPeak speaks of a contract that ends about a week before it does. */
const soonMs = 8 * 86_400_000;

/** Date, time and how far ahead of the real clock the world is; and the way to the customer's next message. */
export function clockPanel(state: StateView, next: Next | null, customerNow: string, command: Command): Child[] {
  const offset = state.clock_offset_ms;
  return [
    h("h2", {}, "World clock"),
    h("p", { class: "time" }, timeOfDay(state.now), h("span", {}, weekday(state.now))),
    h(
      "p",
      { class: "soft small" },
      offset === 0 ? "In step with the real time." : `${ahead(offset)} ahead of the real time.`,
    ),
    h(
      "div",
      { class: "row" },
      ...skips.map(([advance, label]) => button(label, () => void command("clock", { advance }))),
    ),
    next !== null && nextLine(next, waitFor(next, customerNow), command),
  ];
}

/** When the next message is due, with a button that skips to it; nothing for one that is about to come. */
function nextLine({ at, why }: Next, wait: number, command: Command): HTMLElement | null {
  if (at === null) return h("p", { class: "soft small" }, `A message waits to be sent again (${why ?? "no answer"}).`);
  if (wait < minuteMs) return null;
  const advance = `${Math.ceil(wait / minuteMs)}m`;
  const reason = why === null ? "" : `, after ${why}`;
  return h(
    "p",
    { class: "soft small next" },
    `The customer’s next message is due ${stamp(at)}${reason}. `,
    button("skip to it", () => void command("clock", { advance }), "quiet"),
  );
}

/** What this server does otherwise than one that sets nothing. */
export function differencePanel(differences: StateView["differences"]): Child[] {
  return differences.length === 0
    ? [h("p", { class: "soft small" }, "Every setting is what it is by default.")]
    : [h("ul", { class: "differences" }, ...differences.map(differenceLine))];
}

const meanings: Readonly<Record<string, (here: string, elsewhere: string) => string>> = {
  GROUP_WAIT: (here, elsewhere) => `New cases wait ${here} for each other; by default ${elsewhere}.`,
  GROUP_WAIT_MAX: (here, elsewhere) => `They wait ${here} at most; by default ${elsewhere}.`,
  SEND_WINDOW: (here, elsewhere) =>
    here === noQuietHours
      ? `Quiet hours are off: by default messages leave from ${elsewhere} only, at the home. Started with npm run dev -- --quiet-hours, they are on.`
      : `Messages leave from ${here}; by default from ${elsewhere}.`,
  SEND_WINDOW_HARD: (here, elsewhere) =>
    here === noQuietHours ? `So they are for late retries: by default from ${elsewhere}.` : "",
  CHANNEL_ORDER: (here, elsewhere) => `Channels are tried as ${here}; by default as ${elsewhere}.`,
  HANDOFF_URL: (here) => `Word to the company goes to ${here}: it is neither shown nor made to fail here.`,
  CONTACT_LOOKUP_URL: (here) => `Addresses are asked for at ${here}, which is not made to fail here.`,
  ALERT_URL: (here) => `Alerts go to ${here}, and are not shown here.`,
  ZERO_BRIDGE: () => "Calls of FlatPeak’s Zero are answered below /zero; by default they are not.",
  TEST_MODE_DELIVERY: () =>
    "Messages leave, to this phone, although the key is a test key; by default they are logged.",
};

/** The whole day as a window: none at all. */
export const noQuietHours = "00:00-24:00";

function differenceLine({ name, here, elsewhere }: StateView["differences"][number]): HTMLElement {
  const meaning = meanings[name]?.(here, elsewhere) || `${here}; by default ${elsewhere}.`;
  return h(
    "li",
    {},
    h("code", {}, name),
    h("span", { class: "soft small" }, ...withCommands(meaning.replaceAll(",", ", "))),
  );
}

/** Every home with its tariffs; the chosen tariff (the first until one is chosen) shows its buttons. */
export function homesPanel(
  state: StateView,
  chosenTariff: string | null,
  choose: (tariffId: string) => void,
  command: Command,
): Child[] {
  const open = chosenTariff ?? state.locations[0]?.tariffs[0]?.id;
  return [
    h("h2", {}, "Homes"),
    ...state.locations.map((home) =>
      h(
        "div",
        { class: "home" },
        h("h3", {}, home.label, h("span", { class: "soft small id" }, home.id)),
        ...home.tariffs.map((tariff) =>
          tariff.id === open
            ? openedTariff(tariff, state.now, choose, command)
            : tariffHead(tariff, state.now, false, choose),
        ),
      ),
    ),
  ];
}

function tariffHead(tariff: TariffView, now: string, isOpen: boolean, choose: (tariffId: string) => void): HTMLElement {
  const [words, look] = condition(tariff, now);
  const { contract_end_date: date, expired } = tariff;
  const end = date === null ? "no end date" : `${expired ? "ended" : "ends"} ${day(date)}`;
  return h(
    "button",
    { type: "button", class: "tariff", "aria-expanded": String(isOpen), onclick: () => choose(tariff.id) },
    logo(tariff.provider),
    h(
      "span",
      { class: "names" },
      h("strong", {}, tariff.provider.display_name),
      h("span", { class: "soft small" }, `${slotWords[tariff.slot]} · ${end}`),
    ),
    h("span", { class: `pill ${look}` }, words),
  );
}

function openedTariff(
  tariff: TariffView,
  now: string,
  choose: (tariffId: string) => void,
  command: Command,
): HTMLElement {
  const tariff_id = tariff.id;
  return h(
    "div",
    { class: "opened", "data-tariff": tariff_id },
    tariffHead(tariff, now, true, choose),
    h(
      "div",
      { class: "row" },
      ...triggers.map(([type, label]) => button(label, () => void command("trigger", { type, tariff_id }))),
    ),
    h(
      "div",
      { class: "row silent" },
      h("span", { class: "soft small" }, "Without a word to the product:"),
      button("repair it", () => void command("repair", { tariff_id }), "quiet"),
    ),
  );
}

function condition(tariff: TariffView, now: string): [words: string, look: string] {
  if (tariff.pending) return ["connecting", "warn"];
  if (tariff.status === "NOT_CONNECTED") return ["disconnected", "muted"];
  if (tariff.status === "ERROR") return ["cannot be read", "bad"];
  if (tariff.expired) return ["expired", "bad"];
  if (tariff.contract_end_date !== null && Date.parse(tariff.contract_end_date) - Date.parse(now) < soonMs)
    return ["ends soon", "warn"];
  return ["connected", "good"];
}

function ahead(milliseconds: number): string {
  const hours = Math.round(milliseconds / 3_600_000);
  const parts = [count(Math.floor(hours / 24), "day"), count(hours % 24, "hour")];
  return parts.filter((part) => part !== "").join(" and ") || "A little";
}

/** So many of something; nothing for none. */
function count(number: number, word: string): string {
  if (number <= 0) return "";
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
