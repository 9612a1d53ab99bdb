// Deliveries: handing out, and what is done when nothing came back. Nobody is told twice, so a message that may have arrived
// by a channel without idempotency keys is left as uncertain and not sent again by itself.

import { clear, isFixed, toldOf } from "./clearance.ts";
import { line } from "../journal.ts";
import { oweAgain, skipPassedRungs } from "../case/ladder.ts";
import { DOUBT_ENDS_AFTER_MS, doubt, lastChanceOf, withdraw } from "./count.ts";
import { MAX_CALLS, handOn, isStillTrue } from "./retry.ts";
import { CHANNEL_TRAITS, DELIVERY_LEASE_MS } from "../policy.ts";
import { strongest } from "../case/reason.ts";
import { caseOf, openCasesOf, withCases, withNotification, zoneOf } from "../state.ts";
import { isUnsent } from "./notification.ts";
import { DAY } from "../time.ts";
import { isAwaited, wantTruth } from "../probe/ask.ts";
import type { Clearance } from "./clearance.ts";
import type { Change, JournalEntry } from "../journal.ts";
import type { Settings } from "../policy.ts";
import type { Case, CustomerState } from "../state.ts";
import type { Notification } from "./notification.ts";

/** What a provider took and has said nothing more about for this long is held to have arrived. */
const WORD_ENDS_AFTER_MS = DAY;

export interface DeliverEffect {
  readonly type: "deliver";
  readonly no: number;
  readonly attempt: number;
}

const back = (it: Notification, at: number): Notification => ({ ...it, status: "due", dueAt: at, leasedUntil: null });

/** What a message about these cases says: the strongest reason words it. */
export const tellingOf = (cases: readonly Case[]): Pick<Notification, "reason" | "endDateTrap" | "caseNos"> => ({
  reason: strongest(cases.map((it) => it.reason)),
  endDateTrap: cases.some((it) => it.endDateTrap),
  caseNos: cases.map((it) => it.no),
});

/** Lets a message speak of these cases only; what it leaves out is owed again by itself. */
function narrow(state: CustomerState, it: Notification, cases: readonly Case[], now: number): CustomerState {
  const kept = new Set(cases.map((c) => c.no));
  const left = openCasesOf(state, it).filter((c) => !kept.has(c.no) && c.reasonSince <= it.createdAt);
  const owed = withCases(
    state,
    left.map((c) => oweAgain(c, now)),
  );
  return withNotification(owed, { ...it, ...tellingOf(cases) });
}

/** The message as it would leave now; null where it may not. What the caller renders from must be exactly this. */
export function handedOut(
  state: CustomerState,
  input: { readonly no: number; readonly attempt: number },
  now: number,
  settings: Settings,
): { readonly notification: Notification; readonly cases: readonly Case[] } | null {
  const it = state.notifications.find((n) => n.no === input.no);
  if (it?.status !== "leased" || it.attempt !== input.attempt || it.handedAt !== null) return null;
  const clearance = clear(state, it, now, settings);
  if (clearance.kind !== "go") return null;
  if (it.kind === "publish") return { notification: it, cases: [] };
  return { notification: { ...it, ...tellingOf(clearance.cases) }, cases: clearance.cases };
}

/**
 * The turn that hands a delivery out: nothing is called unless it passes the gate here. `payload` must be the rendering of
 * what `handedOut` gave for this very state and instant.
 */
