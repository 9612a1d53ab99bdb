// An event on its way into a customer, and what became of it.

import type { FlatPeakEvent } from "../../core/case/event.ts";

/** A verified event on its way in. */
export interface Incoming {
  readonly event: FlatPeakEvent;
  /** `copy`: FlatPeak's own copy, whose bytes say nothing about the wire's. */
  readonly source: "wire" | "copy";
  readonly body: string;
}

/** An event that was not taken: its id came before with other bytes, or it broke the core. */
export type Refusal = "other_body" | "broke_the_reader";

/** What became of an event. `erased`: its customer was, and nothing of it is kept. */
export type Receipt = "stored" | "ignored" | "duplicate" | "erased" | Refusal;
