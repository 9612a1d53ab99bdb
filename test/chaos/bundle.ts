// Builds the Worker as it is deployed, into a folder of its own. A run may spoil the built copy, never the source, to see
// that the rig notices.

import { readdirSync } from "node:fs";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWorker as buildAsDeployed } from "../../src/dev/build/worker.ts";

/** A piece of the built code and what to put in its place. */
export interface Spoil {
  /** With the flag `g`. */
  readonly find: RegExp;
  readonly put: string;
}

/** What was built: the text of each module by its name, and the names of those loaded at the start. */
interface Build {
  readonly modules: ReadonlyMap<string, string>;
  readonly atStart: readonly string[];
}

/** What was built in this process, readable and not. */
const builds = new Map<boolean, Promise<Build>>();

const isModule = (name: string): boolean =>
  name === "worker.mjs" || name === "start.mjs" || /-[0-9A-Z]{8}\.(?:mjs|json)$/.test(name);

/**
 * Builds into `folder`, which then holds `worker.mjs` and the modules it imports. Throws where a spoil finds nothing to spoil.
 * Gives the names of what is loaded at the start.
 */
export async function buildWorker(
  folder: string,
  spoils: readonly Spoil[] = [],
  readable = false,
): Promise<readonly string[]> {
  const build = builds.get(readable) ?? readBuilt(readable);
  builds.set(readable, build);
  const { modules, atStart } = await build;
  for (const { find } of spoils) {
    if (![...modules.values()].some((it) => it.search(find) !== -1)) {
      throw new Error(`nothing in the bundle matches ${String(find)}`);
    }
  }
  const spoiled = (text: string): string => spoils.reduce((it, { find, put }) => it.replaceAll(find, put), text);
  for (const [name, text] of modules) await writeFile(join(folder, name), spoiled(text));
  return atStart;
}

/** The modules beside `worker.mjs` in a folder it was built into, as workerd wants them told. */
export const furtherModules = (folder: string): string =>
  readdirSync(folder)
    .filter((name) => isModule(name) && name !== "worker.mjs")
    .map((name) => `, (name = "${name}", ${name.endsWith(".mjs") ? "esModule" : "text"} = embed "${name}")`)
    .join("");

async function readBuilt(readable: boolean): Promise<Build> {
  const folder = await mkdtemp(join(tmpdir(), "reconnect-build-"));
  try {
    const { atStart } = await buildAsDeployed(folder, readable);
    const names = (await readdir(folder)).filter(isModule);
    const modules = await Promise.all(
      names.map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const),
    );
    return { modules: new Map(modules), atStart };
  } finally {
    await rm(folder, { recursive: true });
  }
}