export function startDelivery(
  state: CustomerState,
  input: {
    readonly no: number;
    readonly attempt: number;
    readonly payload: string;
    readonly toDigest?: string | null;
    readonly isWatched?: boolean;
  },
  now: number,
  settings: Settings,
): Change {
  const it = state.notifications.find((n) => n.no === input.no);
  if (it?.status !== "leased" || it.attempt !== input.attempt || it.handedAt !== null) return { state, journal: [] };
  const clearance = clear(state, it, now, settings);
  if (clearance.kind === "never") return withdraw(state, it, clearance.why, now, settings);
  if (clearance.kind !== "go") return { state: withNotification(state, back(it, now)), journal: [] };
  const { toDigest = null, isWatched = false } = input;
  const isElsewhere = it.toDigest !== null && toDigest !== it.toDigest;
  // At another address no provider can tell the repeat of what the first one may have brought.
  if (isElsewhere && it.mayHaveArrivedAt !== null) {
    return doubt(state, it, lastChanceOf(it, it.mayHaveArrivedAt), "the address changed", now, settings);
  }
  const narrowed = it.kind === "publish" ? state : narrow(state, it, clearance.cases, now);
  const told = narrowed.notifications.find((n) => n.no === it.no) ?? it;
  const passed = clearance.cases.flatMap((c) => skipPassedRungs(c, now, zoneOf(state, c.locationId), settings) ?? []);
  const handed: Notification = {
    ...told,
    handed: it.handed + 1,
    calls: it.calls + 1,
    handedAt: now,
    toDigest,
    addressNo: isElsewhere || it.addressNo === 0 ? it.addressNo + 1 : it.addressNo,
    isWatched,
    providerId: null,
    payload: isFixed(it) ? (it.payload ?? input.payload) : input.payload,
  };
  // A reminder that fell due while this one waited is told by it.
  const skipped = passed.filter((c) => (caseOf(narrowed, c.no)?.rung ?? c.rung) < c.rung);
  return {
    state: withNotification(withCases(narrowed, passed), handed),
    journal: skipped.map((c) => line(now, "silent", { why: "told_by_a_late_message", case: c.no })),
  };
}

/** When the provider's last word on a message is not waited for any longer (ms). */
function wordEndsAt(it: Notification): number | null {
  if (it.handedAt === null) return null;
  if (it.status === "uncertain") return it.handedAt + DOUBT_ENDS_AFTER_MS;
  return it.status === "accepted" ? it.handedAt + WORD_ENDS_AFTER_MS : null;
}

/** When what may have arrived can no longer be repeated, because its provider forgets its id (ms). */
const repeatEndsAt = (it: Notification): number | null =>
  it.status === "due" && it.mayHaveArrivedAt !== null
    ? it.mayHaveArrivedAt + CHANNEL_TRAITS[it.channel].repeatableFor
    : null;

/** When something about a delivery ends by itself (ms): a lease, the wait for a word, the time for a repeat. */
export const endsOf = (it: Notification): readonly (number | null)[] => [
  it.status === "leased" ? it.leasedUntil : null,
  wordEndsAt(it),
  repeatEndsAt(it),
];

/** A lease that ran out: the isolate that held it is gone, and what came of its attempt is not known. */
function loseLease(state: CustomerState, it: Notification, now: number, settings: Settings): Change {
  // What was handed out may have arrived. It is repeated only where that is harmless, and while it is still true.
  const mayRepeat = !settings.keyless.includes(it.channel) && isStillTrue(state, it) && it.calls < MAX_CALLS;
  if (it.handedAt !== null && !mayRepeat) {
    return doubt(state, it, it.handedAt, "its answer was lost", now, settings);
  }
  const mayHaveArrivedAt = it.mayHaveArrivedAt ?? it.handedAt;
  const mayHaveArrivedLast = it.handedAt ?? it.mayHaveArrivedLast;
  const next = withNotification(state, { ...back(it, now), handedAt: null, mayHaveArrivedAt, mayHaveArrivedLast });
  return { state: next, journal: [line(now, "delivery_lease_lost", { notification: it.id, attempt: it.attempt })] };
}

function expire(state: CustomerState, it: Notification, now: number, settings: Settings): Change {
  if ((wordEndsAt(it) ?? Infinity) <= now) {
    const status = it.status === "accepted" ? "sent" : it.status;
    return {
      state: withNotification(state, { ...it, status, settledAt: now }),
      journal: [line(now, "message_unconfirmed", { notification: it.id, channel: it.channel })],
    };
  }
  if ((repeatEndsAt(it) ?? Infinity) <= now) {
    return doubt(
      state,
      it,
      lastChanceOf(it, it.mayHaveArrivedAt ?? now),
      "it can no longer be repeated",
      now,
      settings,
    );
  }
  const isLost = it.status === "leased" && it.leasedUntil !== null && it.leasedUntil <= now;
  return isLost ? loseLease(state, it, now, settings) : { state, journal: [] };
}

/** Ends what ended by itself, for every delivery. */
export function expireDeliveries(state: CustomerState, now: number, settings: Settings): Change {
  const journal: JournalEntry[] = [];
  let next = state;
  for (const it of state.notifications) {
    const expired = expire(next, it, now, settings);
    next = expired.state;
    journal.push(...expired.journal);
  }
  return { state: next, journal };
}

