// One turn of the core as the engine takes it: the step, and the alarm that follows from it.

import { nextAlarm } from "../../core/duties.ts";
import { step } from "../../core/step.ts";
import { policyFor } from "../../setup/experiment/experiment.ts";
import type { CustomerState } from "../../core/state.ts";
import type { Input, Step } from "../../core/step.ts";
import type { Config } from "../../setup/config.ts";

/** A bug met by the core while it read one input. Nothing of that input was saved. */
export class StepBroke extends Error {}

export interface SafeStep {
  readonly result: Step;
  /** When something is owed next, on the customer's clock (ms); null when nothing is. */
  readonly next: number | null;
}

type Under = Pick<Config, "policy" | "experiment">;

/** When something is owed next to a customer as they are, on their clock (ms); null when nothing is. */
export const nextOf = (state: CustomerState, now: number, config: Under): number | null =>
  nextAlarm(state, now, policyFor(config, state));

/** Takes a step. Throws `StepBroke` where the core breaks on it. */
export function stepSafely(state: CustomerState, input: Input, now: number, config: Under): SafeStep {
  try {
    const result = step(state, input, now, policyFor(config, state));
    return { result, next: nextOf(result.state, now, config) };
  } catch (cause) {
    throw new StepBroke("the core broke", { cause });
  }
}
