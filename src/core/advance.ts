// What time brings. Looks at the state and the clock, decides what is due, leases it, and names the effects to run.

import { endCase, turnExpired, useRung } from "./cases.ts";
import { obstacle } from "./contact.ts";
import { expireDeliveries } from "./delivery.ts";
import { line } from "./journal.ts";
import { isStopped } from "./optout.ts";
import { isSpent, turnsAt } from "./ladder.ts";
import { chooseChannel, lookAt, nextInWindow, nextMessage, waitOf } from "./policy.ts";
import { expireProbes, leaseProbes, probeSoon, suffices, wantTruth } from "./probe.ts";
import { strongest } from "./reason.ts";
import { DELIVERY_LEASE_MS } from "./settings.ts";
import { isOpen, isUnderway, openCasesOf, readyAt, withCase, withNotification, zoneOf } from "./state.ts";
import type { Change } from "./journal.ts";
import type { ProbeEffect } from "./probe.ts";
import type { ChannelName, Settings } from "./settings.ts";
import type { Case, CustomerState, JournalEntry, Notification } from "./state.ts";

/** Work to be done outside; its outcome comes back as an input that names the same attempt. */
export type Effect = ProbeEffect | { readonly type: "deliver"; readonly no: number; readonly attempt: number };

export interface Advance extends Change {
  readonly effects: readonly Effect[];
}

/** Rungs whose reminder may never go out; the case still climbs its ladder, so that it is handed over in the end. */
function whySilent(state: CustomerState, channel: ChannelName | null, settings: Settings): string | null {
  if (isStopped(state.contact)) return "opted_out";
  if (channel !== null) return null;
  const canReach = settings.channels.some((it) => obstacle(state.contact, it, settings) === null);
  return canReach ? "sms_limit" : "cannot_be_reached";
}

const idOf = (state: CustomerState, no: number): string => `ntf_${state.customerId}_${no}`;

type Telling = Pick<Notification, "reason" | "endDateTrap" | "caseNos">;

/** What a message about these cases says: the strongest reason words it. */
const tellingOf = (cases: readonly Case[]): Telling => ({
  reason: strongest(cases.map((it) => it.reason)),
  endDateTrap: cases.some((it) => it.endDateTrap),
  caseNos: cases.map((it) => it.no),
});

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
    tried: [],
    ...tellingOf(cases),
    rung: Math.max(...cases.map((it) => it.rung)) + (kind === "notify" ? 1 : 0),
    status: "due",
    attempt: 0,
    handed: 0,
    dueAt: now,
    leasedUntil: null,
    handedAt: null,
    toDigest: null,
    addressNo: 0,
    isWatched: false,
    providerId: null,
    mayHaveArrivedAt: null,
    payload: null,
    createdAt: now,
    settledAt: null,
  };
  return withNotification({ ...state, lastNotificationNo: no }, notification);
}

/** The cases with nothing but handing over left, once their time has come. */
function handOver(state: CustomerState, now: number, settings: Settings): Change {
  const spent = state.cases.filter(
    (it) => isOpen(it) && readyAt(it) <= now && isSpent(it, zoneOf(state, it.locationId), settings),
  );
  const truth = wantTruth(state, spent, now);
  return truth.known.reduce<Change>(
    (so_far, it) => {
      const how = it.disconnected === null ? "handed_over" : "disconnected";
      const ended = endCase(so_far.state, it, how, now, settings);
      const published =
        settings.publishTo === null || how !== "handed_over"
          ? ended.state
          : owe(ended.state, [it], "publish", settings.publishTo, now);
      return { state: published, journal: [...so_far.journal, ...ended.journal] };
    },
    { state: truth.state, journal: [] },
  );
}

