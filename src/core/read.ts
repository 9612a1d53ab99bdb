// Reading what is remembered of a customer, and giving it back with one part changed. No rule stands here.

import { LOCATION, TARIFF } from "./blank.ts";
import { findByKey, putAllByKey, putByKey } from "./keyed.ts";
import { isUnsettled } from "./message/notification.ts";
import type { Notification } from "./message/notification.ts";
import type { Case, CustomerState, Location, Tariff } from "./state.ts";

export const isOpen = (it: Case): boolean => it.end === null;

/** The case is open, and not merely because prices are waited for: the customer can do something about it. */
export const needsCustomer = (it: Case): boolean => isOpen(it) && it.pricesAwaited === null;

/** Until when the customer asked to hear nothing of a case (ms): of anything, or of its tariff alone. 0 where they did not. */
export function snoozedUntil(state: CustomerState, { tariffId }: Pick<Case, "tariffId">): number {
  const { quiet } = tariffOf(state, tariffId);
  const own = quiet === null || quiet === "stopped" ? 0 : quiet.until;
  return Math.max(own, state.snooze?.until ?? 0);
}

/** The customer wants no message about the tariff of a case, while they want those about others. */
export const isTariffStopped = (state: CustomerState, { tariffId }: Pick<Case, "tariffId">): boolean =>
  tariffOf(state, tariffId).quiet === "stopped";

/**
 * When the next rung of a case may be used: when it is due, and no outage, connection or wish of the customer asks for later. After the
 * last day of an invitation there is nothing that could wait.
 */
export const readyAt = (state: CustomerState, it: Case): number =>
  it.dueAt >= (it.invited?.until ?? Infinity)
    ? it.dueAt
    : Math.max(it.dueAt, it.outageUntil ?? 0, it.settlingUntil ?? 0, it.continuesUntil ?? 0, snoozedUntil(state, it));

/** The open cases a notification tells of, in the order of their numbers. */
export const openCasesOf = (state: CustomerState, it: Notification): readonly Case[] =>
  [...it.caseNos]
    .sort((a, b) => a - b)
    .flatMap((no) => caseOf(state, no) ?? [])
    .filter(isOpen);

/** A message is on its way; until it is settled no other is prepared. */
export const isUnderway = (state: CustomerState): boolean =>
  state.notifications.some((it) => it.kind === "notify" && isUnsettled(it));

const byId = (it: { readonly id: string }): string => it.id;
const byNo = (it: { readonly no: number }): number => it.no;

export const locationOf = (state: CustomerState, id: string): Location =>
  findByKey(state.locations, id, byId) ?? { ...LOCATION, id };

export const tariffOf = (state: CustomerState, id: string): Tariff =>
  findByKey(state.tariffs, id, byId) ?? { ...TARIFF, id };

/** The case of this number, as far as the state holds it. */
export const caseOf = (state: CustomerState, no: number): Case | undefined => findByKey(state.cases, no, byNo);

export const withCases = (state: CustomerState, all: readonly Case[]): CustomerState =>
  all.length === 0 ? state : { ...state, cases: putAllByKey(state.cases, all, byNo) };

export const withLocation = (state: CustomerState, it: Location): CustomerState => ({
  ...state,
  locations: putByKey(state.locations, it, byId),
});

export const withLocations = (state: CustomerState, all: readonly Location[]): CustomerState =>
  all.length === 0 ? state : { ...state, locations: putAllByKey(state.locations, all, byId) };

export const withTariff = (state: CustomerState, it: Tariff): CustomerState => ({
  ...state,
  tariffs: putByKey(state.tariffs, it, byId),
});

export const withNotification = (state: CustomerState, it: Notification): CustomerState => ({
  ...state,
  notifications: putByKey(state.notifications, it, byNo),
});

/** The zone a case is judged in: its location's, else the customer's own, else UTC. */
export function zoneOf(state: CustomerState, locationId: string): string {
  return locationOf(state, locationId).timezone ?? state.contact.timezone ?? "UTC";
}
