// One attempt to bring a notification to somebody: taken up when it is due, handed out when its turn has come. Nobody is told
// twice, so both pass the one gate of clearance.ts, each time anew.

import { clear, isAsPrepared, isFixed, toldOf } from "./clearance.ts";
import { lastChanceOf } from "./count.ts";
import { tellingOf } from "./telling.ts";
import { passOn } from "./retry.ts";
import { leaveUncertain, withdraw } from "./withdraw.ts";
import { oweRungAgain } from "./owe.ts";
import { skipPassedRungs } from "../case/ladder.ts";
import { DELIVERY_LEASE_MS } from "../policy.ts";
import { isAwaited, wantTruth } from "../probe/ask.ts";
import { caseOf, openCasesOf } from "../read.ts";
import type { Clearance } from "./clearance.ts";
import type { Notification } from "./notification.ts";
import type { Case, CustomerState } from "../state.ts";
import type { Moment, Turn } from "../turn.ts";

/** The notification of this number, where this attempt has it on lease and has not handed it out yet. */
function leasedBy(
  state: CustomerState,
  { no, attempt }: { readonly no: number; readonly attempt: number },
): Notification | null {
  const it = state.notifications.find((n) => n.no === no);
  return it?.status === "leased" && it.attempt === attempt && it.calledAt === null ? it : null;
}

/** Lets a message speak of these cases only, and gives it so; what it leaves out is owed again by itself. */
function narrow(turn: Turn, it: Notification, cases: readonly Case[]): Notification {
  const kept = new Set(cases.map((c) => c.no));
  const left = openCasesOf(turn.state, it).filter((c) => !kept.has(c.no) && c.reasonSince <= it.createdAt);
  oweRungAgain(turn, it, left);
  const narrowed = { ...it, ...tellingOf(cases) };
  turn.putNotification(narrowed);
  return narrowed;
}

/** A message that may leave now, and the cases it tells of; none where those have ended: it names its own. */
export interface Cleared {
  readonly notification: Notification;
  readonly cases: readonly Case[];
}

/** The message as it would leave now; null where it may not. What the caller renders from must be exactly this. */
export function clearedMessage(
  moment: Moment,
  lease: { readonly no: number; readonly attempt: number },
): Cleared | null {
  const it = leasedBy(moment.state, lease);
  if (it === null) return null;
  const clearance = clear(moment, it);
  if (clearance.kind !== "go") return null;
  if (it.kind !== "notify") return { notification: it, cases: [] };
  const { cases } = clearance;
  return { notification: isFixed(it) ? it : { ...it, ...tellingOf(cases) }, cases };
}

/** What an attempt is begun with. */
export interface Start {
  readonly no: number;
  readonly attempt: number;
  /** The rendering of what `clearedMessage` gave for this very state and instant. */
  readonly payload: string;
  /** A keyed digest of the address it goes to; left out where its channel needs none. */
  readonly toDigest?: string | null;
  /** The language of the rendering; left out where nobody counts by it. */
  readonly language?: string;
  /** Let through a closed channel, to find out whether it still must be. */
  readonly isWatched?: boolean;
}

/** Reminders that fell due while a message waited are told by it. */
function skipRungs(turn: Turn, cases: readonly Case[]): void {
  const passed = cases.flatMap((c) => skipPassedRungs(c, turn) ?? []);
  const skipped = passed.filter((c) => (caseOf(turn.state, c.no)?.rung ?? c.rung) < c.rung);
  turn.putCases(passed);
  for (const c of skipped) turn.note("silent", { why: "told_by_a_late_message", case: c.no });
}

