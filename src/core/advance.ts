// What time brings. Looks at the state and the clock, decides what is due, leases it, and names the effects to run.

import { endCase, line, turnExpired, useRung } from "./cases.ts";
import { isSpent, turnsAt } from "./ladder.ts";
import { chooseChannel, lookAt, nextInWindow, nextMessage, waitOf } from "./policy.ts";
import { strongest } from "./reason.ts";
import { CHANNEL_TRAITS, DELIVERY_LEASE_MS, PROBE_LEASE_MS, TRUTH_FRESH_MS } from "./settings.ts";
import { isOpen, isUnsettled, locationOf, withCase, withLocation, withNotification, zoneOf } from "./state.ts";
import type { Change } from "./cases.ts";
import type { ChannelName, Settings } from "./settings.ts";
import type { Case, CustomerState, JournalEntry, Notification } from "./state.ts";

/** Work to be done outside; its outcome comes back as an input that names the same attempt. */
export type Effect =
  | { readonly type: "probe"; readonly locationId: string; readonly attempt: number }
  | { readonly type: "deliver"; readonly no: number; readonly attempt: number };

export interface Advance extends Change {
  readonly effects: readonly Effect[];
}

/** Rungs whose reminder may never go out; the case still climbs its ladder, so that it is handed over in the end. */
function whySilent(state: CustomerState, channel: ChannelName | null): string | null {
  if (state.contact.optedOutAt !== null) return "opted_out";
  return channel === null ? "no_channel" : null;
}

/** A truth is fresh when it is recent and nothing since has asked for another look. */
const isFresh = (state: CustomerState, locationId: string, now: number): boolean => {
  const { answeredAt, probe } = locationOf(state, locationId);
  return probe === null && answeredAt !== null && now - answeredAt <= TRUTH_FRESH_MS;
};

/** Asks for a probe of each location whose truth is not fresh. True when none had to be asked. */
function wantTruth(
  state: CustomerState,
  cases: readonly Case[],
  now: number,
): { state: CustomerState; fresh: boolean } {
  const stale = [...new Set(cases.map((it) => it.locationId))].filter((id) => !isFresh(state, id, now));
  const next = stale.reduce((so_far, id) => {
    const location = locationOf(so_far, id);
    const probe = location.probe ?? { dueAt: now, attempt: 0, leasedUntil: null };
    return withLocation(so_far, { ...location, probe });
  }, state);
  return { state: next, fresh: stale.length === 0 };
}

const idOf = (state: CustomerState, no: number): string => `ntf_${state.customerId.replace(/^[a-z]+_/, "")}_${no}`;

function owe(
  state: CustomerState,
  cases: readonly Case[],
  kind: Notification["kind"],
  channel: ChannelName,
  now: number,
): CustomerState {
  const no = state.lastNotificationNo + 1;
  const notification: Notification = {
    no,
    id: idOf(state, no),
    kind,
    channel,
    reason: strongest(cases.map((it) => it.reason)),
    rung: Math.max(...cases.map((it) => it.rung)) + (kind === "notify" ? 1 : 0),
    endDateTrap: cases.some((it) => it.endDateTrap),
    caseNos: cases.map((it) => it.no),
    status: "due",
    attempt: 0,
    dueAt: now,
    leasedUntil: null,
    handedAt: null,
    payload: null,
    createdAt: now,
    settledAt: null,
  };
  return withNotification({ ...state, lastNotificationNo: no }, notification);
}

/** Leases that ran out: the isolate that held them is gone. */
function expireLeases(state: CustomerState, now: number): Change {
  const journal: JournalEntry[] = [];
  let next = state;
  for (const it of state.locations) {
    const { probe } = it;
    if (probe === null || probe.leasedUntil === null || probe.leasedUntil > now) continue;
    next = withLocation(next, { ...it, probe: { ...probe, dueAt: now, leasedUntil: null } });
  }
  for (const it of state.notifications) {
    if (it.status !== "leased" || it.leasedUntil === null || it.leasedUntil > now) continue;
    const detail = { notification: it.id, attempt: it.attempt };
    if (it.handedAt !== null && !CHANNEL_TRAITS[it.channel].repeatable) {
      // It may have reached the customer. Nobody is told twice, so it is not sent again by itself.
      next = withNotification(next, { ...it, status: "uncertain", leasedUntil: null, settledAt: now });
      next = it.kind === "notify" ? { ...next, sentAt: [...next.sentAt, it.handedAt] } : next;
      journal.push(line(now, "message_uncertain", { ...detail, why: "its answer was lost" }));
      continue;
    }
    next = withNotification(next, { ...it, status: "due", dueAt: now, leasedUntil: null, handedAt: null });
    journal.push(line(now, "delivery_lease_lost", detail));
  }
  return { state: next, journal };
}

/** The cases with nothing but handing over left, once their time has come. */
function handOver(state: CustomerState, now: number, settings: Settings): Change {
  const spent = state.cases.filter(
    (it) => isOpen(it) && it.dueAt <= now && isSpent(it, zoneOf(state, it.locationId), settings),
  );
  const truth = wantTruth(state, spent, now);
  if (!truth.fresh) return { state: truth.state, journal: [] };
  return spent.reduce<Change>(
    (so_far, it) => {
      const ended = endCase(so_far.state, it, "handed_over", now);
      const published =
        settings.publishTo === null ? ended.state : owe(ended.state, [it], "publish", settings.publishTo, now);
      return { state: published, journal: [...so_far.journal, ...ended.journal] };
    },
    { state, journal: [] },
  );
}

