// What can be asked of the Sweep object, and what it answers.

import type { Alert } from "../../core/alert/troubles.ts";
import type { EventRecord } from "../../flatpeak/port.ts";
import type { Whose } from "../naming.ts";
import type { Pass } from "../../core/sweep/plan.ts";
import type { Findings } from "./store.ts";

export interface SweepReport extends Findings {
  readonly silent: boolean;
  /** Events that could not be placed yet. */
  readonly aside: number;
  /** Since when FlatPeak does not list all that is asked for (ms); null when it does. */
  readonly failingSince: number | null;
  readonly passes: readonly Pass[];
}

export interface SweepContract {
  /** Reads and writes nothing: that the call comes back is the answer. */
  ping(): true;

  /** One run. Does nothing while another is under way. `isCron`: nobody asked for it but the clock. */
  run(isCron?: boolean): Promise<void>;

  /** Lets go of what was put aside of a customer; gives how many that were. */
  forget(whose: Whose): Promise<number>;

  /** What was put aside of a customer, as FlatPeak tells it. */
  asideAbout(whose: Whose): Promise<readonly EventRecord[]>;

  /** Takes what another object has to tell where people look, to tell it together with what others have. */
  gather(alert: Alert): Promise<void>;

  /** How far the passes are, and what the last runs found. */
  report(silenceAfter: number): Promise<SweepReport>;
}
