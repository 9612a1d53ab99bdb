// A turn at a gate, from the asking to the giving back. Whoever is not let through sleeps and comes back; so does whoever
// finds nobody at the gate, since an outside that everybody may ask at once is what it is there to prevent.

import { spread } from "../../core/message/backoff.ts";
import { orLate } from "../../platform/within.ts";
import { gateOf } from "../rooms.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { Log } from "../../platform/log.ts";
import type { GatePlace } from "../../setup/env.ts";
import type { GateWord } from "../../core/gate/breaker.ts";
import type { Ask, Over } from "../../core/gate/pace.ts";
import type { Way, Caller, Entry } from "./contract.ts";

/**
 * A gate that does not answer is asked again after as long as its answer has been wanted, within these: a crowd that came back
 * at a fixed pace could by itself be what keeps it from answering.
 */
const NOBODY_THERE_MS = { least: 10_000, most: 300_000 };
const GATE_LIMIT_MS = 5_000;
const UNGUARDED: Entry = { kind: "go", permit: 0, isWatched: false };

/** What is needed to speak with a gate. */
export interface AtGate {
  readonly env: GatePlace;
  readonly log: Log;
}

/** The same, with the time (ms). */
interface InTime extends AtGate {
  readonly now: () => number;
}

export const UNUSED: Over = { went: "unused", rest: null };

/** What an answer of FlatPeak's tells of its load. */
export function overOf(answer: {
  readonly kind: string;
  readonly retryAfter?: number | null;
  readonly refusesUs?: boolean;
  readonly timedOut?: boolean;
  readonly isTooMuch?: boolean;
}): Over {
  if (answer.kind !== "unavailable" || answer.refusesUs === true) return { went: "fine", rest: null };
  const { retryAfter = null, timedOut = false, isTooMuch = false } = answer;
  if (timedOut) return { went: "late", rest: null };
  return { went: isTooMuch ? "limited" : "refused", rest: retryAfter };
}

/** The same of what came of a message. */
export function overOfDelivery(outcome: DeliveryOutcome): Over {
  switch (outcome.kind) {
    case "retry":
      if (outcome.maybeArrived === true) return { went: "late", rest: null };
      if (outcome.scope === "unproven") return { went: "fine", rest: null };
      return { went: "refused", rest: outcome.retryAfter };
    case "uncertain":
      return { went: "late", rest: null };
    case "put_off":
      return UNUSED;
    case "sent":
    case "accepted":
    case "failed":
    case "no_address":
    case "not_wanted":
    case "misconfigured":
      return { went: "fine", rest: null };
  }
}

/** Tells the gate that a call is over. Never throws: a permit that is not given back ends by itself. */
export async function leave(
  { env, log }: AtGate,
  way: Way,
  permit: number,
  over: Over,
  said: GateWord | null = null,
): Promise<void> {
  try {
    await gateOf(env, way).leave(way, permit, over, said);
  } catch (error) {
    log.error("gate_not_told", error, { way });
  }
}

/** A turn that comes when nobody waits for it any more goes to the next. */
function giveBack(at: AtGate, way: Way, asked: Promise<Entry>): void {
  asked.then(
    (entry) => (entry.kind === "go" ? leave(at, way, entry.permit, UNUSED) : undefined),
    (error: unknown) => at.log.error("gate_not_asked", error, { way }),
  );
}

/** How long whoever finds nobody at the gate at `now` (ms) stays away: not the same for everybody. */
function awayFrom({ key, dueAt }: Ask, now: number): number {
  const wait = Math.min(NOBODY_THERE_MS.most, Math.max(NOBODY_THERE_MS.least, now - dueAt));
  return Math.round(wait * (0.75 + 0.25 * spread(key)));
}

/** Does `work` when its turn has come; else how long to stay away (ms). */
export async function inTurn<T>(
  at: InTime,
  way: Way,
  caller: Caller,
  work: () => Promise<{ readonly result: T; readonly over: Over }>,
): Promise<{ readonly kind: "done"; readonly result: T } | { readonly kind: "away"; readonly for: number }> {
  const { ask } = caller;
  let entry: Entry | null = null;
  const asked = gateOf(at.env, way).enter(way, caller);
  try {
    entry = await orLate(asked, GATE_LIMIT_MS, null);
    if (entry === null) giveBack(at, way, asked);
  } catch (error) {
    at.log.error("gate_not_asked", error, { way });
  }
  // Nobody looking at a page waits because the gate is broken.
  if (entry === null && ask.rank === "person") entry = UNGUARDED;
  if (entry === null) return { kind: "away", for: awayFrom(ask, at.now()) };
  if (entry.kind === "away") return { kind: "away", for: entry.for };
  let over: Over = UNUSED;
  try {
    const done = await work();
    over = done.over;
    return { kind: "done", result: done.result };
  } finally {
    await leave(at, way, entry.permit, over);
  }
}
