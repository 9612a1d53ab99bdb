// What things weigh: a customer on disk, the code that is loaded, the time it takes to start.

import { execFile } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { folderOf } from "../chaos/config.ts";

/** Bytes of a database, what stands in its log included. */
function bytesOf(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const [count] = Object.values(database.prepare("PRAGMA page_count").get() ?? {});
    const [size] = Object.values(database.prepare("PRAGMA page_size").get() ?? {});
    return Number(count) * Number(size);
  } finally {
    database.close();
  }
}

/** Bytes of the largest customer below a disk; 0 where there is none. */
export function largestCustomer(disk: string): number {
  const folder = folderOf(disk, "Customer");
  const files = readdirSync(folder).filter((it) => it.endsWith(".sqlite") && it !== "metadata.sqlite");
  return Math.max(0, ...files.map((it) => bytesOf(join(folder, it))));
}

/** Bytes of the modules of a built worker that are loaded at the start, each compressed. */
export const bundleBytes = (folder: string, atStart: readonly string[]): number =>
  atStart.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).byteLength, 0);

/** Processor time the Worker takes to start (ms), as the platform's own profiler sees it here. */
export async function startMs(): Promise<number> {
  const root = resolve(import.meta.dirname, "../..");
  const wrangler = join(root, "node_modules/wrangler/bin/wrangler.js");
  const folder = await mkdtemp(join(tmpdir(), "reconnect-startup-"));
  try {
    const words = [wrangler, "check", "startup", "--outfile", join(folder, "startup.cpuprofile"), "--args=--env="];
    const env = { ...process.env, CLOUDFLARE_API_TOKEN: "", WRANGLER_SEND_METRICS: "false", NO_COLOR: "1" };
    const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: root, env });
    return Number(/Active: ([\d.]+) ms/.exec(stdout)?.[1]);
  } finally {
    await rm(folder, { recursive: true });
  }
}
