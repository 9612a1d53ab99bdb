// No command of the documents has a name, a word or an option that is not there: npm's scripts by what they read, and wrangler's by the
// list that wrangler itself has.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { experimental_getWranglerCommands as wranglerCommands } from "wrangler";
import { scripts } from "../../package.json";
import { deployPlan } from "../../src/dev/setup/next.ts";
import { readWords } from "../../src/dev/setup/words.ts";
import { optionsOf } from "../../src/dev/simulator/command.ts";
import { COMMANDS, commandsIn, root } from "./blocks.ts";
import type { Command } from "./blocks.ts";

const settings = { PUBLIC_URL: "https://go.example.com" };
const ALL: readonly Command[] = [
  ...COMMANDS,
  // What a setup prints at its end.
  ...["production", "staging"].flatMap((environment) =>
    commandsIn("npm run setup", deployPlan({ environment, worker: "w", settings }).join("\n")),
  ),
];
const said = ({ page, words }: Command): string => `${page}: ${words.join(" ")}`;
const startsWith = (...start: readonly string[]) =>
  ALL.filter(({ words }) => start.every((it, no) => words[no] === it));

/** What npm does by itself. */
const OF_NPM = ["ci", "install", "pack", "test", "run", "version", "publish", "exec"];

const SCRIPTS: Readonly<Record<string, string>> = scripts;

/** A script's own words: those behind `--`. */
const behind = (words: readonly string[]): readonly string[] => words.slice(3).filter((it) => it !== "--");
const optionsIn = (words: readonly string[]): readonly string[] =>
  words.flatMap((word) => /^--([a-z\d][a-z\d-]*)/.exec(word)?.[1] ?? []);

/** The sources beside a script, in which the options that it reads stand as names. */
function sourcesOf(script: string): string {
  const file = script.split(" ").find((it) => it.endsWith(".ts")) ?? "";
  const folder = join(root, dirname(file));
  const names = readdirSync(folder).filter((it) => it.endsWith(".ts"));
  return names.map((it) => readFileSync(join(folder, it), "utf8")).join("\n");
}

/** Scripts whose reader of their words can be called. */
const READERS: Readonly<Record<string, (words: readonly string[]) => unknown>> = {
  // The file of an example is nobody's.
  setup: (words) => readWords(words.filter((it, no) => it !== "--from" && words[no - 1] !== "--from")),
  simulate: optionsOf,
};

test("every command of npm is one that there is", () => {
  const strange = startsWith("npm").filter(({ words: [, verb = "", name = ""] }) =>
    verb === "run" ? SCRIPTS[name] === undefined : !OF_NPM.includes(verb),
  );
  expect(strange.map(said)).toEqual([]);
  expect(startsWith("npm", "run").length).toBeGreaterThan(60);
});

test("every option of a script of ours is one that it reads", () => {
  const ours = startsWith("npm", "run").filter(
    ({ words: [, , name = ""] }) => (SCRIPTS[name] ?? "").includes(".ts") && READERS[name] === undefined,
  );
  const strange = ours.filter(({ words }) => {
    const sources = sourcesOf(SCRIPTS[words[2] ?? ""] ?? "");
    return !optionsIn(behind(words)).every((it) => new RegExp(`["\\s{,]${it}"?: [[{]|"--${it}"`).test(sources));
  });
  expect(strange.map(said)).toEqual([]);
});

test.each(Object.entries(READERS))("every npm run %s is understood", (name, read) => {
  const commands = startsWith("npm", "run", name);
  expect(commands.length).toBeGreaterThan(3);
  for (const { words } of commands) expect(() => read(behind(words))).not.toThrow();
});

test("every command of the package is one that it has", () => {
  const bin = readFileSync(join(root, "src/dev/bin.ts"), "utf8");
  const strange = startsWith("npx", "flatpeak-reconnect").filter(
    ({ words: [, , name] }) => name !== undefined && !new RegExp(`^  ${name}: \\{ does:`, "m").test(bin),
  );
  expect(strange.map(said)).toEqual([]);
});

interface Definition {
  readonly args?: Readonly<Record<string, { readonly alias?: string | readonly string[] }>>;
}
interface Node {
  readonly definition?: Definition;
  readonly subtree: ReadonlyMap<string, Node>;
}

/** What wrangler itself says of a command: the options it takes; null where it has no such command. */
function wranglerOptions(
  words: readonly string[],
  registry: Node,
  globals: readonly string[],
): readonly string[] | null {
  let node: Node = registry;
  for (const word of words) {
    const next = node.subtree.get(word);
    if (next === undefined) break;
    node = next;
  }
  return node === registry ? null : [...globals, ...Object.keys(node.definition?.args ?? {})];
}

test("every command of wrangler has the name and the options that wrangler knows", () => {
  const { registry, globalFlags } = wranglerCommands();
  const strange = ALL.flatMap((command) => {
    const words = wranglerWordsOf(command);
    if (words === null) return [];
    const options = wranglerOptions(words, registry as unknown as Node, Object.keys(globalFlags));
    const unknown = options === null ? words : optionsIn(words).filter((it) => !options.includes(it));
    return unknown.length === 0 ? [] : [said(command)];
  });
  expect(strange).toEqual([]);
});

/** What wrangler is called with, by itself or by a script of ours; null where it is not called. */
function wranglerWordsOf({ words }: Command): readonly string[] | null {
  if (words[0] === "wrangler") return words.slice(1);
  if (words[0] === "npx" && words[1] === "wrangler") return words.slice(2);
  const script = words[0] === "npm" && words[1] === "run" ? (SCRIPTS[words[2] ?? ""] ?? "") : "";
  return script.startsWith("wrangler ") ? [...script.split(" ").slice(1), ...behind(words)] : null;
}
