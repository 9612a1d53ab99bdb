// What is shown of a home: each of its tariffs as FlatPeak tells of it, or as it was last known, and the one thing to do about it.

import { factsFor, judge } from "../case/truth.ts";
import { ESTIMATE_SHOWN_MS, EXPIRING_HORIZON_DAYS } from "../policy.ts";
import { isOpen, needsCustomer, tariffOf, zoneOf } from "../read.ts";
import { addDays, wallClock } from "../time.ts";
import type { Reason } from "../case/reason.ts";
import type { SlotFacts } from "../case/truth.ts";
import type { Case, CustomerState, Tariff } from "../state.ts";
import type { CivilDate } from "../time.ts";
import { ADDABLE } from "./overview.ts";
import type { Addable, OverviewTariff, TariffAction, TariffState } from "./overview.ts";

const STATES: Readonly<Record<Reason, TariffState>> = {
  invitation: "disconnected",
  expiring: "expiring",
  expired: "expired",
  fetch_failed: "failed",
  upgrade: "upgrade",
};

const ACTIONS: Readonly<Record<TariffState, TariffAction | null>> = {
  connected: null,
  unknown: null,
  expiring: "update",
  expired: "update",
  failed: "reconnect",
  disconnected: "reconnect",
  upgrade: "upgrade",
};

function stateOf(facts: SlotFacts, it: Case | undefined, slots: readonly SlotFacts[], today: CivilDate): TariffState {
  const verdict = it === undefined ? null : judge(it, slots, today);
  // Where FlatPeak cannot tell, its event is what is known.
  if (it !== undefined && (verdict === "broken" || verdict === "unknown") && facts.status !== "NOT_CONNECTED")
    return STATES[it.reason];
  const { status, contractEndDate: end } = facts;
  if (status === "ERROR") return "failed";
  if (status === "NOT_CONNECTED") return "disconnected";
  if (status !== "CONNECTED") return "unknown";
  if (end === null || end > addDays(today, EXPIRING_HORIZON_DAYS)) return "connected";
  return end < today ? "expired" : "expiring";
}

/** What is shown of the prices of a tariff, and never a figure. Of a contract that is over they stay estimates until it is repaired. */
function pricesOf({ prices }: Tariff, it: Case | undefined, state: TariffState, now: number): OverviewTariff["prices"] {
  if (it !== undefined && it.pricesAwaited !== null) return "awaited";
  if (prices === null || prices.estimatedSince === null) return null;
  const isStillSo = state === "expired" || now - prices.at <= ESTIMATE_SHOWN_MS;
  return isStillSo ? { estimatedSince: prices.estimatedSince } : null;
}

/** What was last known of a home. */
function lastKnown(state: CustomerState, locationId: string): readonly SlotFacts[] {
  const cases = state.cases.filter((it) => it.locationId === locationId);
  return cases.map(
    (it) =>
      tariffOf(state, it.tariffId).verified?.facts ?? {
        slot: it.slot ?? "unknown",
        status: "ERROR",
        connectionType: null,
        tariffId: it.tariffId,
        contractEndDate: it.contractEndDate,
      },
  );
}

/** What a home is drawn from. */
export interface HomeSources {
  readonly locationId: string;
  /** Counted over all homes of the customer. */
  readonly number: number;
  /** What FlatPeak told of it; null where it did not. */
  readonly asked: readonly SlotFacts[] | null;
  /** Cases that ended as disconnected: the way back in stays open for as long as their links do. */
  readonly gone: readonly Case[];
}

/** What can be shown of one tariff, but for its link. */
export interface ShownTariff extends Omit<OverviewTariff, "link" | "manage"> {
  readonly tariffId: string;
  /** FlatPeak has just shown it, so that it can be changed and disconnected. */
  readonly isThere: boolean;
}
type Drawn = Omit<ShownTariff, "action" | "hasEnded" | "isThere">;

