// What it was measured on.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, release, totalmem, type } from "node:os";

/** The machine and the versions, for the report. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  readonly workerd: string;
}

/** This machine. */
export function thisMachine(): Machine {
  const require = createRequire(createRequire(import.meta.url).resolve("wrangler/package.json"));
  const workerd = JSON.parse(readFileSync(require.resolve("workerd/package.json"), "utf8")) as { version: string };
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    workerd: workerd.version,
  };
}

/** The machine in a line. */
export const lineOf = (it: Machine): string =>
  `${it.processor}, ${it.cores} cores, ${it.memoryGb} GB, ${it.system}, Node ${it.node}, workerd ${it.workerd}`;
