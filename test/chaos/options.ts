// What a run is told to do.

import type { Spoil } from "./bundle.ts";
import type { Mode } from "./hostile-provider.ts";
import type { HandsVerdict } from "./judge-hands.ts";
import type { Verdict } from "./judge.ts";

/** A run. */
export interface ChaosOptions {
  readonly seed: number;
  readonly rounds: number;
  /** Bring everything to rest by moving the test clocks, in seconds instead of minutes. */
  readonly hurry: boolean;
  /** An operator who holds customers and lets them go. */
  readonly holds?: boolean;
  /** An operator who erases some. */
  readonly erases?: boolean;
  /** An operator who writes down that some want no messages. */
  readonly stops?: boolean;
  /** An experiment that is switched on, changed and switched off in mid-case, at each start. */
  readonly tries?: boolean;
  /** A FlatPeak that refuses the account for a while. */
  readonly refusals?: boolean;
  /** What to break in the built copy on purpose. */
  readonly spoils?: readonly Spoil[];
  /** What is done on purpose instead of being drawn. Everything else is then well, and all is over when `seen` holds. */
  readonly forced?: Forced;
  /** Told of progress. */
  readonly say?: (line: string) => unknown;
  /** Leave the folder with the databases for inspection when something is wrong. */
  readonly keep?: boolean;
}

/** The one thing that goes wrong in a self-check of the rig: certain, where chance may happen not to bring it. */
export interface Forced {
  /** How the provider meets every message when it first comes. */
  readonly first?: Mode;
  /** Kill as soon as the first event of a round is acknowledged. */
  readonly killOnAcknowledgement?: boolean;
  /** Hold everybody before any message falls due, and never let them go. */
  readonly holdAll?: boolean;
  /** FlatPeak refuses the account from the first call to the last. */
  readonly refuseAll?: boolean;
  /** True when the rig has seen what the self-check is about. By default one look at the end is enough. */
  readonly isSeen?: (verdict: Verdict & HandsVerdict) => boolean;
}
