// What a setup would write: the settings that were given, put together with those that stand there already and the secrets that it
// makes up. Decides only; files are others'. No complaint and no note holds a value.

import { isLocalUrl } from "../../platform/fields.ts";
import { readConfig } from "../../setup/config.ts";
import { nearest } from "../../setup/near.ts";
import { isChosen, isSecret, NAMES, problemOf, REQUIRED, WAYS, askedOf } from "./known.ts";
import { deploymentIn, notTakenOver, withSettings } from "./toml.ts";
import type { Complaint } from "../../platform/fields.ts";

type Settings = Readonly<Record<string, string>>;

/** What stands there already. */
export interface Before {
  /** The text of wrangler.toml. */
  readonly toml: string;
  /** Of the file for `wrangler secret bulk`. */
  readonly secrets: Settings;
  /** Of `.dev.vars`. */
  readonly local: Settings;
}

export interface Wish {
  readonly environment: string;
  /** New values by their names. */
  readonly given: Settings;
  /** Whether a secret may be written over that stands there already. */
  readonly force: (name: string) => boolean;
  /** Makes a secret that the setting can hold. */
  readonly make: (name: string) => string;
}

export interface Plan {
  readonly toml: string;
  readonly secrets: Settings;
  /** Null where a local run gets nothing: a live key is for no laptop. */
  readonly local: Settings | null;
  /** The secrets that were made up. */
  readonly made: readonly string[];
  /** What is new or other than before. */
  readonly changed: readonly string[];
  /** What is missing or wrong still, with all of it put together. */
  readonly left: readonly Complaint[];
  /** Every setting as it will be. */
  readonly settings: Settings;
}

export type Planned =
  { readonly ok: true; readonly plan: Plan } | { readonly ok: false; readonly complaints: readonly Complaint[] };

/** Those that are texts: numbers and booleans are no settings. */
export const textsOf = (vars: Readonly<Record<string, unknown>>): Settings =>
  Object.fromEntries(
    Object.entries(vars).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );

/** What is wrong with one that was given, by itself. */
function wrongWith(name: string, value: string, before: Settings, force: Wish["force"]): string | null {
  if (!NAMES.includes(name)) {
    const meant = nearest(name, NAMES);
    return `is no setting${meant === null ? "" : `: is ${meant} meant?`}`;
  }
  const problem = value === "" ? "is given, and empty" : problemOf(name, value);
  if (problem !== null) return problem;
  const old = before[name];
  return isSecret(name) && !force(name) && old !== undefined && old !== "" && old !== value
    ? "is set already, to something else: --force writes over it"
    : null;
}

/** The secrets to be made up: those that nothing works without, and those of every way out that was begun. */
function lacking(settings: Settings): readonly string[] {
  const has = (name: string): boolean => (settings[name] ?? "") !== "";
  const begun = WAYS.filter(({ outside }) => outside.needs.some(has)).flatMap(askedOf);
  return [...new Set([...REQUIRED, ...begun])].filter((name) => isChosen(name) && !has(name));
}

function modeComplaint(environment: string, { FLATPEAK_API_KEY: key = "" }: Settings): readonly Complaint[] {
  const isWrong = environment === "staging" && key.startsWith("sk_live_");
  return isWrong ? [{ setting: "FLATPEAK_API_KEY", problem: "is a live key, and staging is for test data" }] : [];
}

/** Addresses of this machine, which a deployment elsewhere does not reach. */
function reachComplaints(settings: Settings): readonly Complaint[] {
  if (isLocalUrl(settings["PUBLIC_URL"] ?? "")) return [];
  const here = Object.keys(settings).filter((name) => isLocalUrl(settings[name] ?? ""));
  return here.map((setting) => ({ setting, problem: "is an address of this machine, which no deployment reaches" }));
}

/** Bindings that were added to production alone. */
const bindingComplaints = (toml: string, environment: string): readonly Complaint[] =>
  notTakenOver(toml, environment).map((setting) => ({
    setting,
    problem: `is bound in production, and not in [env.${environment}], which takes over nothing`,
  }));

/** The name that `PUBLIC_URL` needs as a domain; null where it is none of the world's. */
function domainOf(publicUrl: string | undefined): string | null {
  const url = publicUrl !== undefined && URL.canParse(publicUrl) ? new URL(publicUrl) : null;
  return url === null || url.protocol !== "https:" || url.port !== "" ? null : url.hostname;
}

/** Plans a setup. Bad input changes nothing: then there are complaints, and no plan. */
export function planSetup(before: Before, { environment, given, force, make }: Wish): Planned {
  const { vars, bindings } = deploymentIn(before.toml, environment);
  const printed = Object.keys(vars).filter(isSecret);
  const alone = Object.entries(given).flatMap(([setting, value]): readonly Complaint[] => {
    const problem = wrongWith(setting, value, before.secrets, force);
    return problem === null ? [] : [{ setting, problem }];
  });
  const complaints = [
    ...printed.map((setting) => ({ setting, problem: "is a secret, and stands in wrangler.toml: take it out there" })),
    ...alone,
  ];
  const asked = { ...textsOf(vars), ...before.secrets, ...given };
  const made = Object.fromEntries(lacking(asked).map((name) => [name, make(name)]));
  const settings = { ...asked, ...made };
  const read = readConfig({ ...settings, ...Object.fromEntries(bindings.map((name) => [name, {}])) });
  const wrong = [
    ...(read.ok ? [] : read.complaints),
    ...modeComplaint(environment, settings),
    ...reachComplaints(settings),
    ...bindingComplaints(before.toml, environment),
  ];
  const isOurs = ({ setting, problem }: Complaint): boolean => setting in given && !problem.startsWith("is missing");
  complaints.push(...wrong.filter((it) => isOurs(it) && !alone.some(({ setting }) => setting === it.setting)));
  if (complaints.length > 0) return { ok: false, complaints };
  const of = (choose: (name: string) => boolean, all: Settings): Settings =>
    Object.fromEntries(Object.entries(all).filter(([name]) => choose(name)));
  const secrets = { ...before.secrets, ...of(isSecret, { ...given, ...made }) };
  const plain = of((name) => !isSecret(name), given);
  const isTest = (settings["FLATPEAK_API_KEY"] ?? "").startsWith("sk_test_");
  const old: Settings = { ...textsOf(vars), ...before.secrets };
  return {
    ok: true,
    plan: {
      toml: withSettings(before.toml, environment, { vars: plain, domain: domainOf(given["PUBLIC_URL"]) }),
      secrets,
      // What stands there stays: somebody may work with it.
      local: isTest ? { ...secrets, ...of((name) => !(name in secrets && force(name)), before.local) } : null,
      made: Object.keys(made),
      changed: Object.keys({ ...given, ...made }).filter((name) => old[name] !== settings[name]),
      left: wrong,
      settings,
    },
  };
}
