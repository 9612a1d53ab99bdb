// A policy from a file of `NAME=value` lines, with the names and the checks of a deployment.

import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { readPolicySettings } from "../../setup/policy.ts";
import type { Policy } from "../../core/policy.ts";

/** What is wrong with a settings file, for the person who wrote it. */
export class BadPolicy extends Error {}

/** The policy in a file; what it leaves out has the default of a deployment. Throws BadPolicy. */
export function policyFrom(file: string | null): Policy {
  const read = readPolicySettings(file === null ? {} : settingsIn(file));
  if (read.ok) return read.policy;
  const complaints = read.complaints.map(({ setting, problem }) => `${setting} ${problem}`);
  throw new BadPolicy(`${file ?? "the defaults"}: ${complaints.join("; ")}`);
}

function settingsIn(file: string): Readonly<Record<string, string>> {
  const text = textOf(file);
  // The parser passes over a line that it cannot read, and with it a setting somebody meant.
  const odd = text.split("\n").find((line) => !/^\s*(#.*)?$|^\s*\w+\s*=/.test(line));
  if (odd !== undefined) throw new BadPolicy(`${file}: a line is not NAME=value: ${odd.trim()}`);
  return Object.fromEntries(Object.entries(parseEnv(text)).map(([name, value]) => [name, value ?? ""]));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new BadPolicy(`${file} cannot be read`, { cause: error });
  }
}
