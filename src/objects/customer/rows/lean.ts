// The living state without what is as in a blank of its kind. Most of what can be known of a customer never is, and a document of
// half the size costs a database page less at every turn. The blanks stand in core/blank.ts.

import { CASE, LOCATION, NOTIFICATION, TARIFF } from "../../../core/blank.ts";
import { UNKNOWN_CONTACT, newCustomer } from "../../../core/state.ts";
import type { Notification } from "../../../core/message/notification.ts";
import type { Case, CustomerState } from "../../../core/state.ts";

const NOBODY = newCustomer("");

/** True for a value that is the blank's, and for a list or record that is as empty as the blank's. */
function isBlank(value: unknown, blank: unknown): boolean {
  if (value === blank) return true;
  if (typeof value !== "object" || value === null || typeof blank !== "object" || blank === null) return false;
  return Object.keys(value).length === 0 && Object.keys(blank).length === 0;
}

/** What differs from a blank of the same kind. */
export function leanOf<T extends object>(it: T, blank: T): Partial<T> {
  const lean: Partial<T> = {};
  for (const key of Object.keys(it) as (keyof T)[]) if (!isBlank(it[key], blank[key])) lean[key] = it[key];
  return lean;
}

/** A blank with what differs from it. */
const wholeOf = <T extends object>(lean: Partial<T>, blank: T): T => ({ ...blank, ...lean });

type LeanState = Partial<CustomerState>;

export const leanCases = (all: readonly Case[]): readonly Partial<Case>[] => all.map((it) => leanOf(it, CASE));
export const leanNotifications = (all: readonly Notification[]): readonly Partial<Notification>[] =>
  all.map((it) => leanOf(it, NOTIFICATION));
export const wholeCases = (all: readonly Partial<Case>[] = []): readonly Case[] => all.map((it) => wholeOf(it, CASE));
export const wholeNotifications = (all: readonly Partial<Notification>[] = []): readonly Notification[] =>
  all.map((it) => wholeOf(it, NOTIFICATION));

/** A state as it is kept. */
export function leanState(state: CustomerState): object {
  const lean = leanOf(state, NOBODY);
  return {
    ...lean,
    contact: leanOf(state.contact, UNKNOWN_CONTACT),
    ...(lean.cases === undefined ? {} : { cases: leanCases(state.cases) }),
    ...(lean.locations === undefined ? {} : { locations: state.locations.map((it) => leanOf(it, LOCATION)) }),
    ...(lean.tariffs === undefined ? {} : { tariffs: state.tariffs.map((it) => leanOf(it, TARIFF)) }),
    ...(lean.notifications === undefined ? {} : { notifications: leanNotifications(state.notifications) }),
  };
}

/** A state from what is kept of it. */
export function wholeState(lean: LeanState): CustomerState {
  return {
    ...wholeOf(lean, NOBODY),
    contact: wholeOf(lean.contact ?? {}, UNKNOWN_CONTACT),
    cases: wholeCases(lean.cases),
    locations: (lean.locations ?? []).map((it) => wholeOf(it, LOCATION)),
    tariffs: (lean.tariffs ?? []).map((it) => wholeOf(it, TARIFF)),
    notifications: wholeNotifications(lean.notifications),
  };
}
