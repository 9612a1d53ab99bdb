// The planned reminders of a case as instants. Arithmetic only: whether one may go out is policy.

import { DISCONNECTED_ASK_MS } from "../policy.ts";
import { addDays, instantOf } from "../time.ts";
import type { Settings } from "../policy.ts";
import type { Case } from "../state.ts";

/** The instants of all rungs of a case, earliest first. The day of the end date begins at local midnight in `zone`. */
export function rungTimes(it: Case, zone: string, settings: Settings): readonly number[] {
  if (it.disconnected !== null) {
    // Rungs go on being counted from where the case stood: no two of them have one number.
    const { at, rung } = it.disconnected;
    const before = Array.from({ length: rung }, () => at);
    return settings.disconnected === "ask" ? [...before, at + DISCONNECTED_ASK_MS] : before;
  }
  const since = it.ladderSince ?? it.reasonSince;
  const times: number[] = [];
  for (const rung of settings.ladders[it.reason]) {
    if (rung !== "end") times.push(since + rung);
    else if (it.contractEndDate !== null) times.push(instantOf(it.contractEndDate, 0, zone));
  }
  return times.filter((at) => at >= since).sort((a, b) => a - b);
}

/** True when every reminder of the case has been given and only handing over is left. */
export function isSpent(it: Case, zone: string, settings: Settings): boolean {
  return it.rung >= rungTimes(it, zone, settings).length;
}

/**
 * The case after the rung due at `now` was used: on to the first rung still ahead, since rungs that passed while the
 * message was held back would only repeat it; after the last one, to handing over.
 */
export function climb(it: Case, now: number, zone: string, settings: Settings): Case {
  const times = rungTimes(it, zone, settings);
  const next = times.findIndex((at, index) => index > it.rung && at > now);
  const due = times[next];
  return due === undefined
    ? { ...it, rung: times.length, dueAt: now + settings.handoverAfter }
    : { ...it, rung: next, dueAt: due };
}

/**
 * A case whose message left later than it was planned: reminders that fell due meanwhile would only repeat it, and the company
 * hears of the case so long after the message, not after its plan. Null where nothing changes.
 */
export function skipPassedRungs(it: Case, now: number, zone: string, settings: Settings): Case | null {
  const afterwards = now + settings.handoverAfter;
  if (isSpent(it, zone, settings)) return it.dueAt < afterwards ? { ...it, dueAt: afterwards } : null;
  return it.dueAt <= now ? climb(it, now, zone, settings) : null;
}

/** A case whose message went without it, or not at all, stands on the rung it used for that. */
export const oweAgain = (it: Case, now: number): Case => ({
  ...it,
  told: Math.max(0, it.told - 1),
  rung: Math.max(0, it.rung - 1),
  dueAt: now,
});

/** The case with its next reminder where the ladder has it now that the end date behind it became known, or moved. */
export function replan(it: Case, zone: string, settings: Settings): Case {
  const due = rungTimes(it, zone, settings)[it.rung];
  return due === undefined || due === it.dueAt ? it : { ...it, dueAt: due };
}

/** When an `expiring` case becomes `expired` in place: the end of its end date, at the location. Null for any other. */
export function turnsAt(it: Case, zone: string, settings: Settings): number | null {
  if (it.reason !== "expiring" || it.contractEndDate === null || it.disconnected !== null) return null;
  const midnight = instantOf(addDays(it.contractEndDate, 1), 0, zone);
  // An event that came after the end date still gets its group wait, so that `tariff.expired` can arrive first.
  return Math.max(midnight, it.openedAt + settings.groupWait);
}
