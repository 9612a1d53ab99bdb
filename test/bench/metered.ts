// The product with its meter on, in plain workerd, between an emulated FlatPeak and a backend that takes every message.

import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createFlatpeakApi } from "../../src/dev/emulator/flatpeak-api.ts";
import { newSigningKey } from "../../src/dev/emulator/signing.ts";
import { newWorld } from "../../src/dev/emulator/world.ts";
import { buildWorker } from "../chaos/bundle.ts";
import { workerdConfig } from "../chaos/config.ts";
import { listen } from "../chaos/loopback.ts";
import { untilNothing } from "../chaos/wait.ts";
import { startWorkerd } from "../chaos/workerd.ts";
import { testSettings } from "../settings.ts";
import type { SigningKey } from "../../src/dev/emulator/signing.ts";
import type { WorldState } from "../../src/dev/emulator/world.ts";

/** What Cloudflare bills, but for time and storage; alarms set count as rows written there. */
export interface Usage {
  readonly workerRequests: number;
  readonly objectRequests: number;
  readonly alarms: number;
  /** Rows written by SQL, those of indexes included. */
  readonly rowsWritten: number;
  /** Each is billed as one more row written. */
  readonly alarmsSet: number;
  readonly rowsRead: number;
  /** Calls to FlatPeak and to the backend; not billed. */
  readonly upstreamCalls: number;
}

/** A product that counts. */
export interface Metered {
  readonly origin: string;
  readonly world: WorldState;
  readonly key: SigningKey;
  /** The folder of its databases. */
  readonly disk: string;
  /** Bodies of the messages that came, oldest first. */
  readonly messages: readonly string[];
  /** What `act` used, when all that follows from it at once has ended. */
  usageOf(act: () => Promise<unknown>): Promise<Usage>;
  /** A run of the sweep, as cron begins it; an operator's would leave a trail, in one of several places. */
  readonly cron: () => Promise<void>;
  stop(): Promise<void>;
}

const LIMIT_MS = 15_000;
const POLL_MS = 20;

async function buildMetered(folder: string): Promise<void> {
  await buildWorker(folder);
  const toml = readFileSync(resolve(import.meta.dirname, "../../wrangler.toml"), "utf8");
  const classes = new Set([...toml.matchAll(/^class_name = "(\w+)"$/gm)].map((match) => match[1] ?? ""));
  const source = stripTypeScriptTypes(await readFile(join(import.meta.dirname, "meter/meter.ts"), "utf8"));
  const exported = [...classes].map((name) => `export const ${name} = metered(built.${name});`);
  const imported = 'import product, * as built from "./worker.mjs";';
  await writeFile(join(folder, "meter.js"), [imported, source, ...exported].join("\n"));
}

function withMeter(config: string): string {
  const plain = `(name = "worker.mjs", esModule = embed "worker.mjs")`;
  if (!config.includes(plain)) throw new Error("the configuration of workerd has changed");
  return config.replace(plain, `(name = "meter.js", esModule = embed "meter.js"), ${plain}`);
}

/** Builds and starts it, with `settings` over those of the tests. */
export async function startMetered(settings: Readonly<Record<string, string>>): Promise<Metered> {
  const folder = await mkdtemp(join(tmpdir(), "reconnect-meter-"));
  const disk = join(folder, "disk");
  await mkdir(disk);
  await buildMetered(folder);
  const key = await newSigningKey();
  const world = newWorld(Date.now(), key);
  const { accountId } = world;
  const api = createFlatpeakApi(world, { now: Date.now, accountId, apiKey: testSettings.FLATPEAK_API_KEY });
  const flatpeak = await listen(async ({ method, path, headers, body }) =>
    api.request(`http://flatpeak.test${path}`, method === "GET" ? { method, headers } : { method, headers, body }),
  );
  const messages: string[] = [];
  const backend = await listen(async ({ body }) => {
    messages.push(body);
    return new Response(null, { status: 204 });
  });
  const origins = { FLATPEAK_API_URL: flatpeak.origin, HANDOFF_URL: `${backend.origin}/hooks` };
  const file = join(folder, "config.capnp");
  await writeFile(file, withMeter(workerdConfig(disk, { ...testSettings, ...settings, ...origins })));
  const worker = await startWorkerd(file);

  const read = async (): Promise<Usage & { readonly underway: number }> => {
    const response = await fetch(`${worker.origin}/_meter`);
    if (response.status !== 200) throw new Error(`the meter answered ${response.status}\n${worker.output()}`);
    return (await response.json()) as Usage & { underway: number };
  };
  const atRest = async (): Promise<Usage> => {
    let last = await read();
    const left = await untilNothing(
      async () => {
        if (last.underway === 0) return [];
        last = await read();
        return last.underway === 0 ? [] : [`${last.underway} calls`];
      },
      LIMIT_MS,
      POLL_MS,
    );
    if (left.length > 0) throw new Error(`never at rest: ${left.join()}`);
    const { underway: _, ...usage } = last;
    return usage;
  };
  return {
    origin: worker.origin,
    disk,
    world,
    key,
    messages,
    async usageOf(act) {
      await atRest();
      await act();
      return atRest();
    },
    async cron() {
      const response = await fetch(`${worker.origin}/_cron`);
      if (response.status !== 204) throw new Error(`cron's run answered ${response.status}\n${worker.output()}`);
    },
    async stop() {
      await worker.stop();
      await Promise.all([flatpeak.close(), backend.close()]);
      await rm(folder, { recursive: true });
    },
  };
}
