// Where work for one customer is done, and how it hands what it learnt to the core.

import type { Input, Step } from "../../core/step.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";

/** One customer, and the tools of whoever works for them. */
export interface Workplace {
  readonly deps: Deps;
  readonly env: Env;
  readonly customerId: string;
}

/** Takes turns of the core for a customer. */
export interface Turns {
  /** One turn, on disk when this resolves. */
  apply(place: Workplace, input: Input): Promise<Step>;
  /** The customer's time (ms): the real one, or ahead of it by their test clock. */
  now(deps: Deps): number;
  /** One turn, at once; `armed` when it is on disk. */
  turn(place: Workplace, input: Input): { readonly step: Step; readonly armed: Promise<void> };
}