function drawAll(state: CustomerState, { locationId, asked, gone }: HomeSources, now: number): readonly Drawn[] {
  const slots = asked ?? lastKnown(state, locationId);
  const today = wallClock(now, zoneOf(state, locationId)).date;
  const open = state.cases.filter((it) => isOpen(it) && it.locationId === locationId);
  const shown = slots.flatMap((facts) => {
    const { tariffId, slot, connectionType, contractEndDate: endDate } = facts;
    if (tariffId === null || facts.status === "NOT_SUPPORTED") return [];
    const it = open.find((other) => other.tariffId === tariffId || factsFor(other, slots) === facts);
    const isReadNow = asked !== null && facts.status === "CONNECTED";
    const lastReadAt = facts.readAt ?? (isReadNow ? now : tariffOf(state, tariffId).connectedAt);
    const tariffState = stateOf(facts, it, slots, today);
    const prices = pricesOf(tariffOf(state, tariffId), it, tariffState, now);
    return [{ tariffId, slot, state: tariffState, connectionType, endDate, lastReadAt, prices }];
  });
  const isShown = (it: Case): boolean =>
    shown.some(({ tariffId, slot }) => tariffId === it.tariffId || (slot === it.slot && slot !== "unknown"));
  const hidden = [...open, ...gone.filter((it) => it.locationId === locationId)].filter((it) => !isShown(it));
  const unseen = new Map(hidden.map((it) => [it.tariffId, it]));
  return [
    ...shown,
    ...[...unseen.values()].map((it) => {
      const { tariffId, slot, reason, end, contractEndDate: endDate } = it;
      const verdict = judge(it, slots, today);
      const isGone = end !== null || verdict === "disconnected";
      const tariffState: TariffState = isGone ? "disconnected" : verdict === "healthy" ? "connected" : STATES[reason];
      const { connectedAt: lastReadAt } = tariffOf(state, tariffId);
      return {
        tariffId,
        slot: slot ?? "unknown",
        state: tariffState,
        connectionType: null,
        endDate: isGone ? null : endDate,
        lastReadAt,
        prices: null,
      };
    }),
  ];
}

/** The tariffs that FlatPeak shows of a home, and those that it does not and a case is about. `now` on the customer's clock (ms). */
export function tariffsShown(state: CustomerState, sources: HomeSources, now: number): readonly ShownTariff[] {
  const today = wallClock(now, zoneOf(state, sources.locationId)).date;
  return drawAll(state, sources, now).map((it) => ({
    ...it,
    hasEnded: it.endDate !== null && it.endDate < today,
    action: ACTIONS[it.state],
    isThere: sources.asked !== null && it.state !== "disconnected" && it.state !== "unknown",
  }));
}

/**
 * The kinds of tariff that can be connected at a home besides those that are shown: FlatPeak must have said that there is none. A
 * grid fee goes with the electricity it is paid for.
 */
export function missingKinds({ asked }: HomeSources, shown: readonly ShownTariff[]): readonly Addable[] {
  const isEmpty = (slot: Addable): boolean => {
    const there = asked?.filter((it) => it.slot === slot) ?? [];
    return there.length > 0 && there.every(({ status }) => status === "NOT_CONNECTED");
  };
  const isConnected = shown.some(({ slot, isThere }) => slot === "commodity_import" && isThere);
  return ADDABLE.filter(
    (slot) =>
      isEmpty(slot) &&
      !shown.some((it) => it.slot === slot || it.slot === "unknown") &&
      (slot !== "non_commodity_import" || isConnected),
  );
}

/** Homes we know of: those with something to repair first, each kind in an order that stays. */
export function knownHomes(state: CustomerState, gone: readonly Case[]): readonly string[] {
  const open = state.cases.filter(isOpen).map((it) => it.locationId);
  const rest = [...gone.map((it) => it.locationId), ...state.locations.map(({ id }) => id)];
  return [...new Set([...open.sort(), ...rest.sort()])];
}

/** Open cases at homes that are not on a page: what they need the customer for is not asked about there. */
export const needsElsewhere = (state: CustomerState, here: ReadonlySet<string>): number =>
  state.cases.filter(
    (it) => needsCustomer(it) && !here.has(it.locationId) && it.reason !== "upgrade" && it.disconnected === null,
  ).length;
