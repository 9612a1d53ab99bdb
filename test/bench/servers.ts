// Starts what is measured, each as one process of its own on the server's cores: the product in plain workerd, the floor in
// plain workerd, and the rivals in Node.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { buildWorker } from "../chaos/bundle.ts";
import { workerdConfig } from "../chaos/config.ts";
import { within } from "../chaos/wait.ts";
import { startWorkerd } from "../chaos/workerd.ts";
import { testSettings } from "../settings.ts";
import { endWithUs } from "../support/children.ts";
import { pin } from "./cpu.ts";
import type { JsonWebKey } from "node:crypto";

/** A process under measurement. */
export interface Server {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** What all of them are started with. */
export interface Ground {
  /** Holds a folder for each server, and the built Worker. */
  readonly folder: string;
  /** The cores of the server; null to leave it to the system. */
  readonly cores: string | null;
  readonly publicKey: JsonWebKey;
  readonly flatpeakOrigin: string;
  /** Where messages go. */
  readonly backendOrigin: string;
}

export const LINK_KEY = testSettings.LINK_KEYS;
const START_LIMIT_MS = 15_000;

/** No message falls due while events are measured. */
const SILENT = { GROUP_WAIT: "90d", GROUP_WAIT_MAX: "90d" };
/** Messages bring the links that are measured. */
const PROMPT = { GROUP_WAIT: "1s", GROUP_WAIT_MAX: "1s" };

/**
 * Builds the product and the floor into a folder; readable instead of minified, if a person is to read its names. Gives the
 * names of the product's modules that are loaded at the start.
 */
export async function build(folder: string, readable = false): Promise<readonly string[]> {
  const atStart = await buildWorker(folder, [], readable);
  const floor = await readFile(join(import.meta.dirname, "floor/worker.ts"), "utf8");
  await writeFile(join(folder, "floor.js"), stripTypeScriptTypes(floor));
  return atStart;
}

const asServer = async (configFile: string, cores: string | null, words: readonly string[] = []): Promise<Server> => {
  const worker = await startWorkerd(configFile, words);
  if (cores !== null) pin(worker.pid, cores);
  return { port: Number(new URL(worker.origin).port), pid: worker.pid, stop: () => worker.kill() };
};

interface ProductOptions {
  readonly prompt?: boolean;
  readonly words?: readonly string[];
  readonly settings?: Readonly<Record<string, string>>;
}

/** The product with an empty disk, sending no messages unless it is `prompt`. `words` go to workerd, `settings` to the product. */
export async function startProduct(
  ground: Ground,
  name: string,
  { prompt = false, words = [], settings = {} }: ProductOptions = {},
): Promise<Server> {
  const disk = join(ground.folder, name);
  await mkdir(disk);
  // Beside worker.mjs, which the configuration embeds.
  const file = join(ground.folder, `${name}.capnp`);
  const origins = { FLATPEAK_API_URL: ground.flatpeakOrigin, HANDOFF_URL: `${ground.backendOrigin}/hooks` };
  await writeFile(
    file,
    workerdConfig(disk, { ...testSettings, ...(prompt ? PROMPT : SILENT), ...settings, ...origins }),
  );
  return asServer(file, ground.cores, words);
}

/** The floor with an empty disk. */
export async function startFloor(ground: Ground, name: string): Promise<Server> {
  const disk = join(ground.folder, name);
  await mkdir(disk);
  const file = join(ground.folder, `${name}.capnp`);
  const text = (value: string): string => JSON.stringify(value);
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker), (name = "disk", disk = (path = ${text(disk)}, writable = true))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "floor.js", esModule = embed "floor.js")],
  compatibilityDate = "2026-10-23",
  bindings = [
    (name = "FLOOR", durableObjectNamespace = "Floor"),
    (name = "PUBLIC_KEY", text = ${text(JSON.stringify(ground.publicKey))}),
    (name = "LINK_KEY", text = ${text(LINK_KEY)}),
  ],
  durableObjectNamespaces = [(className = "Floor", uniqueKey = "floor", enableSql = true)],
  durableObjectStorage = (localDisk = "disk"),
);
`;
  await writeFile(file, config);
  return asServer(file, ground.cores);
}

/** A rival in Node, its database in the ground's folder. */
export async function startRival(ground: Ground, file: "express.js" | "node-http.js"): Promise<Server> {
  const env = { PUBLIC_KEY: JSON.stringify(ground.publicKey), DATABASE: join(ground.folder, `${file}.sqlite`) };
  const program = join(import.meta.dirname, "rival", file);
  const child = spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  endWithUs(child);
  const [line] = (await within(
    START_LIMIT_MS,
    `${file} listening`,
    Promise.race([once(createInterface({ input: child.stdout }), "line"), ended]),
  )) as [unknown];
  const port = Number(line);
  if (child.pid === undefined || !(port > 0)) throw new Error(`${file} did not start`);
  if (ground.cores !== null) pin(child.pid, ground.cores);
  return {
    port,
    pid: child.pid,
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
