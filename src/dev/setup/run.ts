// `npm run setup`: asks for what a deployment needs, makes up its secrets, and writes wrangler.toml, the file of its secrets and
// `.dev.vars`. Works on the folder it is called in, and without a terminal as well. A secret is never printed. Ends with 0 where
// all is whole, 1 where something is left to do, 2 where nothing was changed.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { Left, askAll, askEnvironment, askWhether } from "./ask.ts";
import { FileTrouble, LOCAL_FILE, readBefore, tomlAt, writePlan } from "./files.ts";
import { WAYS, wordsIn } from "./known.ts";
import { deployPlan, secretsFileOf, toPaste } from "./next.ts";
import { planSetup, textsOf } from "./plan.ts";
import { makeSecret } from "./secret.ts";
import { PRODUCTION, TomlTrouble, deploymentIn, environmentsIn } from "./toml.ts";
import { Misspelt, readWords } from "./words.ts";
import type { Complaint } from "../../platform/fields.ts";
import type { Way } from "./known.ts";
import type { Before, Plan, Wish } from "./plan.ts";
import type { Place } from "./next.ts";
import type { Words } from "./words.ts";

const HEALTH_LIMIT_MS = 5_000;
const SETTINGS = new URL("../../../docs/SETTINGS.md", import.meta.url);
// In the package all of it is JavaScript.
const DOCTOR = join(import.meta.dirname, `../doctor/run${extname(import.meta.filename)}`);

const WHOLE = 0;
const LEFT_TO_DO = 1;
const UNCHANGED = 2;

const say = (...lines: readonly string[]): void => void process.stdout.write(`${lines.join("\n")}\n`);
const complain = (complaints: readonly Complaint[]): readonly string[] =>
  complaints.map(({ setting, problem }) => `  ${setting} ${problem}`);

const folder = process.cwd();

async function environmentOf({ environment, asksNothing }: Words, isTalk: boolean): Promise<string> {
  const known = environmentsIn(tomlAt(folder));
  const chosen = environment ?? (isTalk && !asksNothing && known.length > 1 ? await askEnvironment(known) : PRODUCTION);
  if (!known.includes(chosen))
    throw new Misspelt(`wrangler.toml has no environment ${chosen}; it has ${known.join(" and ")}.`);
  return chosen;
}

/** The settings as they stand, secrets among them. */
const standing = ({ toml, secrets }: Before, environment: string): Readonly<Record<string, string>> => ({
  ...textsOf(deploymentIn(toml, environment).vars),
  ...secrets,
});

/** The settings of the other environments, secrets not among them. */
const elsewhere = (toml: string, environment: string): Readonly<Record<string, string>> =>
  Object.assign(
    {},
    ...environmentsIn(toml)
      .filter((it) => it !== environment)
      .map((it) => textsOf(deploymentIn(toml, it).vars)),
  ) as Readonly<Record<string, string>>;

/** The ways out that are whole. */
function waysOf({ settings, toml }: Plan, environment: string): readonly string[] {
  const { bindings } = deploymentIn(toml, environment);
  const isWhole = ({ outside: { needs, binding } }: Way): boolean =>
    needs.every((name) => (settings[name] ?? "") !== "") && (binding === undefined || bindings.includes(binding));
  return WAYS.filter(isWhole).map(({ name }) => name);
}

/** What became of the file for a local run. */
function localLine({ local, settings }: Plan): string {
  if (local !== null) return `${LOCAL_FILE} is for a local run against FlatPeak: npm run dev -- --live.`;
  return settings["FLATPEAK_API_KEY"] === undefined
    ? `${LOCAL_FILE} is written once there is a key for test data.`
    : `${LOCAL_FILE} gets no live key: a local run is for test data.`;
}