/** The turn that hands a delivery out: no provider is called unless it passes the gate here. */
export function startDelivery(turn: Turn, input: Start): void {
  const { now } = turn;
  const it = leasedBy(turn.state, input);
  if (it === null) return;
  const clearance = clear(turn, it);
  if (clearance.kind === "never") return withdraw(turn, it, clearance.why);
  if (clearance.kind !== "go") return turn.putNotification({ ...it, status: "due", dueAt: now, leasedUntil: null });
  const { toDigest = null, isWatched = false } = input;
  const isElsewhere = it.toDigest !== null && toDigest !== it.toDigest;
  // At another address no provider can tell the repeat of what the first one may have brought.
  if (isElsewhere && it.mayHaveArrivedAt !== null) {
    return leaveUncertain(turn, it, lastChanceOf(it, it.mayHaveArrivedAt), "the address changed");
  }
  const told = it.kind === "notify" && !isFixed(it) ? narrow(turn, it, clearance.cases) : it;
  turn.putNotification({
    ...told,
    channelCalls: it.channelCalls + 1,
    calls: it.calls + 1,
    calledAt: now,
    toDigest,
    addressNo: isElsewhere || it.addressNo === 0 ? it.addressNo + 1 : it.addressNo,
    isWatched,
    providerId: null,
    payload: isFixed(it) ? (it.payload ?? input.payload) : input.payload,
    ...(input.language === undefined ? {} : { language: input.language }),
  });
  // Of a reason that took a case over, nothing is said yet.
  skipRungs(
    turn,
    clearance.cases.filter((c) => isAsPrepared(c, it)),
  );
}

/**
 * The wait of a message at the gate as the state remembers it, to be journalled once; null where nothing needs to be said: an operator
 * who holds a customer's messages knows that they wait, and nobody asks why a courtesy does.
 */
const waitOf = ({ why, until }: Clearance & { readonly kind: "wait" }, { kind }: Notification): string | null =>
  why === "held_by_operator" || kind === "confirm" ? null : `${why} ${until}`;

/** When a delivery that is due may be taken up (ms); null while it waits for somebody's word, or for FlatPeak's. */
export function takenUpAt(moment: Moment, it: Notification): number | null {
  const { state, now } = moment;
  if (it.status !== "due") return null;
  if (it.dueAt > now) return it.dueAt;
  const clearance = clear(moment, it);
  switch (clearance.kind) {
    case "wait": {
      const wait = waitOf(clearance, it);
      return wait !== null && wait !== state.waiting ? now : clearance.until;
    }
    // The answer of the probe that was asked wakes it; waking it before that would only spin.
    case "ask":
      return isAwaited(moment, clearance.cases, isFixed(it) || it.kind === "confirm") ? null : now;
    case "go":
    case "unreachable":
    case "no_way":
    case "never":
      return now;
  }
}

/** Takes back a message that is not out: what it would have told of is owed again. */
function planAnew(turn: Turn, it: Notification, why: string): void {
  oweRungAgain(turn, it, toldOf(turn.state, it));
  withdraw(turn, it, why);
}

function takeUp(turn: Turn, it: Notification): void {
  const { now } = turn;
  const clearance = clear(turn, it);
  switch (clearance.kind) {
    case "wait": {
      const { why, until } = clearance;
      const waiting = waitOf(clearance, it);
      if (why === "held_by_operator" || waiting === null || waiting === turn.state.waiting) return;
      turn.state = { ...turn.state, waiting };
      turn.note("silent", { why, until, cases: it.caseNos.join(",") });
      // It would go out alone on that day, and what came meanwhile in another one: planned anew, one message tells of all.
      return why === "snoozed" && !isFixed(it) ? planAnew(turn, it, "snoozed") : undefined;
    }
    case "ask":
      wantTruth(turn, clearance.cases);
      return;
    case "unreachable":
      // It keeps the customer's other homes waiting for nothing: planned anew once FlatPeak can tell of its own.
      return planAnew(turn, it, "its homes cannot be asked about");
    case "no_way":
      return passOn(turn, it, clearance.why);
    case "never":
      return withdraw(turn, it, clearance.why);
    case "go": {
      const told = it.kind !== "notify" || isFixed(it) ? it : narrow(turn, it, clearance.cases);
      const attempt = it.attempt + 1;
      turn.putNotification({ ...told, status: "leased", attempt, leasedUntil: now + DELIVERY_LEASE_MS });
      if (it.kind !== "confirm") turn.state = { ...turn.state, waiting: null };
      turn.effects.push({ type: "deliver", no: it.no, attempt });
    }
  }
}

/** Takes up every delivery that is due: leases what may leave, and ends or puts back what may not. */
export function takeUpDeliveries(turn: Turn): void {
  for (const it of turn.state.notifications) {
    if (it.status === "due" && it.dueAt <= turn.now) takeUp(turn, it);
  }
}
