// One turn of the core as the engine takes it: the step, and the alarm that follows from it.

import { nextAlarm } from "../../core/duties.ts";
import { step } from "../../core/step.ts";
import type { Policy } from "../../core/policy.ts";
import type { CustomerState } from "../../core/state.ts";
import type { Input, Step } from "../../core/step.ts";

/** A bug met by the core while it read one input. Nothing of that input was saved. */
export class StepBroke extends Error {}

export interface SafeStep {
  readonly result: Step;
  /** When something is owed next, on the customer's clock (ms); null when nothing is. */
  readonly next: number | null;
}

/** Takes a step. Throws `StepBroke` where the core breaks on it. */
export function stepSafely(state: CustomerState, input: Input, now: number, policy: Policy): SafeStep {
  try {
    const result = step(state, input, now, policy);
    return { result, next: nextAlarm(result.state, now, policy) };
  } catch (cause) {
    throw new StepBroke("the core broke", { cause });
  }
}
