// The end of a run: nothing goes wrong any more, and everything that is owed must come to rest within a limit. Looks at
// facts an operator could see, and at what the provider accepted.

import { sendAll } from "./round.ts";
import { untilNothing } from "./wait.ts";
import type { ErasingHand } from "./hands.ts";
import type { HandsVerdict } from "./judge-hands.ts";
import type { Verdict } from "./judge.ts";
import type { Ledger } from "./ledger.ts";
import type { Operator, Story } from "./operator.ts";
import type { Plan } from "./plan.ts";
import type { Patience } from "./wait.ts";

/** What a drain needs to see. */
export interface Drain {
  readonly origin: string;
  readonly operator: Operator;
  readonly ledger: Ledger;
  readonly plan: Plan;
  /** Whom an operator erases: nothing of theirs is waited for, but that they are gone. */
  readonly erasing: ErasingHand;
  /** Is told what customers' stories say, each time they are read. */
  readonly learn: (stories: readonly Story[]) => void;
  readonly verdict: () => Verdict & HandsVerdict;
  /** Ends the drain before everything is at rest. */
  readonly isEnough: (verdict: Verdict & HandsVerdict) => boolean;
  readonly patience: Patience;
  /** Moves the test clocks past every lease instead of sitting them out, and repeats what a location may still hold. */
  readonly hurry: boolean;
}

/** How things stood when the drain ended. */
export interface Drained {
  readonly stories: readonly Story[];
  /** What was still open when the time was over; empty when all came to rest. */
  readonly left: readonly string[];
}

/** Owed within this is owed now; the next rung and the hand-over are months away, and the end of an email's day is no debt. */
const SOON_MS = 43_200_000;
const LANES = 8;
const SHOWN = 50;
/** Longer than any lease, and than the watchdogs of the alarms. */
const PAST_LEASES = "61s";

const isRestless = ({ now, next_wake_at, notifications }: Story): boolean => {
  const soon = next_wake_at !== null && Date.parse(next_wake_at) - Date.parse(now) < SOON_MS;
  return soon || notifications.some(({ status }) => status === "due" || status === "leased");
};

/** Waits until all is acknowledged, stored, told and at rest. */
export async function drain(at: Drain): Promise<Drained> {
  const { ledger, operator, plan, erasing } = at;
  let stories: readonly Story[] = [];

  const look = async (): Promise<readonly string[]> => {
    const pending = await Promise.all(ledger.pending().map(async ({ event }) => ledger.prepare(event, false)));
    await sendAll(ledger, at.origin, pending, LANES, () => false);
    const wanted = new Map<string, number>();
    for (const { event, acknowledged } of ledger.entries.values()) {
      if (acknowledged !== null && !erasing.erased.has(event.customerId))
        wanted.set(event.customerId, (wanted.get(event.customerId) ?? 0) + 1);
    }
    const told = await Promise.all(plan.world.customers.map(async ({ id }) => operator.story(id)));
    stories = told.filter((story) => story !== null);
    at.learn(stories);
    const short = [...wanted].filter(
      ([id, count]) => (stories.find((story) => story.customer_id === id)?.events ?? 0) < count,
    );
    const restless = stories.filter(isRestless);
    // What waits for FlatPeak to take the account again waits by the real clock: a customer's own cannot hurry it.
    if (at.hurry && !(await operator.isRefused()))
      await hurry(
        at,
        short.map(([id]) => id),
        restless.map((story) => story.customer_id),
      );
    const verdict = at.verdict();
    if (at.isEnough(verdict)) return [];
    const kept = await erasing.finish(operator);
    return [
      ...kept.map((id) => `${id} is not erased everywhere`),
      ...ledger.pending().map(({ event }) => `${event.id} is not acknowledged`),
      ...short.map(([id]) => `${id} has fewer events than were acknowledged`),
      ...restless.map((story) => `${story.customer_id} is owed something at ${story.next_wake_at ?? "no time"}`),
      ...verdict.untold,
    ];
  };

  const left = await untilNothing(look, at.patience, at.hurry ? 200 : 1_000);
  return { stories, left: left.slice(0, SHOWN) };
}

/** A call is a chance for a location to look again; a clock that moves is one for a customer. */
async function hurry(
  { ledger, operator, origin }: Drain,
  short: readonly string[],
  restless: readonly string[],
): Promise<void> {
  const nameless = [...ledger.entries.values()].filter(
    ({ event }) => short.includes(event.customerId) && event.data["customer_id"] === undefined,
  );
  const copies = await Promise.all(nameless.map(async ({ event }) => ledger.prepare(event, true)));
  await sendAll(ledger, origin, copies, LANES, () => false);
  await Promise.all(restless.map(async (id) => operator.advance(id, PAST_LEASES)));
}
