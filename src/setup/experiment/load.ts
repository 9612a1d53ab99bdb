// What reads EXPERIMENT is loaded only where there is one: no webhook pays for it otherwise.

import type { ReadExperiment } from "./experiment.ts";

let reader: ReadExperiment | null = null;

async function load(): Promise<void> {
  reader = (await import("./read.ts")).readExperiment;
}

/** Loads what reads EXPERIMENT, where there is one and that has not been done. Null where there is nothing to wait for. */
export const loadExperiment = (env: object): Promise<void> | null =>
  reader !== null || !("EXPERIMENT" in env) || env.EXPERIMENT === "" ? null : load();

/** What reads EXPERIMENT. Throws where it was not loaded before. */
export function experimentReader(): ReadExperiment {
  if (reader === null) throw new Error("what reads EXPERIMENT is not loaded");
  return reader;
}