/** Prepares the next message when its time has come and FlatPeak has confirmed that it is needed. */
function prepareMessage(state: CustomerState, now: number, settings: Settings): Change {
  if (state.notifications.some((it) => it.kind === "notify" && isUnsettled(it))) return { state, journal: [] };
  const owed = nextMessage(state, now, settings);
  if (owed === null) return { state, journal: [] };
  if (owed.at > now) {
    const waiting = waitOf(owed);
    if (waiting === null || lookAt(state, owed) > now) return { state, journal: [] };
    if (waiting === state.waiting) return { state, journal: [] };
    const detail = { why: owed.wait, until: owed.at, cases: owed.cases.map((it) => it.no).join(",") };
    return { state: { ...state, waiting }, journal: [line(now, "silent", detail)] };
  }
  const truth = wantTruth(state, owed.cases, now);
  if (!truth.fresh) return { state: truth.state, journal: [] };

  const channel = chooseChannel(owed.cases, settings);
  const why = whySilent(state, channel);
  const rested: CustomerState = { ...state, waiting: null };
  const used = owed.cases.reduce((next, it) => useRung(next, it, now, settings), rested);
  if (why !== null || channel === null) {
    return { state: used, journal: owed.cases.map((it) => line(now, "silent", { why, case: it.no })) };
  }
  const told = owed.cases.map((it) => it.no);
  const counted = used.cases
    .filter((it) => told.includes(it.no))
    .reduce((next, it) => withCase(next, { ...it, told: it.told + 1 }), used);
  const next = owe(counted, owed.cases, "notify", channel, now);
  const detail = { notification: idOf(next, next.lastNotificationNo), channel, cases: told.join(",") };
  return { state: next, journal: [line(now, "message_prepared", detail)] };
}

/** When a notification that is due may be handed out. A message keeps to the hard window, however late it got. */
export function handOutAt(state: CustomerState, it: Notification, now: number, settings: Settings): number {
  const at = Math.max(now, it.dueAt);
  if (it.kind === "publish") return at;
  const zones = state.cases.filter((c) => it.caseNos.includes(c.no)).map((c) => zoneOf(state, c.locationId));
  return nextInWindow(at, settings.sendWindowHard, zones);
}

function leaseProbes(state: CustomerState, now: number): Advance {
  const due = state.locations.filter(
    (it) => it.probe !== null && it.probe.leasedUntil === null && it.probe.dueAt <= now,
  );
  const effects: Effect[] = [];
  let next = state;
  for (const it of due) {
    const attempt = (it.probe?.attempt ?? 0) + 1;
    next = withLocation(next, { ...it, probe: { dueAt: now, attempt, leasedUntil: now + PROBE_LEASE_MS } });
    effects.push({ type: "probe", locationId: it.id, attempt });
  }
  return { state: next, journal: [], effects };
}

function leaseDeliveries(state: CustomerState, now: number, settings: Settings): Advance {
  const effects: Effect[] = [];
  const journal: JournalEntry[] = [];
  let next = state;
  for (const it of state.notifications) {
    if (it.status !== "due" || handOutAt(state, it, now, settings) > now) continue;
    if (it.kind === "notify" && state.contact.optedOutAt !== null) {
      next = withNotification(next, { ...it, status: "cancelled", settledAt: now });
      journal.push(line(now, "message_cancelled", { notification: it.id, why: "opted_out" }));
      continue;
    }
    if (it.kind === "notify") {
      const truth = wantTruth(
        next,
        state.cases.filter((c) => isOpen(c) && it.caseNos.includes(c.no)),
        now,
      );
      next = truth.state;
      if (!truth.fresh) continue;
    }
    const attempt = it.attempt + 1;
    next = withNotification(next, { ...it, status: "leased", attempt, leasedUntil: now + DELIVERY_LEASE_MS });
    effects.push({ type: "deliver", no: it.no, attempt });
  }
  return { state: next, journal, effects };
}

/** Everything that time brings by `now`, as one change and the effects it calls for. */
export function advance(state: CustomerState, now: number, settings: Settings): Advance {
  const journal: JournalEntry[] = [];
  const take = (change: Change): CustomerState => {
    journal.push(...change.journal);
    return change.state;
  };
  let next = take(expireLeases(state, now));
  for (const it of next.cases.filter(isOpen)) {
    const turns = turnsAt(it, zoneOf(next, it.locationId), settings);
    if (turns !== null && turns <= now) next = take(turnExpired(next, it, now, settings));
  }
  next = take(handOver(next, now, settings));
  next = take(prepareMessage(next, now, settings));
  const deliveries = leaseDeliveries(next, now, settings);
  next = take(deliveries);
  const probes = leaseProbes(next, now);
  return { state: probes.state, journal, effects: [...probes.effects, ...deliveries.effects] };
}
