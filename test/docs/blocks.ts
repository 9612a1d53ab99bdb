// The examples of the documents: every block between fences, and every command that stands in a line.

import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");

/** The pages, by their paths. */
export const PAGES: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  "src/dev/starter/files/README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

export interface Block {
  readonly page: string;
  /** Of its fence, counted from 1. */
  readonly line: number;
  /** What stands behind the fence: `ts`, `json` or nothing. */
  readonly kind: string;
  readonly text: string;
}

export const textOf = (page: string): string => readFileSync(join(root, page), "utf8");

/** Every block of a page. Throws where a fence is not closed. */
export function blocksOf(page: string): readonly Block[] {
  const lines = textOf(page).split("\n");
  const fences = lines.flatMap((line, index) => (/^ *```/.test(line) ? [index] : []));
  if (fences.length % 2 === 1) throw new Error(`${page} has a fence that nothing closes`);
  return fences
    .filter((_, no) => no % 2 === 0)
    .map((from, no) => ({
      page,
      line: from + 1,
      kind: lines[from]?.trim().slice(3) ?? "",
      text: lines.slice(from + 1, fences[2 * no + 1]).join("\n"),
    }));
}

export const BLOCKS: readonly Block[] = PAGES.flatMap(blocksOf);

/** The only block of a page that holds `words`. Throws where there is none, or another one. */
export function blockWith(page: string, words: string): Block {
  const found = BLOCKS.filter((it) => it.page === page && it.text.includes(words));
  const [block] = found;
  if (block === undefined || found.length > 1) throw new Error(`${found.length} blocks of ${page} have ${words}`);
  return block;
}

/** A command as it stands on a page, in words; what stands behind `--` belongs to the script. */
export interface Command {
  readonly page: string;
  readonly words: readonly string[];
}

const STARTS = /^(?:npm|npx|wrangler)\s/;

/** The commands of npm, npx and wrangler in a text: each of those that `&&` joins, without what is merely noted beside it. */
export function commandsIn(page: string, text: string): readonly Command[] {
  const lines = text.split("\n").flatMap((line) => line.replace(/\s+#.*$/, "").split(/&&|;/));
  return lines
    .map((line) => line.trim().replace(/^(?:[A-Z_]+=(?:\$\([^)]*\)|\S*)\s+)+/, ""))
    .filter((line) => STARTS.test(line))
    .map((line) => ({ page, words: line.split(/\s+/).filter((word) => word !== "&") }));
}

/** Every command of the pages, in blocks and in lines. */
export const COMMANDS: readonly Command[] = [
  ...BLOCKS.flatMap(({ page, text }) => commandsIn(page, text)),
  ...PAGES.flatMap((page) => {
    const lines = textOf(page).replaceAll(/^ *```[\s\S]*?^ *```/gm, "");
    return [...lines.matchAll(/`([^`\n]+)`/g)].flatMap(([, text = ""]) => commandsIn(page, text));
  }),
];
