// The left side of the control room: the clock, the homes with their tariffs, and what is made to fail.
import { day, h, logo } from "./dom.js";

const skips = [
  ["skip 1 hour", "1h"],
  ["skip 3 days", "3d"],
  ["skip 30 days", "30d"],
];
const triggers = [
  ["expiring", "tariff.expiring"],
  ["expired", "tariff.expired"],
  ["fetch failed", "tariff.fetch.failed"],
  ["upgrade", "tariff.connection.upgrade"],
];
const slotWords = { commodity_import: "Import", commodity_export: "Export", non_commodity_import: "Grid fee" };
const targets = [
  ["api", "all of FlatPeak’s API"],
  ["login", "login"],
  ["jwks", "signing keys"],
  ["status", "location status"],
  ["location", "location"],
  ["token", "Connect tokens"],
  ["events", "events list"],
  ["connect", "Connect itself"],
  ["handoff", "the inbox"],
];
const modes = [
  ["timeout", "never answers"],
  ["500", "answers 500"],
  ["429", "answers 429"],
  ["slow", "is slow"],
  ["html", "sends HTML"],
];

/** Date, time and how far ahead of the real clock the world is. */
export function clockPanel(state, command) {
  const now = new Date(state.now);
  const date = { weekday: "long", day: "numeric", month: "long", timeZone: "Europe/London" };
  const time = { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" };
  return [
    h("h2", {}, "World clock"),
    h(
      "p",
      { class: "time" },
      now.toLocaleTimeString("en-GB", time),
      h("span", {}, now.toLocaleDateString("en-GB", date)),
    ),
    h(
      "p",
      { class: "soft small" },
      state.clock_offset_ms === 0
        ? "In step with the real time."
        : `${ahead(state.clock_offset_ms)} ahead of the real time.`,
    ),
    h("div", { class: "row" }, ...skips.map(([label, advance]) => button(label, () => command("clock", { advance })))),
  ];
}

/** Every home with its tariffs; the chosen tariff shows its buttons. */
export function homesPanel(state, chosen, choose, command) {
  const open = chosen ?? state.locations[0]?.tariffs[0]?.id;
  return [
    h("h2", {}, "Homes"),
    ...state.locations.map((home) =>
      h(
        "div",
        { class: "home" },
        h("h3", {}, home.label, h("span", { class: "soft small id" }, home.id)),
        ...home.tariffs.map((tariff) => tariffBlock(tariff, tariff.id === open, choose, command)),
      ),
    ),
  ];
}

function tariffBlock(tariff, isOpen, choose, command) {
  const [words, look] = condition(tariff);
  const end = tariff.contract_end_date ? `ends ${day(tariff.contract_end_date)}` : "no end date";
  const head = h(
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
  if (!isOpen) return head;
  return h(
    "div",
    { class: "opened", "data-tariff": tariff.id },
    head,
    h(
      "div",
      { class: "row" },
      ...triggers.map(([label, type]) => button(label, () => command("trigger", { type, tariff_id: tariff.id }))),
    ),
    h(
      "div",
      { class: "row" },
      button("repair behind our back", () => command("repair", { tariff_id: tariff.id }), "quiet"),
    ),
  );
}

function condition(tariff) {
  if (tariff.status === "NOT_CONNECTED") return ["disconnected", "muted"];
  if (tariff.status === "ERROR") return ["cannot be read", "bad"];
  if (tariff.expired) return ["expired", "bad"];
  return ["connected", "good"];
}

/** What fails at the moment, and a form to make something fail. */
export function faultPanel(state, command) {
  const target = h("select", { name: "target", "aria-label": "What fails" }, ...options(targets));
  const mode = h("select", { name: "mode", "aria-label": "How it fails" }, ...options(modes));
  const submit = (event) => {
    event.preventDefault();
    void command("faults", { target: target.value, mode: mode.value });
  };
  const active = Object.entries(state.faults).map(([name, fault]) =>
    h(
      "li",
      {},
      h("span", { class: "pill warn" }, `${wordFor(targets, name)} ${wordFor(modes, fault.mode)}`),
      button("clear", () => command("faults", { target: name, mode: "none" }), "quiet"),
    ),
  );
  return [
    h("h2", {}, "Make something fail"),
    h("form", { class: "row", onsubmit: submit }, target, mode, h("button", { type: "submit" }, "set")),
    active.length === 0
      ? h("p", { class: "soft small" }, "Everything works.")
      : h("ul", { class: "faults-on" }, ...active),
  ];
}

function options(words) {
  return words.map(([value, label]) => h("option", { value }, label));
}

function wordFor(words, wanted) {
  return words.find(([value]) => value === wanted)?.[1] ?? wanted;
}

function button(label, onclick, look = "") {
  return h("button", { type: "button", class: look, onclick }, label);
}

function ahead(milliseconds) {
  const hours = Math.round(milliseconds / 3_600_000);
  const days = Math.floor(hours / 24);
  const parts = [days > 0 && count(days, "day"), hours % 24 > 0 && count(hours % 24, "hour")].filter(Boolean);
  return parts.join(" and ") || "A little";
}

function count(number, word) {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
