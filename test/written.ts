// What stands in this checkout for a deployment: wrangler.toml and .dev.vars, once `npm run setup` has written them.

import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { PRODUCTION, deploymentIn } from "../src/dev/setup/toml.ts";

const root = resolve(import.meta.dirname, "..");

/** The names of its settings, each empty, which counts as left out: no test may turn out otherwise for them. */
export function writtenSettings(): Readonly<Record<string, string>> {
  const { vars } = deploymentIn(readFileSync(join(root, "wrangler.toml"), "utf8"), PRODUCTION);
  const local = join(root, ".dev.vars");
  const secrets = existsSync(local) ? parseEnv(readFileSync(local, "utf8")) : {};
  return Object.fromEntries([...Object.keys(vars), ...Object.keys(secrets)].map((name) => [name, ""]));
}
