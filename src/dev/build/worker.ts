// Builds what ships. Wrangler's own bundler would put everything into one file; here a part that is imported when it is asked for
// becomes a module of its own, which neither a webhook nor a tap pays for.

import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const root = resolve(import.meta.dirname, "../../..");

/** What was built. */
export interface Built {
  /** The sources it was made of, as paths below the project. */
  readonly inputs: readonly string[];
  /** The modules that are loaded at the start: `worker.mjs` and what it imports, but for texts. Names below the folder. */
  readonly atStart: readonly string[];
}

/**
 * Builds the Worker into `folder`, which is emptied first: `worker.mjs`, the modules it imports, and the texts as they are.
 * Readable instead of minified, if a person is to read its names.
 */
export async function buildWorker(folder: string, readable = false): Promise<Built> {
  await rm(folder, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
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
    metafile: true,
    logLevel: "warning",
  });
  const outputs = new Map(
    Object.entries(metafile.outputs).map(([path, output]) => [resolve(root, path), output] as const),
  );
  const atStart = new Set<string>();
  const load = (path: string): void => {
    const output = outputs.get(path);
    if (output === undefined || atStart.has(path) || !path.endsWith(".mjs")) return;
    atStart.add(path);
    for (const it of output.imports) if (it.kind === "import-statement") load(resolve(root, it.path));
  };
  load(resolve(root, join(folder, "worker.mjs")));
  const names = [...atStart].map((path) => path.slice(resolve(root, folder).length + 1));
  return { inputs: Object.keys(metafile.inputs), atStart: names };
}
