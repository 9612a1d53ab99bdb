// What went over the wire, at the lower right of the control room.
import type { InboxView, StateView } from "../views.ts";
import { type Child, h } from "./dom.js";
import { textOf } from "./read.js";
import { stamp } from "./words.js";

/**
 * Deliveries, API requests, callbacks and publications, each folded away until somebody wants it. `before` is the panel as it
 * stands: what is unfolded there stays so.
 */
export function logPanel(state: StateView, inbox: InboxView, before: HTMLElement): Child[] {
  const unfolded = [...before.querySelectorAll<HTMLElement>("details[open]")].map((element) => element.dataset["log"]);
  const fold = (name: string, title: string, lines: HTMLElement[], none: string) =>
    h(
      "details",
      { "data-log": name, open: unfolded.includes(name) },
      h("summary", {}, title, h("span", { class: "count" }, String(lines.length))),
      lines.length === 0 ? h("p", { class: "soft empty" }, none) : h("ul", { class: "lines" }, ...lines.slice(0, 100)),
    );
  const deliveries = state.deliveries.toReversed().map(deliveryLine);
  const requests = state.requests
    .toReversed()
    .map((entry) => line(entry.at, `${entry.method} ${entry.path}`, "", entry.status));
  const callbacks = state.callbacks
    .toReversed()
    .map((entry) => line(entry.at, `${entry.provider} ${entry.what}`, "", entry.status));
  const publications = inbox.publications
    .toReversed()
    .map((entry) => line(entry.received_at, textOf(entry["type"]) ?? "", "", 200));
  return [
    fold("deliveries", "Webhooks from FlatPeak", deliveries, "None sent yet."),
    fold("requests", "Requests to FlatPeak’s API", requests, "The product has not asked FlatPeak anything yet."),
    fold("callbacks", "Word from the providers", callbacks, "No provider has said what became of a message."),
    fold("publications", "Cases given back to the company", publications, "Nothing yet."),
  ];
}

function deliveryLine({ type, attempts, next_attempt_at: next }: StateView["deliveries"][number]): HTMLElement {
  const last = attempts.at(-1);
  const tried = attempts.length === 1 ? "" : `${attempts.length} attempts`;
  return line(last?.at, type, `${tried} ${next === null ? "" : `again ${stamp(next)}`}`, last?.status);
}

function line(at: string | undefined, text: string, note: string, status: number | undefined): HTMLElement {
  const look = status !== undefined && status >= 200 && status < 300 ? "good" : "bad";
  return h(
    "li",
    {},
    h("time", {}, at === undefined ? "" : stamp(at)),
    h("code", {}, text),
    h("span", { class: "soft small" }, note),
    h("span", { class: `pill ${look}` }, status === undefined ? "" : String(status)),
  );
}
