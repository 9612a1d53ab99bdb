// The settings of a local run against the real FlatPeak: those of an environment of wrangler.toml, with what `.dev.vars` and the
// shell say. No file or process is touched here.

import { readConfig } from "../../setup/config.ts";
import { NAMES } from "../setup/known.ts";
import { deploymentIn, PRODUCTION } from "../setup/toml.ts";
import type { Complaint } from "../../platform/fields.ts";

export interface LiveWish {
  readonly environment: string;
  readonly port: number;
  /** Where the world finds this run, by a tunnel; null where it does not. */
  readonly url: string | null;
}

export type LiveSettings =
  | { readonly ok: true; readonly settings: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly complaints: readonly Complaint[] };

/** What an environment has and a laptop does not take over. */
const NOT_TAKEN_OVER: Readonly<Record<string, string>> = {
  // The deployment sends already: whoever wants messages from here as well says so.
  TEST_MODE_DELIVERY: "log",
  // The runtime of a laptop knows no jurisdictions.
  JURISDICTION: "",
};

const namedIn = (given: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = given[name];
      return typeof value === "string" && value !== "" ? [[name, value]] : [];
    }),
  );

/**
 * All settings of the run; each that another part of wrangler.toml has, and this one has not, is there and empty. `local` is what
 * `.dev.vars` holds, `shell` the environment of whoever started it. Refused with a key for live data: customers would be told
 * twice, by the deployment and by a laptop.
 */
export function liveSettings(
  toml: string,
  local: Readonly<Record<string, string>>,
  shell: Readonly<Record<string, string | undefined>>,
  { environment, port, url }: LiveWish,
): LiveSettings {
  const settings: Readonly<Record<string, string>> = {
    ...Object.fromEntries(Object.keys(deploymentIn(toml, PRODUCTION).vars).map((name) => [name, ""])),
    ...namedIn(deploymentIn(toml, environment).vars),
    ...NOT_TAKEN_OVER,
    ...namedIn(local),
    ...namedIn(shell),
    PUBLIC_URL: url ?? `http://127.0.0.1:${port}`,
  };
  if ((settings["FLATPEAK_API_KEY"] ?? "").startsWith("sk_live_"))
    return {
      ok: false,
      complaints: [{ setting: "FLATPEAK_API_KEY", problem: "is a live key: a local run is for test data" }],
    };
  const read = readConfig(settings);
  return read.ok ? { ok: true, settings } : read;
}
