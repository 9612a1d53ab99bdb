// EXPERIMENT as the product knows it.

import type { CustomTexts } from "../../text/custom.ts";
import type { Division } from "../../core/experiment/arm.ts";
import type { ChannelName, Policy } from "../../core/policy.ts";
import type { CustomerState } from "../../core/state.ts";
import type { Rules } from "../../core/experiment/compare.ts";
import type { Complaint } from "../../platform/fields.ts";
import type { Read } from "../settings.ts";
import type { ArmWords } from "./words.ts";

/** What a customer is treated by. */
export interface Treatment {
  readonly policy: Policy;
  readonly hasPageBefore: boolean;
  /** The texts in place of ours, a company's own among them. */
  readonly words: CustomTexts;
}

export interface Experiment extends Division {
  readonly rules: Rules;
  /** A repair counts that comes within so long of the opening of the case (ms). */
  readonly within: number;
  /** Every channel and the page before Connect, where any arm has them. */
  readonly channels: readonly ChannelName[];
  readonly hasPageBefore: boolean;
  /** Words that are still to be looked at. */
  readonly wordings: readonly ArmWords[];
  /** What a customer is treated by as they are now. */
  treatmentOf(state: CustomerState): Treatment;
}

/** What the rest of the settings comes to. */
export interface Rest {
  readonly read: Partial<Read>;
  /** What no single setting can tell, of a deployment as a whole. */
  readonly complaintsOf: (read: Partial<Read>) => readonly Complaint[];
}

export type ExperimentRead =
  | { readonly ok: true; readonly make: (read: Read, toPolicy: (read: Read) => Policy) => Experiment }
  | { readonly ok: false; readonly complaints: readonly Complaint[] };

/** Reads EXPERIMENT. Complaints name the arm and what in it, and never a value. */
export type ReadExperiment = (given: string, rest: Rest) => ExperimentRead;

/** What is wrong with the words of its arms, looked at once in an isolate. */
export const wordComplaints = async ({ wordings }: Experiment): Promise<readonly Complaint[]> =>
  wordings.length === 0 ? [] : (await import("./words.ts")).wrongWords(wordings);

/** The policy that a customer is under as they are now. */
export const policyFor = (
  { policy, experiment }: { readonly policy: Policy; readonly experiment: Experiment | null },
  state: CustomerState,
): Policy => (experiment === null ? policy : experiment.treatmentOf(state).policy);
