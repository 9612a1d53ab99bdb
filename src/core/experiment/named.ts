// An arm of an experiment, and how others are told of it.

/** An arm by its name, and the experiment it belongs to. */
export interface Arm {
  readonly experiment: string;
  readonly name: string;
}

/** Both names; nothing at all where there is no arm, so that what is told without an experiment is what it always was. */
export const armNamed = (arm: Arm | undefined): { readonly experiment?: string; readonly arm?: string } =>
  arm === undefined ? {} : { experiment: arm.experiment, arm: arm.name };