/** The wait of a message at the gate as it is written to the journal, once; null where its reason is written already. */
const waitOf = (clearance: Clearance & { readonly kind: "wait" }): string | null =>
  clearance.why === "held_by_operator" ? null : `${clearance.why} ${clearance.until}`;

/** When a delivery that is due may be taken up (ms); null while it waits for somebody's word, or for FlatPeak's. */
export function dueAtOf(state: CustomerState, it: Notification, now: number, settings: Settings): number | null {
  if (it.status !== "due") return null;
  if (it.dueAt > now) return it.dueAt;
  const clearance = clear(state, it, now, settings);
  switch (clearance.kind) {
    case "wait": {
      const wait = waitOf(clearance);
      return wait !== null && wait !== state.waiting ? now : clearance.until;
    }
    // What waits for the truth is woken by the probe that was asked; waking it before that would only spin.
    case "ask":
      return isAwaited(state, clearance.cases, now, isFixed(it)) ? null : now;
    case "go":
    case "unreachable":
    case "no_way":
    case "never":
      return now;
  }
}

interface Taken extends Change {
  readonly effect?: DeliverEffect;
}

function takeUp(state: CustomerState, it: Notification, now: number, settings: Settings): Taken {
  const clearance = clear(state, it, now, settings);
  switch (clearance.kind) {
    case "wait": {
      const { why } = clearance;
      const waiting = waitOf(clearance);
      // An operator who holds a customer's messages knows that they wait.
      if (why === "held_by_operator" || waiting === state.waiting) return { state, journal: [] };
      const detail = { why, until: clearance.until, cases: it.caseNos.join(",") };
      return { state: { ...state, waiting }, journal: [line(now, "silent", detail)] };
    }
    case "ask":
      return { state: wantTruth(state, clearance.cases, now).state, journal: [] };
    case "unreachable": {
      // It keeps the customer's other homes waiting for nothing: planned anew once FlatPeak can tell of its own.
      const owed = withCases(
        state,
        toldOf(state, it).map((c) => oweAgain(c, now)),
      );
      return withdraw(owed, it, "its homes cannot be asked about", now, settings);
    }
    case "no_way":
      return handOn(state, it, clearance.why, now, settings);
    case "never":
      return withdraw(state, it, clearance.why, now, settings);
    case "go": {
      const narrowed = it.kind === "publish" || isFixed(it) ? state : narrow(state, it, clearance.cases, now);
      const told = narrowed.notifications.find((n) => n.no === it.no) ?? it;
      const attempt = it.attempt + 1;
      const leased: Notification = { ...told, status: "leased", attempt, leasedUntil: now + DELIVERY_LEASE_MS };
      const next = withNotification(narrowed, leased);
      return { state: { ...next, waiting: null }, journal: [], effect: { type: "deliver", no: it.no, attempt } };
    }
  }
}

/** Takes up every delivery that is due: leases what may leave, and ends or puts back what may not. */
export function takeUpDeliveries(
  state: CustomerState,
  now: number,
  settings: Settings,
): Change & { readonly effects: readonly DeliverEffect[] } {
  const journal: JournalEntry[] = [];
  const effects: DeliverEffect[] = [];
  let next = state;
  for (const it of state.notifications) {
    if (it.status !== "due" || it.dueAt > now) continue;
    const taken = takeUp(next, it, now, settings);
    next = taken.state;
    journal.push(...taken.journal);
    if (taken.effect !== undefined) effects.push(taken.effect);
  }
  return { state: next, journal, effects };
}

/** Keeps back whatever is not out yet, prepared or still to be, until it is let go. */
export function holdMessages(state: CustomerState, now: number): Change {
  if (state.heldSince !== null) return { state, journal: [] };
  const notifications = state.notifications.filter(isUnsent).map((it) => it.id);
  return {
    state: { ...state, heldSince: now },
    journal: [line(now, "messages_held", { notifications: notifications.join(",") })],
  };
}

/** Lets go what was kept back. */
export function releaseMessages(state: CustomerState, now: number): Change {
  if (state.heldSince === null) return { state, journal: [] };
  const notifications = state.notifications.filter(isUnsent).map((it) => it.id);
  return {
    state: { ...state, heldSince: null },
    journal: [line(now, "messages_released", { notifications: notifications.join(",") })],
  };
}
