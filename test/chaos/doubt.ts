// When it is right that nobody was told of a tariff that is broken. A message told of it and of others, was refused, and may have arrived
// for all that anybody can know; then one of the others was repaired, before the message was to be repeated. Repeated it would tell of a
// repair as if there were none, and another one might tell of the rest twice: they wait for their next reminder. Nothing else excuses.

import { ON_THE_LINE_MS } from "./judge-hands.ts";
import type { Letter } from "./hostile-provider.ts";
import type { Ledger } from "./ledger.ts";
import type { Story } from "./operator.ts";
import type { Plan, Reason } from "./plan.ts";

/** A while in which nothing could leave for a customer; for nobody where none is named (ms). */
export interface Quiet {
  readonly customerId: string | null;
  readonly from: number;
  readonly until: number;
}

/** What is judged. */
export interface DoubtSeen {
  readonly plan: Pick<Plan, "troubles">;
  readonly ledger: Pick<Ledger, "entries">;
  readonly letters: ReadonlyMap<string, Letter>;
  readonly quiet: readonly Quiet[];
  /** How long the rig itself was kept waiting by a busy machine (ms). */
  readonly stalledMs: number;
}

/** A tariff of which nobody was told, and rightly so. */
export interface Doubted {
  readonly customerId: string;
  readonly tariffId: string;
}

/** The product can have known of a repair from `from` on, when the world was mended, and has said so by `until` (ms). */
interface Mend {
  readonly from: number;
  readonly until: number;
}

/** How long a message waits at most after its nth call (ms). */
const REPEATED_AFTER_MS = [10_000, 60_000, 300_000, 1_200_000];
/** A lease whose holder was killed, or a watchdog, runs so long; a repeat may meet that once before and once after it is taken up. */
const LOST_LEASES_MS = 2 * 61_000;
/** When a while of quiet is over it takes so long at most until that is found out. */
const FOUND_OUT_MS = 120_000;

function mendsOf({ plan, ledger }: DoubtSeen): ReadonlyMap<string, Mend> {
  const mends = new Map<string, Mend>();
  for (const { tariff, mendedBy } of plan.troubles) {
    const entry = mendedBy === null ? undefined : ledger.entries.get(mendedBy);
    if (entry === undefined) continue;
    if (entry.postedAt === null || entry.acknowledged === null) continue;
    mends.set(tariff.id, { from: entry.postedAt, until: entry.acknowledged.at });
  }
  return mends;
}

/** By when a message that was refused last at `last` would have been repeated (ms), whatever befell the product. */
function repeatedBy({ customerId, calledAt }: Letter, last: number, { quiet, stalledMs }: DoubtSeen): number {
  const pause = REPEATED_AFTER_MS[Math.min(calledAt.length, REPEATED_AFTER_MS.length) - 1] ?? 0;
  const theirs = quiet.filter((it) => it.customerId === null || it.customerId === customerId);
  return theirs
    .toSorted((a, b) => a.from - b.from)
    .filter(({ until }) => until > last)
    .reduce(
      (due, { from, until }) => (from <= due ? Math.max(due, until + FOUND_OUT_MS) : due),
      last + pause + LOST_LEASES_MS + stalledMs,
    );
}

/** Tells of a tariff and a reason whether a message that must not be repeated is all that was said of them. */
export function doubtsOf(seen: DoubtSeen): (tariffId: string, reason: Reason) => boolean {
  const mends = mendsOf(seen);
  const isDoubted = (letter: Letter, tariffId: string, reason: Reason): boolean => {
    const { accepted, cases, calledAt, doubtedAt } = letter;
    if (accepted > 0 || doubtedAt.length === 0) return false;
    if (!cases.some((it) => it.tariffId === tariffId && it.reason === reason)) return false;
    const last = Math.max(...calledAt);
    const due = repeatedBy(letter, last, seen);
    return cases.some((other) => {
      const mend = other.tariffId === tariffId ? undefined : mends.get(other.tariffId);
      return mend !== undefined && last <= mend.until + ON_THE_LINE_MS + seen.stalledMs && mend.from <= due;
    });
  };
  return (tariffId, reason) => [...seen.letters.values()].some((it) => isDoubted(it, tariffId, reason));
}

/** Who waits for a next reminder has one planned. */
export function judgeDoubts(doubted: readonly Doubted[], stories: readonly Story[]): readonly string[] {
  return doubted.flatMap(({ customerId, tariffId }) => {
    const cases = stories.find((it) => it.customer_id === customerId)?.cases ?? [];
    const isPlanned = cases.some((it) => it.tariff_id === tariffId && it.next_reminder_at !== null);
    return isPlanned ? [] : [`nobody was told that ${tariffId} is broken, and no reminder is planned`];
  });
}
