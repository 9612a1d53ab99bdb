// The command line of a setup, read.

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { settingsIn } from "./files.ts";

export const USAGE = `Usage: npm run setup -- [--env staging|production] [--set NAME=value]... [--from FILE|-] [--yes] [--force] [--deploy-plan] [--offline]

  --env          the deployment: production is the whole of wrangler.toml, staging its part [env.staging]
  --set          a setting; secrets are better in a file, since a shell remembers
  --from         settings from a file, as JSON or as lines like NAME="value"; - reads them from the input
  --yes          asks nothing, as with --set and --from: what was given, what stands there, and made-up secrets
  --force        writes over secrets that stand there
  --deploy-plan  prints how to deploy for the first time, in order, and changes nothing
  --offline      looks at the settings only, and asks no deployment`;

/** A command line that cannot be understood. */
export class Misspelt extends Error {}

export interface Words {
  /** Null where it is not said. */
  readonly environment: string | null;
  readonly given: Readonly<Record<string, string>>;
  /** Even in a terminal. */
  readonly asksNothing: boolean;
  readonly force: boolean;
  readonly plansDeployment: boolean;
  readonly isOffline: boolean;
}

const options = {
  env: { type: "string" },
  set: { type: "string", multiple: true },
  from: { type: "string" },
  yes: { type: "boolean", default: false },
  force: { type: "boolean", default: false },
  "deploy-plan": { type: "boolean", default: false },
  offline: { type: "boolean", default: false },
} as const;

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options }).values;
  } catch (error) {
    throw new Misspelt(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function fromFile(name: string): Readonly<Record<string, string>> {
  try {
    return settingsIn(readFileSync(name === "-" ? 0 : name, "utf8"), name === "-" ? "the input" : name);
  } catch (error) {
    if (error instanceof Error && "code" in error) throw new Misspelt(`${name} cannot be read: ${String(error.code)}`);
    throw error;
  }
}

/** Reads a command line, and the file it names. Throws a Misspelt, or what is wrong with the file. */
export function readWords(words: readonly string[]): Words {
  const { env, set, from, yes, force, "deploy-plan": plansDeployment, offline } = parsed(words);
  const pairs = (set ?? []).map((pair) => {
    const at = pair.indexOf("=");
    // Not repeated in the complaint: it may be a secret.
    if (at < 1) throw new Misspelt(`--set takes NAME=value.\n${USAGE}`);
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return {
    environment: env ?? null,
    given: { ...(from === undefined ? {} : fromFile(from)), ...Object.fromEntries(pairs) },
    // Whoever says what is to be set has been asked already.
    asksNothing: yes || from !== undefined || pairs.length > 0,
    force,
    plansDeployment,
    isOffline: offline,
  };
}
