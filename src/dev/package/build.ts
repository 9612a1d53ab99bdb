// `npm run build:package`, which `npm pack` runs as well: writes `lib`, the sources as JavaScript with their types beside them, in the
// shape of `src`. Wrangler and a company's own backend can then import what Node would not read as TypeScript.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { chmod, cp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { forPackage } from "./declarations.ts";

const root = resolve(import.meta.dirname, "../../..");
const lib = join(root, "lib");

/** What stands beside the sources and is read as it is. */
const AS_IT_IS = /\.(?:css|cjs|toml|json)$|^dev\/starter\/files\//;

/** Runs the compiler for one of its configurations. Throws where it complains. */
async function compile(config: string): Promise<void> {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const child = spawn(process.execPath, [tsc, "-p", join(root, config)], { stdio: "inherit" });
  const code = await new Promise((done) => child.once("exit", done));
  if (code !== 0) throw new Error(`${config} does not compile`);
}

await rm(lib, { recursive: true, force: true });
await compile("src/dev/package/tsconfig.worker.json");
await compile("src/dev/package/tsconfig.node.json");
for (const name of await readdir(lib, { recursive: true })) {
  if (!/\.(?:js|d\.ts)$/.test(name)) continue;
  const path = join(lib, name);
  const text = await readFile(path, "utf8");
  const source = join(root, "src", dirname(name));
  const resolved = forPackage(text, (it) => JSON.parse(readFileSync(join(source, it), "utf8")) as object);
  if (resolved !== text) await writeFile(path, resolved);
}
for (const name of await readdir(join(root, "src"), { recursive: true })) {
  const isRead = AS_IT_IS.test(name) && (name.includes("starter/files/") || !/tsconfig[^/]*$/.test(name));
  if (isRead) await cp(join(root, "src", name), join(lib, name), { recursive: true });
}
await chmod(join(lib, "dev/bin.js"), 0o755);
