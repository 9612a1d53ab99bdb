// Builds what ships. Wrangler's own bundler would put everything into one file; here a part that is imported when it is asked for
// becomes a module of its own, which neither a webhook nor a tap pays for.

import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { joinStart } from "./join.ts";
import { ownZod } from "./own-zod.ts";

/** The entry, which is nothing but the names that the platform calls, and all that they need. */
const AT_START = ["worker.mjs", "start.mjs"];

/** What was built. */
export interface Built {
  /** The sources it was made of, as paths below the project: this one, or one of its own that has this one as a package. */
  readonly inputs: readonly string[];
  /** The modules that are loaded at the start: `worker.mjs` and what it imports, but for texts. Names below the folder. */
  readonly atStart: readonly string[];
}

/** Writes a file in one go, and leaves one alone that is as it should be: somebody may be reading it. */
async function keep(path: string, contents: Uint8Array): Promise<void> {
  const present = await readFile(path).catch(() => null);
  if (present?.equals(contents) === true) return;
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, contents);
  await rename(draft, path);
}

/**
 * Builds the Worker of the project that this runs in, which is its `src/worker.ts`, into `folder`, which then holds nothing else: `worker.mjs`, the modules it imports, and the texts as they are.
 * Readable instead of minified, if a person is to read its names. Several may build the same at the same time.
 */
export async function buildWorker(folder: string, readable = false): Promise<Built> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: process.cwd(),
    entryPoints: ["src/worker.ts"],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    outExtension: { ".js": ".mjs" },
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*", "node:*"],
    // Texts, whose names are among the rules of wrangler.toml.
    loader: { ".json": "copy" },
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    minify: !readable,
    // Names of functions cost a call each time one is made, several of them in every request.
    keepNames: false,
    sourcemap: "linked",
    plugins: [ownZod],
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  const files = new Map(outputFiles.map((file) => [basename(file.path), file] as const));
  const modules = await joinStart({ outputs: metafile.outputs, files }, !readable);
  await mkdir(folder, { recursive: true });
  for (const [name, text] of modules) await keep(join(folder, name), Buffer.from(text));
  const strangers = (await readdir(folder)).filter((it) => /\.(?:mjs|map|json)$/.test(it) && !modules.has(it));
  for (const name of strangers) await rm(join(folder, name), { force: true });
  return { inputs: Object.keys(metafile.inputs), atStart: AT_START };
}
