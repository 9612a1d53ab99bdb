// What can be asked of a Gate object, and what it answers.

import type { BacklogReport } from "../../core/gate/backlog.ts";
import type { Ask, Over } from "../../core/gate/pace.ts";
import type { ChannelName } from "../../core/policy.ts";
import type { GateWord, Door } from "../../core/gate/breaker.ts";

/**
 * What stands behind a gate: a channel to customers, the company's backend where it is asked for their addresses, or FlatPeak,
 * which may refuse our account as any provider may.
 */
export type Way = ChannelName | "contact_lookup" | "flatpeak";

/** Who asks to be let through. */
export interface Caller {
  /** The recipient, by a digest; null where nobody can be told apart. */
  readonly who: string | null;
  /** Its test clock was moved: it never waits for the real one. */
  readonly isAhead: boolean;
  readonly ask: Ask;
}

export type Entry =
  /** Call now, and give the permit back by `leave`. `isWatched`: the gate is to hear what comes of it, good news too. */
  | { readonly kind: "go"; readonly permit: number; readonly isWatched: boolean }
  | { readonly kind: "away"; readonly for: number; readonly why: "closed" | "busy" };

/** How a way out stands, as an operator reads it. */
export interface GateReport {
  readonly closed: {
    readonly since: number;
    readonly why: string;
    readonly trials: number;
    readonly trialAt: number;
  } | null;
  /** What keeps some recipients from being reached, and when it last did. */
  readonly impaired: readonly { readonly why: string; readonly at: number }[];
}

export interface GateContract {
  /** Reads and writes nothing: that the call comes back is the answer. */
  ping(): true;

  /** May somebody call this way now? Writes nothing while all is well. */
  enter(way: Way, caller: Caller): Promise<Entry>;

  /** A call that was let in is over, or was not made after all. `said`: what it shows, where that is to be heard. */
  leave(way: Way, permit: number, over: Over, said: GateWord | null): Promise<void>;

  /** Lets nothing through for a customer, until it is called with false: their storage is being put back to an earlier instant. */
  keepBack(customerId: string, isKeptBack: boolean): void;

  /** Whether the provider takes us, whatever its pace. */
  knock(way: Way, who: string | null, isAhead: boolean): Promise<Door>;

  /** What came of a call. Closes or opens the gate as that shows, and tells the operator once. */
  hear(way: Way, said: GateWord): Promise<void>;

  /** FlatPeak's Connect has something that our pages do not know: tells the operator, of each thing once a day. */
  noteUnknownPage(what: string): Promise<void>;

  /** Recipients who were erased, by their digests: what met them is held against nobody any more. */
  forget(who: readonly string[]): void;

  /** Since when the company's backend wants to be told of nothing that happens (ms); null where it does not say so. */
  eventsStoppedAt(): number | null;

  /** It said so; or, with false, wants to be told again. */
  stopEvents(isStopped: boolean): void;

  /** Whether and why the way is closed, and what is wrong with part of it. */
  report(): GateReport;

  /** How far behind the way is, as far as its object remembers: a restart forgets it. */
  backlog(): BacklogReport;
}
