// What an attempt at a delivery is made with.

import type { Invitation } from "../invitation/record.ts";
import type { ChannelName } from "../../../core/policy.ts";
import type { Case, CustomerState } from "../../../core/state.ts";
import type { Input } from "../../../core/step.ts";

/** The customer, as known at the moment of asking, and the core. */
export interface Attempt {
  readonly no: number;
  readonly attempt: number;
  readonly state: () => CustomerState;
  /** Any case by its number, open or ended. */
  readonly caseOf: (no: number) => Case | null;
  /** The customer's time (ms). */
  readonly now: () => number;
  /** One turn of the core, at once; gives the state after it. */
  readonly turn: (input: Input) => CustomerState;
  /** The object of a phone number, by its name, is about to know the customer; false where they are gone. */
  readonly noteNumber: (name: string) => boolean;
  /** What the customer was invited with; null where they were not. */
  readonly invitation: { read(): Invitation | null; keep(it: Invitation): void };
  /** A message once arrived by a channel at an address with one of these digests. */
  readonly hasArrived: (channel: ChannelName, digests: readonly string[]) => boolean;
}