/** Prepares the next message when its time has come and FlatPeak has confirmed that it is needed. */
function prepareMessage(state: CustomerState, now: number, settings: Settings): Change {
  if (state.heldSince !== null || isUnderway(state)) return { state, journal: [] };
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
  const { known } = truth;
  if (!suffices(truth, owed.cases, false)) return { state: truth.state, journal: [] };

  const channel = chooseChannel(state, known, settings);
  const why = whySilent(state, channel, settings);
  const rested: CustomerState = { ...truth.state, waiting: null };
  const used = known.reduce((next, it) => useRung(next, it, now, settings), rested);
  if (why !== null || channel === null) {
    return { state: used, journal: known.map((it) => line(now, "silent", { why, case: it.no })) };
  }
  const told = known.map((it) => it.no);
  const counted = used.cases
    .filter((it) => told.includes(it.no))
    .reduce((next, it) => withCase(next, { ...it, told: it.told + 1 }), used);
  const next = owe(counted, known, "notify", channel, now);
  const detail = { notification: idOf(next, next.lastNotificationNo), channel, cases: told.join(",") };
  return { state: next, journal: [line(now, "message_prepared", detail)] };
}

/** The clocks of the homes a notification tells of. */
export function zonesOf(state: CustomerState, it: Notification): readonly string[] {
  const told = state.cases.filter((c) => it.caseNos.includes(c.no));
  return [...new Set(told.map((c) => zoneOf(state, c.locationId)))].sort();
}

/** When a notification that is due may be handed out. A message keeps to the hard window, however late it got. */
export function handOutAt(state: CustomerState, it: Notification, now: number, settings: Settings): number {
  const at = Math.max(now, it.dueAt);
  return it.kind === "publish" ? at : nextInWindow(at, settings.sendWindowHard, zonesOf(state, it));
}

/** A case whose message went without it stands on the rung it used for that. */
const oweAgain = (it: Case, now: number): Case => ({
  ...it,
  told: it.told - 1,
  rung: Math.max(0, it.rung - 1),
  dueAt: now,
});

/** Once rendered, a message tells of what it tells of. */
export const isFixed = (it: Notification): boolean => it.payload !== null;

function leaseDeliveries(state: CustomerState, now: number, settings: Settings): Advance {
  const effects: Effect[] = [];
  let next = state;
  for (const it of state.notifications) {
    if (it.status !== "due" || handOutAt(state, it, now, settings) > now) continue;
    let told: Telling = it;
    if (it.kind === "notify") {
      const cases = openCasesOf(state, it);
      const truth = wantTruth(next, cases, now);
      next = truth.state;
      if (!suffices(truth, cases, isFixed(it))) continue;
      if (!isFixed(it)) {
        // A home that cannot be asked about keeps nobody waiting: its cases are left out, and owed again.
        next = cases
          .filter((c) => !truth.known.includes(c))
          .reduce((so_far, c) => withCase(so_far, oweAgain(c, now)), next);
        told = tellingOf(truth.known);
      }
    }
    const attempt = it.attempt + 1;
    next = withNotification(next, {
      ...it,
      ...told,
      status: "leased",
      attempt,
      leasedUntil: now + DELIVERY_LEASE_MS,
    });
    effects.push({ type: "deliver", no: it.no, attempt });
  }
  return { state: next, journal: [], effects };
}

/** Asks FlatPeak ahead of the first reminder about cases that an outage of their supplier may stand behind. */
function lookAhead(state: CustomerState, now: number): CustomerState {
  return state.cases
    .filter((it) => isOpen(it) && it.lookAt !== null && it.lookAt <= now)
    .reduce((next, it) => probeSoon(withCase(next, { ...it, lookAt: null }), it.locationId, now, false), state);
}

/** Everything that time brings by `now`, as one change and the effects it calls for. */
export function advance(state: CustomerState, now: number, settings: Settings): Advance {
  const journal: JournalEntry[] = [];
  const take = (change: Change): CustomerState => {
    journal.push(...change.journal);
    return change.state;
  };
  let next = take(expireDeliveries(expireProbes(state, now), now, settings));
  for (const it of next.cases.filter(isOpen)) {
    const turns = turnsAt(it, zoneOf(next, it.locationId), settings);
    if (turns !== null && turns <= now) next = take(turnExpired(next, it, now, settings));
  }
  next = lookAhead(next, now);
  next = take(handOver(next, now, settings));
  next = take(prepareMessage(next, now, settings));
  const deliveries = leaseDeliveries(next, now, settings);
  next = take(deliveries);
  const probes = leaseProbes(next, now);
  return { state: probes.state, journal, effects: [...probes.effects, ...deliveries.effects] };
}
