// The planned reminders of a case as instants. Arithmetic only: whether one may go out is for `message/`.

import { spread } from "../message/backoff.ts";
import { DISCONNECTED_ASK_MS, SETTLING_MS } from "../policy.ts";
import { zoneOf } from "../read.ts";
import { addDays, instantOf } from "../time.ts";
import type { Policy, Rung } from "../policy.ts";
import type { Case } from "../state.ts";
import type { Moment } from "../turn.ts";
import type { Reason } from "./reason.ts";

/** The instants of all rungs of a case, earliest first. The day of the end date begins at local midnight in `zone`. */
export function rungTimes(it: Case, zone: string, policy: Policy): readonly number[] {
  if (it.disconnected !== null) {
    // Rungs go on being counted from where the case stood: no two of them have one number.
    const { at, rung } = it.disconnected;
    const before = Array.from({ length: rung }, () => at);
    return policy.disconnected === "ask" ? [...before, at + DISCONNECTED_ASK_MS] : before;
  }
  const since = it.ladderSince ?? it.reasonSince;
  const times: number[] = [];
  for (const rung of rungsOf(it, policy)) {
    if (rung !== "end") times.push(since + rung);
    else if (it.contractEndDate !== null) times.push(instantOf(it.contractEndDate, 0, zone));
  }
  const until = it.invited?.until ?? Infinity;
  return times.filter((at) => at >= since && at < until).sort((a, b) => a - b);
}

/** The rungs of a case. An invitation is sent at once, where it is sent at all, and its ladder is that of the reminders. */
function rungsOf({ reason, invited }: Case, policy: Policy): readonly Rung[] {
  if (invited === undefined) return policy.ladders[reason];
  return invited.tells ? [0, ...policy.ladders.invitation.filter((rung) => rung !== 0)] : [];
}

/**
 * When a case without a reminder left is over (ms): an invitation stands for as long as the company said, and a session that was begun
 * by it may still come to its end after that.
 */
export function overAt({ invited, tappedAt }: Case, { now, policy }: Moment): number {
  if (invited === undefined) return now + policy.handoverAfter;
  return Math.max(now, invited.until, tappedAt === null ? 0 : tappedAt + SETTLING_MS);
}

const timesOf = (it: Case, { state, policy }: Moment): readonly number[] =>
  rungTimes(it, zoneOf(state, it.locationId), policy);

/** True when every reminder of the case has been given and only handing over is left. */
export function isSpent(it: Case, zone: string, policy: Policy): boolean {
  return it.rung >= rungTimes(it, zone, policy).length;
}

/** Sets a case to the first rung of the ladder of `reason`, counted from now. */
export function startLadder(it: Case, reason: Reason, moment: Moment): Case {
  const { now } = moment;
  const waits = { outageUntil: null, settlingUntil: null, pricesAwaited: null };
  const { continuesUntil: _, ...rest } = it;
  const anew = { ladderSince: null, rung: 0, disconnected: null, ...waits };
  const started: Case = { ...rest, ...anew, reason, reasonSince: now };
  const times = timesOf(started, moment);
  const dueAt = times[0] ?? overAt(started, moment);
  // FlatPeak is asked halfway to the first reminder, at another moment for every case: an outage hits thousands of homes at once.
  const ahead = (dueAt - now) * (0.5 + 0.25 * spread(it.tariffId));
  if (reason === "fetch_failed" && ahead > 0) return { ...started, dueAt, probeAt: now + Math.round(ahead) };
  // Where all reminders wait for the last day of the contract, FlatPeak is asked which day that is.
  const lacksDate = started.contractEndDate === null && times.length === 0 && started.invited === undefined;
  return { ...started, dueAt, probeAt: lacksDate ? now : null };
}

/**
 * The case after the rung due now was used: on to the first rung still ahead, since rungs that passed while the message was
 * held back would only repeat it; after the last one, to handing over.
 */
export function climb(it: Case, moment: Moment): Case {
  const { now } = moment;
  const times = timesOf(it, moment);
  const next = times.findIndex((at, index) => index > it.rung && at > now);
  const due = times[next];
  return due === undefined
    ? { ...it, rung: times.length, dueAt: overAt(it, moment) }
    : { ...it, rung: next, dueAt: due };
}

/**
 * A case whose message left later than it was planned: reminders that fell due meanwhile would only repeat it, and the company
 * hears of the case so long after the message, not after its plan. Null where nothing changes.
 */
export function skipPassedRungs(it: Case, moment: Moment): Case | null {
  const { state, now, policy } = moment;
  const afterwards = overAt(it, moment);
  if (isSpent(it, zoneOf(state, it.locationId), policy)) {
    return it.dueAt < afterwards ? { ...it, dueAt: afterwards } : null;
  }
  return it.dueAt <= now ? climb(it, moment) : null;
}

/** The case as it stood before the message that used its rung: that message went without it, or not at all. */
export const oweAgain = (it: Case, now: number): Case => ({
  ...it,
  told: Math.max(0, it.told - 1),
  rung: Math.max(0, it.rung - 1),
  dueAt: now,
});

/** The case with its next reminder where the ladder has it now that the end date behind it became known, or moved. */
export function replanReminder(it: Case, moment: Moment): Case {
  const due = timesOf(it, moment)[it.rung];
  return due === undefined || due === it.dueAt ? it : { ...it, dueAt: due };
}

/** When an `expiring` case becomes `expired` in place: the end of its end date, at the location. Null for any other. */
export function turnsAt(it: Case, zone: string, policy: Policy): number | null {
  if (it.reason !== "expiring" || it.contractEndDate === null || it.disconnected !== null) return null;
  const midnight = instantOf(addDays(it.contractEndDate, 1), 0, zone);
  // An event that came after the end date still gets its group wait, so that `tariff.expired` can arrive first.
  return Math.max(midnight, it.openedAt + policy.groupWait);
}
