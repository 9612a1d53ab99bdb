// What a customer's object tells the fleet's index.

import type { CaseLine, NotificationLine } from "../../core/fleet/line.ts";

export interface CustomerLines {
  readonly customerId: string;
  /** Counts what changed: of two lines of a case or notification the one of the higher number is the newer one. */
  readonly version: number;
  readonly cases: readonly CaseLine[];
  readonly notifications: readonly NotificationLine[];
}