function tellOf(place: Place, plan: Plan, written: readonly string[]): void {
  const { environment } = place;
  say(
    "",
    written.length === 0 ? "Nothing to change: all of it stands there already." : `Written: ${written.join(", ")}`,
    ...(plan.changed.length === 0 ? [] : [`  settings: ${plan.changed.join(", ")}`]),
    ...(plan.made.length === 0 ? [] : [`  made up: ${plan.made.join(", ")}, in ${secretsFileOf(environment)}`]),
    localLine(plan),
    `Keep ${secretsFileOf(environment)} where your other secrets are. Git does not see it.`,
  );
  if (plan.left.length > 0) {
    say(
      "",
      "Still missing or wrong:",
      ...complain(plan.left),
      "",
      "Call it again when you have them: what stands there stays.",
    );
    return;
  }
  say(
    "",
    "The settings are complete. What to put where:",
    ...toPaste(place, waysOf(plan, environment)).map((it) => `  ${it}`),
  );
  say("", "How to deploy it:", ...deployPlan(place).map((it) => `  ${it}`));
}

async function isDeployed(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/healthz`, { redirect: "manual", signal: AbortSignal.timeout(HEALTH_LIMIT_MS) });
    return (await answer.text()).includes('"configuration"');
  } catch (error) {
    // No such name, nobody there, no answer: it is not deployed yet.
    if (error instanceof Error) return false;
    throw error;
  }
}

/** Lets the deployment check itself, where there is one already. */
async function check({ settings }: Plan): Promise<number> {
  const { PUBLIC_URL: url = "", OPERATOR_TOKEN = "" } = settings;
  if (!(await isDeployed(url))) {
    say("", `Nothing answers at ${url} yet. Once it does: npm run doctor -- ${url}`);
    return WHOLE;
  }
  const environment = { ...process.env, OPERATOR_TOKEN };
  const doctor = spawn(process.execPath, [DOCTOR, url], { env: environment, stdio: "inherit" });
  const [code] = (await once(doctor, "exit")) as [number | null];
  return code === 0 ? WHOLE : LEFT_TO_DO;
}

/** The plan; null where there is none, which was told then. */
function planned(before: Before, wish: Wish): Plan | null {
  const result = planSetup(before, wish);
  if (result.ok) return result.plan;
  process.stderr.write(`Nothing was changed:\n${complain(result.complaints).join("\n")}\n`);
  return null;
}

async function setUp(): Promise<number> {
  const words = readWords(process.argv.slice(2));
  const isTalk = process.stdin.isTTY && process.stdout.isTTY;
  const environment = await environmentOf(words, isTalk);
  const before = readBefore(folder, environment);
  const now = standing(before, environment);
  const place = (settings: Place["settings"]): Place => ({
    environment,
    worker: deploymentIn(before.toml, environment).name,
    settings,
  });
  if (words.plansDeployment) {
    say(...deployPlan(place(now)));
    return WHOLE;
  }
  const asks = isTalk && !words.asksNothing;
  const stands = { settings: now, others: elsewhere(before.toml, environment) };
  const answers = asks ? await askAll(stands, wordsIn(readFileSync(SETTINGS, "utf8"))) : {};
  // Whoever answers a question about a secret that stands there wants another one.
  const force = (name: string): boolean => words.force || name in answers;
  const plan = planned(before, { environment, given: { ...words.given, ...answers }, force, make: makeSecret });
  if (plan === null) return UNCHANGED;
  if (asks && plan.changed.length > 0 && !(await askWhether(`Write ${plan.changed.join(", ")}?`)))
    throw new Left("Nothing was written.");
  tellOf(place(plan.settings), plan, writePlan(folder, environment, before, plan));
  if (plan.left.length > 0) return LEFT_TO_DO;
  return words.isOffline ? WHOLE : check(plan);
}

const EXPECTED = [Misspelt, Left, FileTrouble, TomlTrouble];

try {
  process.exitCode = await setUp();
} catch (error) {
  if (!(error instanceof Error) || !EXPECTED.some((it) => error instanceof it)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = UNCHANGED;
}
