// An experiment as a whole: each arm against the control, and whether it is time to stop.

import { compareArms, customersNeeded, estimatePerCustomer, estimatePerMessage, sharedAmong } from "./compare.ts";
import type { ArmSums, Estimate, Rules, Verdict } from "./compare.ts";

export interface ArmReport {
  readonly arm: string;
  readonly isControl: boolean;
  readonly sums: ArmSums;
  readonly perCustomer: Estimate;
  readonly perMessage: Estimate;
  /** Against the control; unknown of itself. */
  readonly difference: Estimate;
  readonly verdict: Verdict | null;
}

export interface ExperimentReport {
  readonly arms: readonly ArmReport[];
  /** Every arm is decided: there is nothing more to be learnt from going on. */
  readonly isOver: boolean;
  /** Customers with a known outcome that each arm needs, for what is worth knowing to be found in four cases of five. */
  readonly needed: number;
}

const NOBODY: ArmSums = { customers: 0, repaired: 0, messages: 0, messagesSquared: 0, messagesOfRepaired: 0 };
const UNKNOWN: Estimate = { value: null, low: null, high: null };
/** Taken for the control's share while nothing is known of it: no other needs more customers. */
const UNKNOWN_SHARE = 0.5;

/** The report on arms by their names, the control first; of one that is missing in `sums` nobody is known. */
export function reportOn(names: readonly string[], sums: ReadonlyMap<string, ArmSums>, rules: Rules): ExperimentReport {
  const shared = sharedAmong(rules, names.length - 1);
  const sumsOf = (name: string | undefined): ArmSums => (name === undefined ? undefined : sums.get(name)) ?? NOBODY;
  const control = sumsOf(names[0]);
  const arms = names.map((arm, index): ArmReport => {
    const own = sumsOf(arm);
    const against = index === 0 ? { difference: UNKNOWN, verdict: null } : compareArms(control, own, shared);
    return {
      arm,
      isControl: index === 0,
      sums: own,
      perCustomer: estimatePerCustomer(own, shared),
      perMessage: estimatePerMessage(own, shared),
      ...against,
    };
  });
  const share = control.customers === 0 ? UNKNOWN_SHARE : control.repaired / control.customers;
  return {
    arms,
    isOver: arms.every(({ verdict }) => verdict !== "go_on"),
    needed: customersNeeded(share, shared),
  };
}
