// The surfaces of released versions, as they were kept.

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { stepBetween } from "./compare.ts";
import type { Surface } from "./surface.ts";

const folder = new URL("../fixtures/stable", import.meta.url).pathname;
const changelog = new URL("../../CHANGELOG.md", import.meta.url).pathname;

/** The newest version that is kept. */
export function lastKept(): string {
  const versions = existsSync(folder) ? readdirSync(folder).map((it) => it.replace(/\.json$/, "")) : [];
  return versions.reduce((newest, it) => (isAfter(it, newest) ? it : newest), "0.0.0");
}

function isAfter(one: string, other: string): boolean {
  try {
    return stepBetween(other, one) !== "none";
  } catch {
    return false;
  }
}

export const surfaceOf = (version: string): Surface =>
  JSON.parse(readFileSync(`${folder}/${version}.json`, "utf8")) as Surface;

export function keepSurface(version: string, surface: Surface): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${version}.json`, `${JSON.stringify(surface, null, 1)}\n`);
}

/** The changelog says that this version is not out yet. */
export const isUnreleased = (version: string): boolean =>
  readFileSync(changelog, "utf8").includes(`\n## ${version} (unreleased)\n`);
