// The fixtures of released versions: what each left on disk. That of the present version is written when it is released, by
// `npm run release`, and never changed again.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { LIVES, live } from "./lives.ts";
import type { KeptLife } from "./lives.ts";

const folder = new URL("../../../fixtures/storage", import.meta.url).pathname;
const fileOf = (version: string): string => `${folder}/${version}/customers.jsonl`;

/** The versions that have a fixture. */
export const VERSIONS: readonly string[] = readdirSync(folder).filter((it) => /^\d/.test(it));

/** The lives of a version. */
export const livesOf = (version: string): readonly KeptLife[] =>
  readFileSync(fileOf(version), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as KeptLife);

/** Writes the lives as this code keeps them. */
export function writeLives(version: string): number {
  const lives = Object.entries(LIVES).map(([name, happens]) => JSON.stringify(live(name, happens)));
  mkdirSync(`${folder}/${version}`, { recursive: true });
  writeFileSync(fileOf(version), `${lives.join("\n")}\n`);
  return lives.length;
}

/** Writes what stands in objects, in the index and with customers: a file for each. */
export function writeLeft(version: string, files: Readonly<Record<string, object>>): void {
  mkdirSync(`${folder}/${version}`, { recursive: true });
  for (const [name, content] of Object.entries(files))
    writeFileSync(`${folder}/${version}/${name}.json`, `${JSON.stringify(content, null, 1)}\n`);
}
