// Everything that is kept anywhere: every object there is, every table and key of it.

import { listDurableObjectIds } from "cloudflare:test";
import { OBJECTS } from "../../src/setup/env.ts";
import { diskOf } from "./providers.ts";
import { bindings } from "./worker.ts";

/** What one object keeps. */
export interface Kept {
  readonly where: string;
  readonly text: string;
}

/** What each object keeps that keeps anything. */
export async function keptEverywhere(): Promise<readonly Kept[]> {
  const kept: Kept[] = [];
  for (const name of OBJECTS) {
    const namespace = bindings[name];
    for (const id of await listDurableObjectIds(namespace)) {
      kept.push({ where: `${name} ${String(id)}`, text: await diskOf(namespace.get(id)) });
    }
  }
  return [...kept, ...(await keptInIndex())];
}

/** What stands in the fleet's index. */
async function keptInIndex(): Promise<readonly Kept[]> {
  const { FLEET: database } = bindings;
  if (database === undefined) return [];
  const listed = await database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf*' AND name NOT GLOB 'sqlite*'")
    .all<{ name: string }>();
  const kept: Kept[] = [];
  for (const { name } of listed.results) {
    const { results } = await database.prepare(`SELECT * FROM "${name}"`).all();
    kept.push({ where: `FLEET ${name}`, text: JSON.stringify(results) });
  }
  return kept;
}

/** In which kinds of objects a text is kept, each once. */
export async function whereIs(text: string): Promise<readonly string[]> {
  const kept = await keptEverywhere();
  return [...new Set(kept.filter((it) => it.text.includes(text)).map((it) => it.where.split(" ")[0] ?? ""))];
}
