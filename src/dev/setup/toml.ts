// Settings and the domain in the text of a wrangler.toml, which people read and comment: single lines are put in or replaced, and
// what came of it is read again before anybody believes it.

import { isDeepStrictEqual } from "node:util";
import { TomlError, parse } from "smol-toml";
import type { TomlTable } from "smol-toml";

/** The whole of the file is this environment; every other is a part of it, `[env.NAME]`. */
export const PRODUCTION = "production";

/** The file cannot be read, or not edited line by line. */
export class TomlTrouble extends Error {}

const isTable = (value: unknown): value is TomlTable =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

const tableIn = (table: TomlTable, name: string): TomlTable => {
  const value = table[name];
  return isTable(value) ? value : {};
};

function parsed(toml: string): TomlTable {
  try {
    return parse(toml);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // What stands there is not quoted, as the rest of the message has it: it may be a secret.
    const [what = ""] = error.message.split("\n");
    throw new TomlTrouble(`wrangler.toml cannot be read, line ${error.line}: ${what}`);
  }
}

/** Null where it is no TOML. */
function parsedOrNull(toml: string): TomlTable | null {
  try {
    return parsed(toml);
  } catch (error) {
    if (error instanceof TomlTrouble) return null;
    throw error;
  }
}

const partOf = (whole: TomlTable, environment: string): TomlTable =>
  environment === PRODUCTION ? whole : tableIn(tableIn(whole, "env"), environment);

export interface Deployment {
  /** The Worker's. */
  readonly name: string;
  /** Texts, numbers and booleans as they stand there: only the first are settings. */
  readonly vars: Readonly<Record<string, unknown>>;
  /** The names of bindings that a provider may need. */
  readonly bindings: readonly string[];
}

/** The environments that the file has, production first. */
export const environmentsIn = (toml: string): readonly string[] => [
  PRODUCTION,
  ...Object.keys(tableIn(parsed(toml), "env")),
];

/** What an environment of it deploys. */
export function deploymentIn(toml: string, environment: string): Deployment {
  const whole = parsed(toml);
  const part = partOf(whole, environment);
  const own = typeof part["name"] === "string" ? part["name"] : null;
  const named = typeof whole["name"] === "string" ? whole["name"] : "";
  const emails = Array.isArray(part["send_email"]) ? part["send_email"] : [];
  return {
    name: own ?? `${named}-${environment}`,
    vars: tableIn(part, "vars"),
    bindings: emails.filter(isTable).flatMap(({ name }) => (typeof name === "string" ? [name] : [])),
  };
}

/** What is bound in a part: the names under which the Worker finds databases, objects, limits and whatever else there is. */
function boundIn(part: TomlTable): readonly string[] {
  const lists = [...Object.values(part), tableIn(part, "durable_objects")["bindings"]].filter((it) =>
    Array.isArray(it),
  );
  return lists
    .flat()
    .filter(isTable)
    .flatMap(({ binding, name }) => [binding ?? name].filter((it) => typeof it === "string"));
}

/** What production has bound and an environment has not: it takes nothing over, and wrangler says nothing of it. */
export function notTakenOver(toml: string, environment: string): readonly string[] {
  const whole = parsed(toml);
  const own = boundIn(partOf(whole, environment));
  return boundIn(whole).filter((name) => !own.includes(name));
}

const isHeader = (line: string): boolean => /^\s*\[/.test(line);

/** Where the lines of a table are; the root's where `header` is null. Null where it is not there. */
function linesOf(lines: readonly string[], header: string | null): { from: number; to: number } | null {
  const at = header === null ? -1 : lines.findIndex((line) => line.replace(/#.*$/, "").trim() === header);
  if (header !== null && at === -1) return null;
  const next = lines.findIndex((line, index) => index > at && isHeader(line));
  return { from: at + 1, to: next === -1 ? lines.length : next };
}

/** Puts `line` where the table has one of that name, or a commented one, else behind its last. */
function putLine(lines: readonly string[], header: string | null, name: string, line: string): readonly string[] {
  const place = linesOf(lines, header);
  if (place === null) return [...lines, "", header ?? "", line];
  const inside = lines.slice(place.from, place.to);
  const own = inside.findIndex((it) => new RegExp(`^\\s*${name}\\s*=`).test(it));
  const commented = inside.findIndex((it) => new RegExp(`^\\s*#\\s*${name}\\s*=`).test(it));
  const found = own === -1 ? commented : own;
  if (found !== -1) return lines.with(place.from + found, line);
  // What stands behind the last of them belongs to the next table.
  const last = inside.findLastIndex((it) => /^\s*[\w"-]+\s*=/.test(it));
  const at = place.from + last + 1;
  return [...lines.slice(0, at), line, ...lines.slice(at)];
}

const headerOf = (environment: string, table?: string): string | null => {
  const names = [...(environment === PRODUCTION ? [] : ["env", environment]), ...(table === undefined ? [] : [table])];
  return names.length === 0 ? null : `[${names.join(".")}]`;
};

const text = (value: string): string => JSON.stringify(value).replaceAll("\u007f", "\\u007f");

/**
 * The file with `vars` of an environment set, and its domain where one is given. Throws a TomlTrouble where that cannot be done
 * line by line, as with an array over several lines: nothing else of the file changes, ever.
 */
export function withSettings(
  toml: string,
  environment: string,
  { vars, domain }: { readonly vars: Readonly<Record<string, string>>; readonly domain: string | null },
): string {
  const whole = parsed(toml);
  const part = partOf(whole, environment);
  const before = tableIn(part, "vars");
  let lines: readonly string[] = toml.split("\n");
  for (const [name, value] of Object.entries(vars))
    if (before[name] !== value) lines = putLine(lines, headerOf(environment, "vars"), name, `${name} = ${text(value)}`);
  const routes = domain === null ? part["routes"] : [{ pattern: domain, custom_domain: true }];
  if (domain !== null && !isDeepStrictEqual(part["routes"], routes))
    lines = putLine(
      lines,
      headerOf(environment),
      "routes",
      `routes = [{ pattern = ${text(domain)}, custom_domain = true }]`,
    );
  const edited = lines.join("\n");
  const wanted = { ...part, vars: { ...before, ...vars }, ...(routes === undefined ? {} : { routes }) };
  const expected =
    environment === PRODUCTION ? wanted : { ...whole, env: { ...tableIn(whole, "env"), [environment]: wanted } };
  // Without prototypes, or with: what counts is what it says.
  if (!isDeepStrictEqual(structuredClone(parsedOrNull(edited)), structuredClone(expected)))
    throw new TomlTrouble(
      "wrangler.toml is written in a way that cannot be edited line by line: put the settings in by hand",
    );
  return edited;
}
