// The left side of the control room: the clock, the homes with their tariffs, and what is made to fail.
import type { EventType } from "../events.ts";
import type { FaultMode, FaultTarget } from "../faults.ts";
import type { StateView, TariffView } from "../views.ts";
import type { Slot } from "../world.ts";
import { button, type Child, h, logo } from "./dom.js";
import { day, timeOfDay, weekday } from "./words.js";

/** Sends one of the commands below `/_dev/`, and draws what came of it. */
export type Command = (
  name: "clock" | "contact" | "faults" | "repair" | "reply" | "trigger",
  body: Readonly<Record<string, string>>,
) => Promise<void>;

/** Codes with the words for each, in the order in which they are offered. */
type Words<Code extends string> = readonly (readonly [code: Code, words: string])[];

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
const slotWords: Readonly<Record<Slot, string>> = {
  commodity_import: "Import",
  commodity_export: "Export",
  non_commodity_import: "Grid fee",
};
const targets: Words<FaultTarget> = [
  ["api", "all of FlatPeak’s API"],
  ["login", "login"],
  ["jwks", "signing keys"],
  ["status", "location status"],
  ["location", "location"],
  ["token", "Connect tokens"],
  ["events", "events list"],
  ["connect", "Connect itself"],
  ["contacts", "contact lookup"],
  ["twilio", "SMS (Twilio)"],
  ["resend", "email (Resend)"],
  ["fcm", "push (FCM)"],
  ["handoff", "handoff"],
];
const modes: Words<Exclude<FaultMode, "none" | "code">> = [
  ["timeout", "never answers"],
  ["500", "answers 500"],
  ["429", "answers 429"],
  ["slow", "is slow"],
  ["html", "sends HTML"],
];

/** Date, time and how far ahead of the real clock the world is. */
export function clockPanel(state: StateView, command: Command): Child[] {
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
  ];
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
          tariff.id === open ? openedTariff(tariff, choose, command) : tariffHead(tariff, false, choose),
        ),
      ),
    ),
  ];
}

function tariffHead(tariff: TariffView, isOpen: boolean, choose: (tariffId: string) => void): HTMLElement {
  const [words, look] = condition(tariff);
  const end = tariff.contract_end_date === null ? "no end date" : `ends ${day(tariff.contract_end_date)}`;
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

function openedTariff(tariff: TariffView, choose: (tariffId: string) => void, command: Command): HTMLElement {
  const tariff_id = tariff.id;
  return h(
    "div",
    { class: "opened", "data-tariff": tariff_id },
    tariffHead(tariff, true, choose),
    h(
      "div",
      { class: "row" },
      ...triggers.map(([type, label]) => button(label, () => void command("trigger", { type, tariff_id }))),
    ),
    h(
      "div",
      { class: "row" },
      button("repair behind our back", () => void command("repair", { tariff_id }), "quiet"),
    ),
  );
}

function condition(tariff: TariffView): [words: string, look: string] {
  if (tariff.status === "NOT_CONNECTED") return ["disconnected", "muted"];
  if (tariff.status === "ERROR") return ["cannot be read", "bad"];
  if (tariff.expired) return ["expired", "bad"];
  return ["connected", "good"];
}

/** What fails at the moment, and a form to make something fail. */
export function faultPanel(faults: StateView["faults"], command: Command): Child[] {
  const target = h("select", { name: "target", "aria-label": "What fails" }, ...options(targets));
  const mode = h("select", { name: "mode", "aria-label": "How it fails" }, ...options(modes));
  const onsubmit = (event: Event) => {
    event.preventDefault();
    void command("faults", { target: target.value, mode: mode.value });
  };
  const active = Object.entries(faults).map(([name, fault]) =>
    h(
      "li",
      {},
      h("span", { class: "pill warn" }, `${wordFor(targets, name)} ${fault.code ?? wordFor(modes, fault.mode)}`),
      button("clear", () => void command("faults", { target: name, mode: "none" }), "quiet"),
    ),
  );
  return [
    h("h2", {}, "Make something fail"),
    h("form", { class: "row", onsubmit }, target, mode, h("button", { type: "submit" }, "set")),
    active.length === 0
      ? h("p", { class: "soft small" }, "Everything works.")
      : h("ul", { class: "faults-on" }, ...active),
  ];
}

function options(words: Words<string>): HTMLElement[] {
  return words.map(([value, label]) => h("option", { value }, label));
}

function wordFor(words: Words<string>, wanted: string): string {
  return words.find(([code]) => code === wanted)?.[1] ?? wanted;
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
