// Which arm of an experiment a customer is in. Drawn from the experiment's name and the customer's id alone, so that it is the same
// wherever and whenever it is asked; and from then on as their oldest open case has it, whatever becomes of the experiment.

import { isOpen } from "../read.ts";
import { spread } from "../message/backoff.ts";
import type { Case, CustomerState } from "../state.ts";

/** An arm and its share of the customers, which counts against the sum of all of them. */
export interface Share {
  readonly name: string;
  readonly weight: number;
}

/** An experiment as far as it decides where a customer is. The first arm is the control. */
export interface Division {
  readonly name: string;
  readonly isOn: boolean;
  readonly arms: readonly Share[];
}

/** Where a customer is: in an arm; under what an experiment ends in; or under the settings, as anybody is without one. */
export type Standing =
  { readonly kind: "arm"; readonly name: string } | { readonly kind: "afterwards" } | { readonly kind: "settings" };

/** A number in [0, 1) that is the same for the same two names, and says nothing about that of another experiment (the end of MurmurHash3). */
export function lotOf(experiment: string, customerId: string): number {
  let h = Math.floor(spread(`${experiment}\n${customerId}`) * 0x1_0000_0000);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 0x1_0000_0000;
}

/** The arm that a customer is drawn into; null where no arm has a weight. */
export function drawArm({ name, arms }: Division, customerId: string): string | null {
  const sum = arms.reduce((all, { weight }) => all + weight, 0);
  let left = lotOf(name, customerId) * sum;
  for (const arm of arms) {
    if (left < arm.weight) return arm.name;
    left -= arm.weight;
  }
  return null;
}

/** The open case that says which arm its customer is in: the oldest. */
const leadingCase = ({ cases }: CustomerState): Case | undefined =>
  cases
    .filter(isOpen)
    .reduce<Case | undefined>((first, it) => (first === undefined || it.no < first.no ? it : first), undefined);

/**
 * Where a customer is at this moment. Whoever has an open case is where it was opened: in its arm for as long as the experiment has
 * that arm and is on, and under what the experiment ends in after that. Whoever has none is drawn.
 */
export function standingOf(state: CustomerState, division: Division): Standing {
  const { name, isOn, arms } = division;
  const leading = leadingCase(state);
  if (leading === undefined) {
    const drawn = isOn ? drawArm(division, state.customerId) : null;
    return drawn === null ? { kind: "settings" } : { kind: "arm", name: drawn };
  }
  // Opened before the experiment, or under an earlier one.
  if (leading.arm?.experiment !== name) return { kind: "settings" };
  const { name: own } = leading.arm;
  return isOn && arms.some((it) => it.name === own) ? { kind: "arm", name: own } : { kind: "afterwards" };
}
