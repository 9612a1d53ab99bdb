// One webhook from FlatPeak, in our words. Reading the wire is not done here.

import type { Reason } from "./reason.ts";
import type { CivilDate } from "../time.ts";

interface EventFacts {
  readonly id: string;
  /** As FlatPeak spelt it. */
  readonly type: string;
  /** When it happened (ms): FlatPeak's `time_created`, else the signing time, else arrival. A hint, never an order. */
  readonly occurredAt: number;
  /** Genuine, but signed longer ago than the tolerance. */
  readonly late: boolean;
}

export interface ProblemEvent extends EventFacts {
  readonly kind: "problem";
  readonly reason: Reason;
  readonly tariffId: string;
  readonly locationId: string;
  readonly contractEndDate: CivilDate | null;
}

/** Something changed at a location: the customer finished a Connect session, or FlatPeak read new data. */
export interface ChangeEvent extends EventFacts {
  readonly kind: "session_complete" | "location_update";
  readonly locationId: string;
}

export interface IgnoredEvent extends EventFacts {
  readonly kind: "ignored";
}

export type FlatPeakEvent = ProblemEvent | ChangeEvent | IgnoredEvent;
