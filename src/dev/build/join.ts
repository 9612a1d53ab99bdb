// Joins what is loaded at the start into one module. The bundler cuts a module out for every set of parts that share it, some dozens
// of them, and each is packed by itself: a fourteenth of what ships was their seams.

import { posix } from "node:path";
import { build } from "esbuild";
import type { Metafile, OutputFile, Plugin } from "esbuild";

const START = "start.mjs";
const ENTRY = "worker.mjs";

type Outputs = Metafile["outputs"];

/** The modules of a build by their file names. */
export interface Modules {
  readonly outputs: Outputs;
  readonly files: ReadonlyMap<string, OutputFile>;
}

const nameOf = (path: string): string => posix.basename(path);

/** The modules that the entry imports, and those that they import, by their file names. */
export function startOf(outputs: Outputs): ReadonlySet<string> {
  const byName = new Map(Object.entries(outputs).map(([path, output]) => [nameOf(path), output]));
  const start = new Set<string>();
  const visit = (name: string): void => {
    const output = byName.get(name);
    if (output === undefined || start.has(name) || !name.endsWith(".mjs")) return;
    start.add(name);
    for (const it of output.imports) if (it.kind === "import-statement") visit(nameOf(it.path));
  };
  visit(ENTRY);
  return start;
}

/** What each module of the start exports, and the name it has in the joined one: short, since there are hundreds. */
function seamsOf(
  { outputs }: Modules,
  start: ReadonlySet<string>,
): ReadonlyMap<string, readonly (readonly [string, string])[]> {
  let count = 0;
  return new Map(
    Object.entries(outputs).flatMap(([path, { exports }]) => {
      const name = nameOf(path);
      if (!start.has(name)) return [];
      // What the platform calls keeps its name.
      const seams = exports.map((it) => [it, name === ENTRY ? it : `_${(count++).toString(36)}`] as const);
      return [[name, seams] as const];
    }),
  );
}

const listed = (seams: readonly (readonly [string, string])[], turned: boolean): string =>
  seams.map(([from, to]) => (turned ? `${to} as ${from}` : `${from} as ${to}`)).join(",");

/** A module with its source map within it, as the second build reads one. */
function mapped(name: string, { files }: Modules): string {
  const text = files.get(name)?.text ?? "";
  const map = files.get(`${name}.map`)?.text;
  if (map === undefined) return text;
  const inline = `data:application/json;base64,${Buffer.from(map).toString("base64")}`;
  return text.replace(/\/\/# sourceMappingURL=.*\s*$/, `//# sourceMappingURL=${inline}\n`);
}

/** Reads the modules of the first build from memory; what is not of the start stays where it is. */
const fromMemory = (modules: Modules, start: ReadonlySet<string>, entry: string): Plugin => ({
  name: "from-memory",
  setup(pass) {
    pass.onResolve({ filter: /.*/ }, ({ path, kind }) => {
      if (kind === "entry-point") return { path: START, namespace: "built" };
      const name = nameOf(path);
      return start.has(name) ? { path: name, namespace: "built" } : { path, external: true };
    });
    pass.onLoad({ filter: /.*/, namespace: "built" }, ({ path }) => ({
      contents: path === START ? entry : mapped(path, modules),
      loader: "js",
    }));
  },
});

/** The same modules, those of the start as one. A part that is loaded later finds the others under their old names. */
export async function joinStart(modules: Modules, minify: boolean): Promise<ReadonlyMap<string, string>> {
  const start = startOf(modules.outputs);
  const seams = seamsOf(modules, start);
  const entry = [...seams].map(([name, it]) => `export {${listed(it, false)}} from "./${name}";`).join("\n");
  const joined = await build({
    entryPoints: [START],
    outfile: START,
    bundle: true,
    format: "esm",
    target: "es2024",
    minify,
    keepNames: false,
    sourcemap: "linked",
    write: false,
    logLevel: "warning",
    plugins: [fromMemory(modules, start, entry)],
  });
  // With what the start is made of in each of them, a change of it is seen by whoever looks at one.
  const hash = joined.outputFiles.map((file) => file.hash).join("");
  const stubs = [...seams].map(
    ([name, it]) => [name, `export{${listed(it, true)}}from"./${START}";\n//${hash}\n`] as const,
  );
  const others = [...modules.files].filter(([name]) => !start.has(name.replace(/\.map$/, "")));
  return new Map([
    ...others.map(([name, { text }]) => [name, text] as const),
    ...joined.outputFiles.map(({ path, text }) => [nameOf(path), text] as const),
    ...stubs,
  ]);
}
