// The lines of one customer for the fleet's index: those it was not told yet, or all of them.

import { caseLine, notificationLine } from "../../core/fleet/line.ts";
import { newestFirst } from "./rows/past.ts";
import { policyFor } from "../../setup/experiment/experiment.ts";
import type { Notification } from "../../core/message/notification.ts";
import type { Case, CustomerState } from "../../core/state.ts";
import type { CustomerLines } from "../fleet/lines.ts";
import type { CustomerStore } from "./rows/store.ts";
import type { Workplace } from "./workplace.ts";

function linesOf(
  state: CustomerState,
  { deps, customerId }: Workplace,
  cases: readonly Case[],
  notifications: readonly Notification[],
): CustomerLines {
  const policy = policyFor(deps.config, state);
  return {
    customerId,
    version: state.lineNo,
    cases: cases.map((it) => caseLine(it, state, policy)),
    notifications: notifications.map(notificationLine),
  };
}

/** What the index was not told yet, as it stands now. */
export function linesOwed(store: CustomerStore, place: Workplace): CustomerLines {
  const state = store.load(place.customerId);
  const { unindexed } = state;
  const cases = (unindexed?.cases ?? []).flatMap((no) => store.past.caseOf(no) ?? []);
  const notifications = (unindexed?.notifications ?? []).flatMap((no) => store.past.notificationOf(no) ?? []);
  return linesOf(state, place, cases, notifications);
}

/** All that is remembered, as the index should have it. */
export function allLines(store: CustomerStore, place: Workplace): CustomerLines {
  const state = store.load(place.customerId);
  const cases = new Map(state.cases.map((it) => [it.no, it]));
  const notifications = new Map(state.notifications.map((it) => [it.no, it]));
  const { document, keys } = store;
  // The newer one of two places counts.
  for (const row of document === null ? [] : newestFirst(document.recent, keys)) {
    for (const it of row.cases) if (!cases.has(it.no)) cases.set(it.no, it);
    for (const it of row.notifications) if (!notifications.has(it.no)) notifications.set(it.no, it);
  }
  return linesOf(state, place, [...cases.values()], [...notifications.values()]);
}
