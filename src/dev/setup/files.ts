// The files of a setup, in the folder of the project it is for. What holds a secret is for its owner alone.

import { existsSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual, parseEnv } from "node:util";
import { toDotEnv } from "../emulator/dev-settings.ts";
import { secretsFileOf } from "./next.ts";
import type { Before, Plan } from "./plan.ts";

type Settings = Readonly<Record<string, string>>;

/** A file is not there, or holds something else than it should. */
export class FileTrouble extends Error {}

export const LOCAL_FILE = ".dev.vars";
const OWNER_ALONE = 0o600;

const isTexts = (read: unknown): read is Settings =>
  typeof read === "object" &&
  read !== null &&
  !Array.isArray(read) &&
  Object.values(read).every((value) => typeof value === "string");

function jsonSettings(text: string, name: string): Settings {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    // Where it broke would quote what stands there, which may be a secret.
    throw new FileTrouble(`${name} is no JSON.`);
  }
  if (!isTexts(read)) throw new FileTrouble(`${name} must be a JSON object of texts.`);
  return read;
}

/** Settings as JSON, or as lines like NAME="value". `name` is what a complaint calls it. */
export function settingsIn(text: string, name: string): Settings {
  if (text.trimStart().startsWith("{")) return jsonSettings(text, name);
  const read = parseEnv(text);
  return Object.fromEntries(
    Object.entries(read).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** Those of a file of settings; none where it is not there. */
export function settingsAt(folder: string, name: string): Settings {
  const path = join(folder, name);
  return existsSync(path) ? settingsIn(readFileSync(path, "utf8"), name) : {};
}

/** The text of wrangler.toml. Throws a FileTrouble where there is none. */
export function tomlAt(folder: string): string {
  const path = join(folder, "wrangler.toml");
  if (!existsSync(path)) throw new FileTrouble(`There is no wrangler.toml in ${folder}.`);
  return readFileSync(path, "utf8");
}

/** What stands there already for an environment. */
export const readBefore = (folder: string, environment: string): Before => ({
  toml: tomlAt(folder),
  secrets: settingsAt(folder, secretsFileOf(environment)),
  local: settingsAt(folder, LOCAL_FILE),
});

/** What Git must not see, by the patterns that a .gitignore has for it. */
const PRIVATE = [".dev.vars*", ".secrets*"];

/** A .gitignore with the lines that it lacks; the same where it has them. */
export function ignoringSecrets(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  const lacking = PRIVATE.filter((it) => !lines.includes(it));
  if (lacking.length === 0) return text;
  const whole = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  return `${whole}${lacking.join("\n")}\n`;
}

/** Hides from Git what is about to be written. Gives the names of what that changed. */
function hideSecrets(folder: string): readonly string[] {
  const path = join(folder, ".gitignore");
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  const after = ignoringSecrets(before);
  if (after === before) return [];
  writeFileSync(path, after);
  return [".gitignore"];
}

/** Throws a FileTrouble where a file that will hold secrets stands for another one: they would go where Git may see them. */
function mustBeFile(folder: string, name: string): void {
  const found = lstatSync(join(folder, name), { throwIfNoEntry: false });
  if (found === undefined || found.isFile()) return;
  const what = found.isSymbolicLink() ? "a link to another place" : "no file";
  throw new FileTrouble(`${name} is ${what}: a file of its own must hold the secrets. Nothing was changed.`);
}

/** Whole or not at all, and never readable to others: one that was there would keep its mode while it is written. */
function writePrivate(path: string, text: string): void {
  const beside = `${path}.new`;
  rmSync(beside, { force: true });
  writeFileSync(beside, text, { mode: OWNER_ALONE, flag: "wx" });
  renameSync(beside, path);
}

/** Throws a FileTrouble where one of the files that will hold an environment's secrets is none of its own. */
export function checkPrivate(folder: string, environment: string): void {
  for (const name of [secretsFileOf(environment), LOCAL_FILE]) mustBeFile(folder, name);
}

/** Writes what is other than before, and gives the names of those files. Throws a FileTrouble, and has written nothing then. */
export function writePlan(folder: string, environment: string, before: Before, plan: Plan): readonly string[] {
  checkPrivate(folder, environment);
  const written = [...hideSecrets(folder)];
  const file = secretsFileOf(environment);
  // Secrets first: a setting without its secret is told of, a secret that was made and lost is not.
  if (!isDeepStrictEqual(before.secrets, plan.secrets)) {
    writePrivate(join(folder, file), `${JSON.stringify(plan.secrets, null, 2)}\n`);
    written.push(file);
  }
  if (plan.local !== null && !isDeepStrictEqual(before.local, plan.local)) {
    writePrivate(join(folder, LOCAL_FILE), toDotEnv({ ...plan.local }));
    written.push(LOCAL_FILE);
  }
  if (before.toml !== plan.toml) {
    writeFileSync(join(folder, "wrangler.toml"), plan.toml);
    written.push("wrangler.toml");
  }
  return written;
}
