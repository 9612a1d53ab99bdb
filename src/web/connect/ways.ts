// What can be done on a page besides filling it in, and how: by asking FlatPeak, or here where FlatPeak offers no way.

import { ACTIONS } from "../../flatpeak/connect/page.ts";
import type { Action, Turn } from "../../flatpeak/connect/page.ts";
import type { Step } from "../../objects/journey/contract.ts";

/** `send`: FlatPeak is asked. `back` and `leave`: we show the page before, or lead the customer out. */
export type Way = "send" | "back" | "leave";

export const actionOf = (word: string | null): Action | null => ACTIONS.find((it) => it === word) ?? null;

/** FlatPeak's documentation: `BACK` and `CLOSE` hold on every page of Anode's, listed or not; a redirect is no page. */
const holds = ({ actions, generation, page }: Turn, action: "BACK" | "CLOSE"): boolean =>
  actions.includes(action) || (generation === "anode" && page.route !== "redirect" && page.route !== "complete");

/** How to go back from a step where FlatPeak does not: to the page before, or out where this is the first. */
export const backFrom = ({ before }: Step): Way => (before === null ? "leave" : "back");

/** How an action is done on this step; null where it is none of this page's. */
export function wayOf(step: Step, action: Action): Way | null {
  if (action === "CLOSE") return holds(step.turn, action) ? "send" : "leave";
  if (action === "BACK") return holds(step.turn, action) ? "send" : backFrom(step);
  return step.turn.actions.includes(action) ? "send" : null;
}

/** The order of the buttons below the main one: ways on, then changes, then ways out. `DISCONNECT` stands apart. */
const ORDER: readonly Action[] = [
  "PROVIDER_MISSING",
  "TARIFF_MISSING",
  "ADDRESS_CHANGE",
  "RECONNECT",
  "EDIT",
  "DISMISS_DIRECT",
  "SAVE",
  "WRONG_TARIFF",
  "WRONG_TARIFF_REPORT",
];

/** The further actions of a page; `main` is what its main button stands for. */
export function furtherActions({ actions }: Turn, main: Action | null): readonly Action[] {
  const isTwice = (it: Action): boolean => it === "WRONG_TARIFF_REPORT" && actions.includes("WRONG_TARIFF");
  return ORDER.filter((it) => actions.includes(it) && it !== main && !isTwice(it));
}
