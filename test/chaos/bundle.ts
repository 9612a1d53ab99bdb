// Builds the Worker as it is deployed, into a folder of its own. A run may spoil the built copy, never the source, to see
// that the rig notices.

import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

/** A piece of the built code and what to put in its place. */
export interface Spoil {
  /** With the flag `g`. */
  readonly find: RegExp;
  readonly put: string;
}

interface Build {
  readonly code: string;
  /** The modules that the code imports besides, by their names. */
  readonly texts: ReadonlyMap<string, string>;
}

/** What was built in this process, by the options of wrangler. */
const builds = new Map<string, Promise<Build>>();
const root = resolve(import.meta.dirname, "../..");

/** Builds into `folder`, which then holds `worker.js`; `options` go to wrangler. Throws where a spoil finds nothing to spoil. */
export async function buildWorker(
  folder: string,
  spoils: readonly Spoil[] = [],
  options: readonly string[] = [],
): Promise<void> {
  const key = options.join(" ");
  const build = builds.get(key) ?? builtCode(folder, options);
  builds.set(key, build);
  const { texts, code: built } = await build;
  let code = built;
  for (const { find, put } of spoils) {
    if (code.search(find) === -1) throw new Error(`nothing in the bundle matches ${String(find)}`);
    code = code.replaceAll(find, put);
  }
  await writeFile(join(folder, "worker.js"), code);
  for (const [name, text] of texts) await writeFile(join(folder, name), text);
}

/** The modules beside `worker.js` in a folder it was built into, as workerd wants them told. */
export const textModules = (folder: string): string =>
  readdirSync(folder)
    .filter((name) => /^[0-9a-f]+-\w+\.json$/.test(name))
    .map((name) => `, (name = "${name}", text = embed "${name}")`)
    .join("");

async function builtCode(folder: string, options: readonly string[]): Promise<Build> {
  const wrangler = join(root, "node_modules/wrangler/bin/wrangler.js");
  const words = [wrangler, "deploy", "--dry-run", "--outdir", folder, "--env=", ...options];
  const env = { ...process.env, CLOUDFLARE_API_TOKEN: "", WRANGLER_SEND_METRICS: "false" };
  await promisify(execFile)(process.execPath, words, { cwd: root, env });
  const names = readdirSync(folder).filter((name) => /^[0-9a-f]+-\w+\.json$/.test(name));
  const texts = await Promise.all(
    names.map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const),
  );
  return { code: await readFile(join(folder, "worker.js"), "utf8"), texts: new Map(texts) };
}
