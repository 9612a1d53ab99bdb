// What a customer's state holds for the fleet's index.

import type { ChannelName } from "../policy.ts";

/** A tap: how many messages had told of its case by then, and when it came (ms). */
export interface Tap {
  readonly told: number;
  readonly at: number;
}

/** What a case leaves behind. What is left out has not happened, or is not known. Times in ms. */
export interface Trail {
  /** When a message about it first reached its provider. */
  readonly toldAt?: number;
  /** The latest such message: by which channel, in which language, and which rung of the ladder it was. */
  readonly channel?: ChannelName;
  readonly language?: string;
  readonly rung?: number;
  /** The first tap after each message about it; left out where none brought one. */
  readonly taps?: readonly Tap[];
  /** When its customer was first shown the page before Connect, first went on from there, and said that the contract goes on. */
  readonly pageAt?: number;
  readonly onwardAt?: number;
  readonly continuesAt?: number;
  /** When a Connect session first ended at its home. */
  readonly sessionAt?: number;
  /** The supplier, as FlatPeak names it. */
  readonly supplier?: string;
}

/** Lines that are not written yet, by the numbers of their cases and notifications. */
export interface Unindexed {
  readonly cases: readonly number[];
  readonly notifications: readonly number[];
  /** When somebody is woken for it at the latest (ms). */
  readonly dueAt: number;
  /** Tries that failed. */
  readonly failures: number;
}
