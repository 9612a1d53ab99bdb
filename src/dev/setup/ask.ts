// The questions of a setup, in a terminal. What is asked, and in which order, stands here; how, is the library's.

import * as prompts from "@clack/prompts";
import type { Readable, Writable } from "node:stream";
import { EARLY, REQUIRED, WAYS, askedOf, besideOf, isChosen, isSecret, problemOf } from "./known.ts";

type Settings = Readonly<Record<string, string>>;
/** Where it is asked and answered. */
export interface Talk {
  readonly input: Readable;
  readonly output: Writable;
}
type Words = ReadonlyMap<string, { readonly what: string; readonly standard: string }>;

/** Somebody left in the middle: nothing is written. */
export class Left extends Error {}

/** What was answered: the library gives a symbol where somebody pressed Ctrl+C. */
function answered<T>(answer: T): Exclude<T, symbol> {
  if (typeof answer === "symbol") throw new Left("Left; nothing was written.");
  // The compiler does not follow that into a type that it does not know yet.
  return answer as Exclude<T, symbol>;
}

export interface Question {
  readonly name: string;
  readonly isHidden: boolean;
  /** What it is, in a sentence. */
  readonly message: string;
  /** What an empty answer means, in words; null where nothing may be left empty. */
  readonly otherwise: string | null;
  /** What an empty answer sets; null where it leaves things as they are. */
  readonly takenOver: string | null;
}

/** What two deployments of a company had better not have in common: their address, their secrets, and whom they write to by what. */
const isOnesOwn = (name: string): boolean =>
  name === "PUBLIC_URL" || isSecret(name) || WAYS.some(({ outside }) => name in outside.settings);

/** The question for a setting: what docs/SETTINGS.md says of it, and what an empty answer means. `others` stand in another environment. */
export function questionFor(name: string, settings: Settings, words: Words, others: Settings = {}): Question {
  const { what = "", standard = "" } = words.get(name) ?? {};
  const now = settings[name] ?? "";
  const isThere = now !== "";
  const isNeeded = problemOf(name, "") !== null;
  const kept = isSecret(name) ? "as it is" : now;
  const left = isChosen(name) ? "made up for you" : isNeeded ? null : standard === "" ? "none" : standard;
  const elsewhere = isThere || isOnesOwn(name) ? "" : (others[name] ?? "");
  const takenOver = elsewhere === "" ? null : elsewhere;
  const otherwise = isThere ? kept : (takenOver ?? left);
  return {
    name,
    isHidden: isSecret(name),
    message: `${name}${what === "" ? "" : `: ${what}`}${otherwise === null ? "" : ` (empty: ${otherwise})`}`,
    otherwise,
    takenOver,
  };
}

/** An answer to one question; empty where all stays as it is. `problemWith`: what is wrong with an answer beside the others. */
async function put(
  { name, isHidden, message, otherwise, takenOver }: Question,
  talk: Talk,
  problemWith: (value: string) => string | null,
): Promise<string> {
  const validate = (value: string | undefined): string | undefined => {
    const given = value ?? "";
    const isLeft = given === "" && otherwise !== null;
    const alone = isLeft ? null : (problemOf(name, given) ?? (given === "" ? "is missing" : null));
    const problem = alone ?? problemWith(given === "" ? (takenOver ?? "") : given);
    return problem === null ? undefined : `${name} ${problem}`;
  };
  const answer = isHidden
    ? prompts.password({ ...talk, message, validate })
    : prompts.text({ ...talk, message, validate });
  const given = answered(await answer);
  return given === "" ? (takenOver ?? "") : given;
}

/** What is asked first. A secret that can be made up is nobody's to think of. */
export const firstQuestions: readonly string[] = REQUIRED.filter((name) => !isChosen(name));

/** Asks for an environment among those that there are. */
export async function askEnvironment(environments: readonly string[], { input, output }: Talk): Promise<string> {
  const options = environments.map((value) => ({ value, label: value }));
  return answered(await prompts.select({ input, output, message: "Which deployment is this for?", options }));
}

export interface Standing {
  /** In this environment. */
  readonly settings: Settings;
  /** In another one, which has much in common with it. */
  readonly others: Settings;
  /** What is wrong with a setting beside the new values; null where nothing is, or it is merely missing still. */
  readonly problemIn: (given: Settings, name: string) => string | null;
}

/** Asks for all that is needed. Gives the new values. Throws a Left. */
export async function askAll(
  { settings, others, problemIn }: Standing,
  words: Words,
  { input, output }: Talk,
): Promise<Settings> {
  const talk = { input, output };
  const answers: Record<string, string> = {};
  const ask = async (names: readonly string[]): Promise<void> => {
    for (const name of names) {
      if (name in answers) continue;
      // One after the other: it is one person who answers.
      const problemWith = (value: string): string | null =>
        problemIn(value === "" ? answers : { ...answers, [name]: value }, name);
      const question = questionFor(name, { ...settings, ...answers }, words, others);
      const answer = await put(question, talk, problemWith);
      if (answer !== "") answers[name] = answer;
    }
  };
  await ask(firstQuestions);
  const has = (name: string): boolean => (settings[name] ?? "") !== "";
  const ways = answered(
    await prompts.multiselect({
      ...talk,
      message: "How are customers reached? (space chooses, Enter goes on)",
      options: WAYS.map(({ name, channel }) => ({ value: name, label: name, hint: channel })),
      initialValues: WAYS.filter(({ outside }) => outside.needs.every(has)).map(({ name }) => name),
      required: false,
    }),
  );
  await ask(WAYS.filter(({ name }) => ways.includes(name)).flatMap((it) => [...askedOf(it), ...besideOf(it)]));
  await ask(EARLY);
  return answers;
}

/** Asks whether to write. */
export const askWhether = async (message: string, { input, output }: Talk): Promise<boolean> =>
  answered(await prompts.confirm({ input, output, message }));
