// What is wrong with a tariff, and how that may end.

import type { CivilDate } from "../time.ts";
import type { Reason } from "./reason.ts";

/** What is wrong with a tariff, as an event told it. */
export interface Problem {
  readonly reason: Reason;
  readonly contractEndDate: CivilDate | null;
  readonly occurredAt: number;
}

export type CaseEnd = "repaired" | "disconnected" | "handed_over" | "moved" | "withdrawn" | "closed";

/** A weaker problem that waits; `ladder`: how far the customer had been told of it, left out where they had not. */
export interface Beneath extends Problem {
  readonly ladder?: { readonly since: number; readonly rung: number; readonly dueAt: number };
}
