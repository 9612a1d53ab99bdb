// What is made to fail, at the lower left of the control room.
import type { FaultMode, FaultTarget } from "../faults.ts";
import type { StateView } from "../views.ts";
import type { Fault } from "../world.ts";
import { button, type Child, fill, h } from "./dom.js";
import type { Command, Words } from "./room-command.js";

const targets: Words<FaultTarget> = [
  ["api", "FlatPeak’s whole API"],
  ["login", "login"],
  ["jwks", "signing keys"],
  ["status", "location status"],
  ["location", "location"],
  ["token", "Connect tokens"],
  ["events", "events list"],
  ["energy", "prices and costs"],
  ["connect", "Connect itself"],
  ["direct", "direct connections"],
  ["contacts", "contact lookup"],
  ["alerts", "the company’s chat"],
  ["twilio", "SMS (Twilio)"],
  ["resend", "email (Resend)"],
  ["fcm", "push (FCM)"],
  ["handoff", "handoff"],
  ["own", "a channel of your own"],
];
const modes: Words<Exclude<FaultMode, "none" | "code" | "pending" | "lost">> = [
  ["timeout", "never answers"],
  ["500", "answers 500"],
  ["429", "answers 429"],
  ["slow", "is slow"],
  ["html", "sends HTML"],
];
const refusals: Words<string> = [
  ["code account_disabled", "has closed our account"],
  ["code api_version_not_supported", "refuses our API version"],
];
/** What else can befall a target, or, for direct connections, all that can. Behind `code` stands the code. */
const ownModes: Readonly<Partial<Record<FaultTarget, Words<string>>>> = {
  api: refusals,
  login: refusals,
  status: refusals,
  location: refusals,
  token: refusals,
  events: refusals,
  energy: [
    ["code no_price_data", "have no prices"],
    ["code pending_connect", "wait for a connection"],
    ["code no_tariff_connected", "know no tariff"],
    ...refusals,
  ],
  direct: [
    ["pending", "take six hours"],
    ["lost", "are given up after two days"],
  ],
  contacts: [["code 401", "refuses our secret"]],
  handoff: [["code 401", "refuses our secret"]],
  twilio: [
    ["code 20003", "refuses our key"],
    ["code 30006", "cannot reach the number"],
    ["code 21610", "knows of a STOP"],
  ],
  resend: [
    ["code invalid_api_key", "refuses our key"],
    ["code email.bounced", "takes it, then it bounces"],
  ],
  fcm: [
    ["code UNAUTHENTICATED", "refuses our key"],
    ["code UNREGISTERED", "knows no such device"],
  ],
  alerts: [["code 404", "has no such webhook"]],
  own: [["code 401", "refuses our key"]],
};

const modesOf = (target: string): Words<string> => {
  const own = Object.entries(ownModes).find(([name]) => name === target)?.[1] ?? [];
  return target === "direct" ? own : [...modes, ...own];
};

/** What was chosen last: the form is drawn anew with every fault. */
const chosen = { target: "api", mode: "timeout" };

/** What fails at the moment, and a form to make something fail. */
export function faultPanel(faults: StateView["faults"], command: Command): Child[] {
  const target: HTMLSelectElement = h(
    "select",
    { "aria-label": "What fails", onchange: () => offer() },
    ...options(targets, chosen.target),
  );
  const mode = h("select", { "aria-label": "How it fails" });
  const offer = () => fill(mode, options(modesOf(target.value), chosen.mode));
  offer();
  const onsubmit = (event: Event) => {
    event.preventDefault();
    Object.assign(chosen, { target: target.value, mode: mode.value });
    const [name = "", code] = mode.value.split(" ");
    void command("faults", { target: target.value, mode: name, ...(code === undefined ? {} : { code: asCode(code) }) });
  };
  const active = Object.entries(faults).map(([name, fault]) =>
    h(
      "li",
      {},
      h("span", { class: "pill warn" }, `${wordFor(targets, name)} ${wordFor(modesOf(name), modeOf(fault))}`),
      button("clear", () => void command("faults", { target: name, mode: "none" }), "quiet"),
    ),
  );
  return [
    h("form", { class: "row", onsubmit }, target, mode, h("button", { type: "submit" }, "set")),
    active.length === 0
      ? h("p", { class: "soft small" }, "Everything works.")
      : h("ul", { class: "faults-on" }, ...active),
  ];
}

function modeOf({ mode, code }: Fault): string {
  return code === undefined ? mode : `code ${code}`;
}

/** Twilio's codes and HTTP statuses are numbers, all others words. */
function asCode(code: string): string | number {
  return /^\d+$/.test(code) ? Number(code) : code;
}

function options(words: Words<string>, selected: string): HTMLElement[] {
  return words.map(([value, label]) => h("option", { value, selected: value === selected }, label));
}

function wordFor(words: Words<string>, wanted: string): string {
  return words.find(([code]) => code === wanted)?.[1] ?? wanted;
}
