// What went over the wire, at the lower right of the control room.
import type { InboxView, StateView } from "../views.ts";
import { type Child, h } from "./dom.js";
import { fieldsOf, textOf } from "./read.js";
import { plain, stamp, utcStamp } from "./words.js";

/**
 * Deliveries, API requests, callbacks and publications, each folded away until somebody wants it. `before` is the panel as it
 * stands: what is unfolded there stays so.
 */
export function logPanel(state: StateView, inbox: InboxView, before: HTMLElement): Child[] {
  const unfolded = [...before.querySelectorAll<HTMLElement>("details[open]")].map((element) => element.dataset["log"]);
  // What troubles the company is shown without being asked for.
  const troubles = inbox.publications.filter(({ type }) => isTrouble(type)).length;
  const isNew = troubles > Number(before.dataset["troubles"] ?? 0);
  before.dataset["troubles"] = String(troubles);
  const isAlerted = state.alerts.length > Number(before.dataset["alerts"] ?? 0);
  before.dataset["alerts"] = String(state.alerts.length);
  // An event that nobody is told of is seen nowhere else.
  const silent = state.deliveries.filter(({ outcome }) => outcome !== null).length;
  const isSilent = silent > Number(before.dataset["silent"] ?? 0);
  before.dataset["silent"] = String(silent);
  const shows: Readonly<Record<string, boolean>> = { publications: isNew, alerts: isAlerted, deliveries: isSilent };
  const fold = (name: string, title: string, lines: HTMLElement[], none: string) =>
    h(
      "details",
      { "data-log": name, open: unfolded.includes(name) || shows[name] === true },
      h(
        "summary",
        {},
        title,
        h("span", { class: name === "publications" && troubles > 0 ? "count warn" : "count" }, String(lines.length)),
      ),
      lines.length === 0 ? h("p", { class: "soft empty" }, none) : h("ul", { class: "lines" }, ...lines.slice(0, 100)),
    );
  const alerts = state.alerts.toReversed().map(alertLine);
  const deliveries = state.deliveries.toReversed().map(deliveryLine);
  const requests = state.requests
    .toReversed()
    .map((entry) => line(entry.at, `${entry.method} ${entry.path}`, "", entry.status));
  const callbacks = state.callbacks
    .toReversed()
    .map((entry) => line(entry.at, `${entry.provider} ${entry.what}`, "", entry.status));
  const publications = inbox.publications.toReversed().map(noticeLine);
  return [
    fold("deliveries", "Webhooks from FlatPeak", deliveries, "None sent yet."),
    fold("requests", "Requests to FlatPeak’s API", requests, "The product has not asked FlatPeak anything yet."),
    fold("callbacks", "Word from the providers", callbacks, "No provider has said what became of a message."),
    fold("alerts", "Alerts in the company’s chat", alerts, "No trouble was told of."),
    fold("publications", "Word to the company", publications, "No case handed over, nothing out of order."),
  ];
}

type Delivered = StateView["deliveries"][number];

/** Whatever is told to the company and is no case of a customer is trouble: an outage, a refusal, a closed channel. */
function isTrouble(type: unknown): boolean {
  return textOf(type)?.startsWith("case.") === false;
}

const notices: Readonly<Record<string, string>> = {
  "case.handed_over": "case handed over",
  "supplier.outage": "a supplier’s outage",
  "channel.closed": "channel closed",
  "channel.impaired": "channel impaired",
  "account.refused": "FlatPeak refuses us",
};

function noticeLine({ type, data, received_at }: InboxView["publications"][number]): HTMLElement {
  const name = textOf(type) ?? "";
  const words = Object.entries(fieldsOf(data))
    .filter(([, value]) => typeof value === "string" || typeof value === "number")
    .map(([key, value]) => `${plain(key)} ${plain(String(value))}`);
  return h(
    "li",
    { class: "notice-line" },
    h("time", {}, stamp(received_at)),
    h(
      "div",
      {},
      h("span", {}, notices[name] ?? name),
      isTrouble(type) && h("p", { class: "soft small" }, words.join(" · ")),
    ),
    h("span", { class: `pill ${isTrouble(type) ? "warn" : "muted"}` }, isTrouble(type) ? "told" : "case"),
  );
}

function deliveryLine({ type, attempts, next_attempt_at: next, outcome }: Delivered): HTMLElement {
  const last = attempts.at(-1);
  const tried = attempts.length === 1 ? "" : `${attempts.length} attempts`;
  const again = next === null ? "" : `again ${stamp(next)}`;
  const answer = /"status":"(\w+)"/.exec(last?.body ?? "")?.[1] ?? "";
  const note = [answer, tried, again].filter((it) => it !== "").join(" · ");
  if (outcome === null) return line(last?.at, type, note, last?.status);
  return h(
    "li",
    { class: "notice-line" },
    h("time", {}, last === undefined ? "" : stamp(last.at)),
    h("div", {}, h("code", {}, type), h("p", { class: "soft small" }, `${note}: ${outcome}`)),
    statusPill(last?.status),
  );
}

/** Its first line says what it is about, the others what that means. */
function alertLine({ at, text }: StateView["alerts"][number]): HTMLElement {
  const [subject = "", ...more] = text.split("\n");
  const isOver = /\] Over:/.test(subject);
  return h(
    "li",
    { class: "notice-line" },
    h("time", {}, utcStamp(at)),
    h("div", {}, h("span", {}, subject), h("p", { class: "soft small" }, more.join(" "))),
    h("span", { class: `pill ${isOver ? "good" : "warn"}` }, isOver ? "over" : "told"),
  );
}

function line(at: string | undefined, text: string, note: string, status: number | undefined): HTMLElement {
  return h(
    "li",
    {},
    h("time", {}, at === undefined ? "" : stamp(at)),
    h("code", {}, text),
    h("span", { class: "soft small" }, note),
    statusPill(status),
  );
}

function statusPill(status: number | undefined): HTMLElement {
  const look = status !== undefined && status >= 200 && status < 300 ? "good" : "bad";
  return h("span", { class: `pill ${look}` }, status === undefined ? "" : String(status));
}
