// The bench: what ships in plain workerd beside the platform's floor and what one would write instead, in one run on one
// machine. `node test/bench/run.ts --rounds 5 --seconds 4`: about so many seconds for each measurement. `--quick` for a
// look, `--only ingest,duplicate,first,redirect,history,many,bridge,cost` for a part, `--profile` for a CPU profile instead. A
// whole run leaves its figures in docs/.

import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createFlatpeakApi } from "../../src/dev/emulator/flatpeak-api.ts";
import { newSigningKey } from "../../src/dev/emulator/signing.ts";
import { newWorld } from "../../src/dev/emulator/world.ts";
import { listen } from "../chaos/loopback.ts";
import { testSettings } from "../settings.ts";
import { meterActions } from "./actions.ts";
import { bridgeField } from "./bridge.ts";
import { divideCores, openFileLimit, pin } from "./cpu.ts";
import { probeDisk } from "./disk-probe.ts";
import { Field } from "./field.ts";
import { barsOf, figuresOf } from "./figures.ts";
import { startLoader } from "./loader.ts";
import { lineOf, thisMachine } from "./machine.ts";
import { profileIngest } from "./profile.ts";
import { PRICES_OF } from "./prices.ts";
import { publish } from "./publish.ts";
import { build } from "./servers.ts";
import { bundleBytes, startMs } from "./weigh.ts";
import { actionTable, barTable, diskLine, figureTable, fleetTable } from "./table.ts";
import { readNumber, readOptions } from "../support/options.ts";

const values = readOptions({
  rounds: { type: "string" },
  seconds: { type: "string" },
  quick: { type: "boolean", default: false },
  only: { type: "string", default: "" },
  profile: { type: "boolean", default: false },
});
const rounds = readNumber("rounds", values.rounds ?? (values.quick ? "2" : "5"));
const events = Math.round(2_000 * readNumber("seconds", values.seconds ?? (values.quick ? "1" : "4")));
const only = values.only.split(",").filter(Boolean);
const out = (lines: readonly string[]): boolean => process.stdout.write(`${lines.join("\n")}\n\n`);
/** The progress line: written over where someone looks on. */
const say = (line: string): boolean =>
  process.stderr.isTTY ? process.stderr.write(`\r\u001B[K${line}`) : process.stderr.write(`${line}\n`);

const rival = join(import.meta.dirname, "rival");
if (!existsSync(join(rival, "node_modules"))) execFileSync("npm", ["ci"], { cwd: rival, stdio: "inherit" });

const cores = divideCores();
if (cores !== null) pin(process.pid, cores.rest);
const folder = await mkdtemp(join(tmpdir(), "reconnect-bench-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const key = await newSigningKey();
const world = newWorld(Date.now(), key);
const api = createFlatpeakApi(world, {
  now: Date.now,
  accountId: world.accountId,
  apiKey: testSettings.FLATPEAK_API_KEY,
});
const flatpeak = await listen(async ({ method, path, headers, body }) =>
  api.request(`http://flatpeak.test${path}`, method === "GET" ? { method, headers } : { method, headers, body }),
);
const links = new Map<string, string>();
const backend = await listen(async ({ body }) => {
  const { data } = JSON.parse(body) as { data: { customer_id: string; link: string } };
  links.set(data.customer_id, new URL(data.link).pathname);
  return new Response(null, { status: 204 });
});
say("building");
const atStart = await build(folder, values.profile);
const loader = startLoader(cores?.rest ?? null);
const ground = {
  folder,
  cores: cores?.server ?? null,
  publicKey: { ...key.publicKey },
  flatpeakOrigin: flatpeak.origin,
  backendOrigin: backend.origin,
};

async function profile(): Promise<void> {
  await mkdir("dist", { recursive: true });
  const file = resolve("dist/ingest.cpuprofile");
  const shares = await profileIngest(ground, loader, key, events * 2, file);
  out(shares.slice(0, 30).map(({ name, share }) => `${(share * 100).toFixed(1).padStart(5)} %  ${name}`));
  out([`the whole profile is in ${file}`]);
}

async function bench(): Promise<void> {
  const wantsCost = only.length === 0 || only.includes("cost");
  if (wantsCost) say("counting what each action uses");
  const metering = wantsCost ? await meterActions() : null;
  const actions = metering?.actions ?? null;
  // Three files for each object in memory, and the rest of a server.
  const room = Math.floor((openFileLimit() - 500) / 3);
  const many = Math.min(values.quick ? 500 : 5_000, room);
  const extent = { events, few: 100, many, past: values.quick ? 1_000 : 10_000, only };
  const field = new Field({ ground, loader, key, world, extent, links, say });
  const disk: number[] = [];
  const bridge = only.length === 0 || only.includes("bridge") ? await bridgeField(ground, events) : null;
  try {
    await field.warmUp();
    for (let round = 1; round <= rounds; round++) {
      disk.push(probeDisk(folder));
      await field.round((line) => say(`round ${round} of ${rounds}: ${line}`));
      await bridge?.round(field.samples);
    }
  } finally {
    await bridge?.stop();
    await field.stop();
  }
  say("");
  const figures = figuresOf(field.samples);
  const weights =
    metering === null
      ? null
      : { customerBytes: metering.customerBytes, bundleBytes: bundleBytes(folder, atStart), startMs: await startMs() };
  const bars = barsOf(field.samples, actions, weights);
  const machine = thisMachine();
  out([
    `${lineOf(machine)}; ${rounds} rounds of ${events} events; the middle of the rounds, and the lowest and highest`,
    `${many} customers in the large fleet, ${field.awake} of them awake where it says so`,
    diskLine(disk),
  ]);
  if (figures.length > 0) out(figureTable(figures, field.samples));
  if (actions !== null) {
    out(actionTable(actions));
    out([`prices of ${PRICES_OF}`, ...fleetTable(actions)]);
  }
  if (metering !== null) out(metering.pages.map(({ path, bytes }) => `page ${path}: ${bytes} bytes`));
  out(barTable(bars));
  if (values.quick || only.length > 0) return;
  await publish({
    date: new Date().toISOString().slice(0, 10),
    machine,
    rounds,
    events,
    customers: many,
    awake: field.awake,
    figures,
    bars,
    actions,
    samples: field.samples,
    disk,
  });
}

try {
  await (values.profile ? profile() : bench());
} finally {
  loader.close();
  await Promise.all([flatpeak.close(), backend.close()]);
}
