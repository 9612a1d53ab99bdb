// Work that a step asks for outside the core. Its outcome comes back as an input that names the same attempt.

import type { ProbeBy } from "./probe/wanted.ts";

/** FlatPeak is to be asked about a location. */
export interface ProbeEffect {
  readonly type: "probe";
  readonly locationId: string;
  readonly attempt: number;
  /** Since when an answer is wanted (ms): its place in the line before FlatPeak. */
  readonly since: number;
  readonly by: ProbeBy;
  /** FlatPeak was asked before, and could not answer. */
  readonly isRetry: boolean;
}

/** A notification is to be handed to its provider. */
export interface DeliverEffect {
  readonly type: "deliver";
  readonly no: number;
  readonly attempt: number;
}

/** What the fleet's index was not told yet is to be written, as it stands at `upTo`. */
export interface IndexEffect {
  readonly type: "index";
  readonly upTo: number;
}

/** What the company's backend was not told yet is to be told. */
export interface AnnounceEffect {
  readonly type: "announce";
}

export type Effect = ProbeEffect | DeliverEffect | IndexEffect | AnnounceEffect;
