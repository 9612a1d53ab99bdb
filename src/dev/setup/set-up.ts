// A setup from its first question to its last word, in a folder and a terminal that it is given.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { Left, askAll, askEnvironment, askWhether } from "./ask.ts";
import { FileTrouble, LOCAL_FILE, checkPrivate, readBefore, tomlAt, writePlan } from "./files.ts";
import { WAYS, wordsIn } from "./known.ts";
import { deployPlan, secretsFileOf, toPaste } from "./next.ts";
import { planSetup, textsOf } from "./plan.ts";
import { makeSecret } from "./secret.ts";
import { PRODUCTION, TomlTrouble, deploymentIn, environmentsIn } from "./toml.ts";
import { Misspelt, readWords } from "./words.ts";
import type { Writable } from "node:stream";
import type { Complaint } from "../../platform/fields.ts";
import type { Talk } from "./ask.ts";
import type { Way } from "./known.ts";
import type { Before, Plan, Wish } from "./plan.ts";
import type { Place } from "./next.ts";
import type { Words } from "./words.ts";

const HEALTH_LIMIT_MS = 5_000;
const SETTINGS = new URL("../../../docs/SETTINGS.md", import.meta.url);
// In the package all of it is JavaScript.
const GUARD = join(import.meta.dirname, "../emulator/needs-node.cjs");
const DOCTOR = join(import.meta.dirname, `../doctor/run${extname(import.meta.filename)}`);

const WHOLE = 0;
const LEFT_TO_DO = 1;
const UNCHANGED = 2;

type Say = (...lines: readonly string[]) => void;

type Settings = Readonly<Record<string, string>>;

/** Where a setup is called from. */
export interface Terminal extends Talk {
  /** For what is wrong. */
  readonly complaints: Writable;
  /** Somebody is there who can be asked. */
  readonly isTalk: boolean;
}

const sayTo =
  (output: Writable): Say =>
  (...lines) =>
    void output.write(`${lines.join("\n")}\n`);
const complain = (complaints: readonly Complaint[]): readonly string[] =>
  complaints.map(({ setting, problem }) => `  ${setting} ${problem}`);

async function environmentOf({ environment, asksNothing }: Words, toml: string, terminal: Terminal): Promise<string> {
  const known = environmentsIn(toml);
  const asks = terminal.isTalk && !asksNothing && known.length > 1;
  const chosen = environment ?? (asks ? await askEnvironment(known, terminal) : PRODUCTION);
  if (!known.includes(chosen))
    throw new Misspelt(`wrangler.toml has no environment ${chosen}; it has ${known.join(" and ")}.`);
  return chosen;
}

/** The settings as they stand, secrets among them. */
const standing = ({ toml, secrets }: Before, environment: string): Settings => ({
  ...textsOf(deploymentIn(toml, environment).vars),
  ...secrets,
});

/** The settings of the other environments, secrets not among them. */
const elsewhere = (toml: string, environment: string): Settings =>
  Object.assign(
    {},
    ...environmentsIn(toml)
      .filter((it) => it !== environment)
      .map((it) => textsOf(deploymentIn(toml, it).vars)),
  ) as Settings;

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

function tellOf(say: Say, place: Place, plan: Plan, written: readonly string[]): void {
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
async function check({ settings }: Plan, say: Say): Promise<number> {
  const { PUBLIC_URL: url = "", OPERATOR_TOKEN = "" } = settings;
  if (!(await isDeployed(url))) {
    say("", `Nothing answers at ${url} yet. Once it does: npm run doctor -- ${url}`);
    return WHOLE;
  }
  const environment = { ...process.env, OPERATOR_TOKEN };
  const doctor = spawn(process.execPath, ["-r", GUARD, DOCTOR, url], { env: environment, stdio: "inherit" });
  const [code] = (await once(doctor, "exit")) as [number | null];
  return code === 0 ? WHOLE : LEFT_TO_DO;
}

/** What was asked for cannot be done. */
class Refused extends Error {}

/** The plan. Throws a Refused where there is none. */
function planned(before: Before, wish: Wish): Plan {
  const result = planSetup(before, wish);
  if (result.ok) return result.plan;
  throw new Refused(`Nothing was changed:\n${complain(result.complaints).join("\n")}`);
}

async function setUp(args: readonly string[], folder: string, terminal: Terminal): Promise<number> {
  const say = sayTo(terminal.output);
  const words = readWords(args);
  const environment = await environmentOf(words, tomlAt(folder), terminal);
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
  const asks = terminal.isTalk && !words.asksNothing;
  // Whoever answers a question about a secret that stands there wants another one.
  const wish = (answers: Settings): Wish => ({
    environment,
    given: { ...words.given, ...answers },
    force: (name) => words.force || name in answers,
    make: makeSecret,
  });
  const problemIn = (answers: Settings, name: string): string | null => {
    const result = planSetup(before, wish(answers));
    const wrong = result.ok ? result.plan.left : result.complaints;
    return wrong.find((it) => it.setting === name && !it.problem.startsWith("is missing"))?.problem ?? null;
  };
  // Before anybody answers a question: what is wrong whatever the answers are.
  checkPrivate(folder, environment);
  planned(before, wish({}));
  const stands = { settings: now, others: elsewhere(before.toml, environment), problemIn };
  const answers = asks ? await askAll(stands, wordsIn(readFileSync(SETTINGS, "utf8")), terminal) : {};
  const plan = planned(before, wish(answers));
  if (asks && plan.changed.length > 0 && !(await askWhether(`Write ${plan.changed.join(", ")}?`, terminal)))
    throw new Left("Nothing was written.");
  tellOf(say, place(plan.settings), plan, writePlan(folder, environment, before, plan));
  if (plan.left.length > 0) return LEFT_TO_DO;
  return words.isOffline ? WHOLE : check(plan, say);
}

const EXPECTED = [Misspelt, Left, Refused, FileTrouble, TomlTrouble];

/** Sets up the project in `folder`, by the words of a command line. Gives the exit code: 0 where all is whole, 1 where something is left to do, 2 where nothing was changed. */
export async function runSetup(args: readonly string[], folder: string, terminal: Terminal): Promise<number> {
  try {
    return await setUp(args, folder, terminal);
  } catch (error) {
    if (!(error instanceof Error) || !EXPECTED.some((it) => error instanceof it)) throw error;
    sayTo(terminal.complaints)(error.message);
    return UNCHANGED;
  }
}
