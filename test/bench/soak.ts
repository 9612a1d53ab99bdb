// A long even load: a fleet of customers whose tariffs break, are told of, tapped on and repaired, with a fifth of all
// events sent twice. At the end nothing may be lost and nobody told twice, memory must be flat and messages on time.
// `node test/bench/soak.ts --customers 10000 --rate 100 --minutes 10 --seed 1`. With `--flatpeak-rate 20` FlatPeak serves no more
// than so many location and status calls a second, in order; with `--flatpeak-down 60` none in the first seconds. `--backend-rate`
// and `--sms-rate` do the same to the way the messages go. With `--spread 600` every customer's tariff breaks once, before a send
// window opens; their messages then leave over so many seconds, and the load lasts as long as that takes.

import { readdirSync, rmSync, statSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createFlatpeakApi } from "../../src/dev/emulator/flatpeak-api.ts";
import { newSigningKey } from "../../src/dev/emulator/signing.ts";
import { newWorld } from "../../src/dev/emulator/world.ts";
import { buildWorker } from "../chaos/bundle.ts";
import { folderOf, workerdConfig } from "../chaos/config.ts";
import { listen } from "../chaos/loopback.ts";
import { Operator } from "../chaos/operator.ts";
import { lapse, untilNothing } from "../chaos/wait.ts";
import { startWorkerd } from "../chaos/workerd.ts";
import { testSettings } from "../settings.ts";
import { divideCores, openFileLimit, openFiles, pin, residentBytes } from "./cpu.ts";
import { probeDisk } from "./disk-probe.ts";
import { Fleet } from "./fleet.ts";
import { median } from "./measure.ts";
import { openingAfter, openingLines, ownMoment, windowOf } from "./opening.ts";
import { bySms, outsideOf } from "./outside.ts";
import { messageLines, outsideLines, timeLines, whyEnded } from "./verdict.ts";
import { readNumber, readOptions } from "../support/options.ts";
import type { Call } from "../chaos/loopback.ts";
import type { Member } from "./fleet.ts";
import type { Outside } from "./outside.ts";

const GROUP_WAIT_MS = 5_000;
const SETTINGS = {
  GROUP_WAIT: "5s",
  GROUP_WAIT_MAX: "5s",
  // One message for each problem: the next reminder is months away.
  LADDER_EXPIRED: "0,100d",
  CAPS: "99/1s",
  TAP_HOLD: "1s",
};
const TICK_MS = 20;
const SAMPLE_MS = 2_000;
const REST_LIMIT_MS = 60_000;
/** From the last event to the opening of a window at least. */
const LEAD_MS = 20_000;
const LANES = 16;
const SHOWN = 20;
const SAID = 4_000;

const values = readOptions({
  customers: { type: "string", default: "10000" },
  rate: { type: "string", default: "100" },
  minutes: { type: "string", default: "10" },
  seed: { type: "string", default: "1" },
  "flatpeak-rate": { type: "string" },
  "flatpeak-down": { type: "string", default: "0" },
  "backend-rate": { type: "string" },
  "sms-rate": { type: "string" },
  spread: { type: "string" },
});
const customers = readNumber("customers", values.customers);
const rate = readNumber("rate", values.rate);
const lastsMs = readNumber("minutes", values.minutes) * 60_000;
const out = (line: string): boolean => process.stdout.write(`${line}\n`);
const say = (line: string): boolean => process.stderr.write(process.stderr.isTTY ? `\r\u001B[K${line}` : `${line}\n`);

const folder = await mkdtemp(join(tmpdir(), "reconnect-soak-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
const cores = divideCores();
if (cores !== null) pin(process.pid, cores.rest);

const disk = join(folder, "disk");
await mkdir(disk);
// All writes of the local workerd go through one thread: on a slow disk that is what a soak measures.
const durableMs = probeDisk(disk);
await buildWorker(folder);
const key = await newSigningKey();
const world = newWorld(Date.now(), key);
/** All customers wait for it; null where they are told as it comes. */
const opening =
  values.spread === undefined
    ? null
    : openingAfter(Date.now(), (customers / rate) * 1_000 + LEAD_MS, readNumber("spread", values.spread) * 1_000);
const dueAt = (it: Member): number => (opening === null ? it.brokeAt + GROUP_WAIT_MS : ownMoment(opening, it));
const fleet = new Fleet({ world, key, customers, dueAt, seed: readNumber("seed", values.seed) });
const { accountId } = world;
const api = createFlatpeakApi(world, { now: Date.now, accountId, apiKey: testSettings.FLATPEAK_API_KEY });

/** What is slow, by its name. */
const outsides = new Map<string, Outside>();
function slow(name: string, rate: string | undefined, downSeconds: string): Outside | null {
  if (rate === undefined) return null;
  const outside = outsideOf(readNumber("...-rate", rate), readNumber("flatpeak-down", downSeconds) * 1_000);
  outsides.set(name, outside);
  return outside;
}
const inTurn = (outside: Outside | null, call: Call, work: () => Promise<Response>): Promise<Response> =>
  outside === null ? work() : outside.serve(call, work);

const slowFlatpeak = slow("FlatPeak", values["flatpeak-rate"], values["flatpeak-down"]);
const slowBackend = slow("the backend", values["backend-rate"], "0");
const slowSms = slow("the SMS provider", values["sms-rate"], "0");

const flatpeak = await listen(async (call) => {
  const { method, path, headers, body } = call;
  const answer = async (): Promise<Response> =>
    api.request(`http://flatpeak.test${path}`, method === "GET" ? { method, headers } : { method, headers, body });
  const reply = await (path.startsWith("/locations/") ? inTurn(slowFlatpeak, call, answer) : answer());
  if (!call.hasHungUp()) fleet.answered(path);
  return reply;
});
const backend = await listen((call) =>
  inTurn(slowBackend, call, async () => {
    fleet.told(call.body);
    return new Response(null, { status: 204 });
  }),
);
const sms = await listen((call) =>
  inTurn(slowSms, call, async () => {
    fleet.toldBySms(call.body);
    return Response.json({ sid: `SM${String(fleet.book.messages).padStart(32, "0")}` }, { status: 201 });
  }),
);
const origins = { FLATPEAK_API_URL: flatpeak.origin, HANDOFF_URL: `${backend.origin}/hooks` };
const file = join(folder, "config.capnp");
const settings = {
  ...testSettings,
  ...SETTINGS,
  ...origins,
  ...(slowSms === null ? {} : bySms(sms.origin)),
  ...(opening === null ? {} : windowOf(opening)),
};
await writeFile(file, workerdConfig(disk, settings));
const worker = await startWorkerd(file);
if (cores !== null) pin(worker.pid, cores.server);

/** Resident memory (bytes) as time goes on. */
const memory: number[] = [];
/** Open files as time goes on. */
const files: number[] = [];
/** How long the slowest outside may take for all that is owed in the end, each message with two calls. */
const restMs =
  REST_LIMIT_MS +
  (opening === null ? 0 : opening.opensAt + opening.spreadMs - Date.now()) +
  Math.max(0, ...[...outsides.values()].map(({ rate: served }) => (customers * 2.2 * 1_000) / served));

function sample(): void {
  memory.push(residentBytes(worker.pid) ?? 0);
  files.push(openFiles(worker.pid) ?? 0);
}

/** Gives every customer a number, where messages go out by SMS. */
async function giveNumbers(): Promise<void> {
  const left = [...fleet.members];
  const lane = async (): Promise<void> => {
    for (let member = left.pop(); member !== undefined; member = left.pop()) {
      const response = await fetch(`${worker.origin}/v1/customers/${member.id}/contact`, {
        method: "PUT",
        headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}`, "Content-Type": "application/json" },
        body: JSON.stringify({ phone: member.phone }),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`a number was answered ${response.status}`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** Waits for the messages that are owed; the server may end meanwhile. */
const rest = (): Promise<readonly string[]> =>
  untilNothing(
    async () => {
      if (worker.hasEnded()) return [];
      sample();
      return [...fleet.waiting(), ...fleet.unseen()];
    },
    restMs,
    SAMPLE_MS / 2,
  );

/** Posts at an even rate, whatever the answers take. */
async function feed(): Promise<void> {
  const startedAt = Date.now();
  let made = 0;
  let sampledAt = 0;
  const isOver = (passed: number): boolean => (opening === null ? passed >= lastsMs : made >= customers);
  for (let passed = 0; !isOver(passed); passed = Date.now() - startedAt) {
    for (; made < (passed / 1_000) * rate && !isOver(passed); made++) {
      if (opening === null) fleet.next(worker.origin);
      else fleet.breakNext(worker.origin, made);
    }
    if (passed - sampledAt >= SAMPLE_MS) {
      sampledAt = passed;
      if (worker.hasEnded()) return;
      sample();
      const { posted, acks, messages } = fleet.book;
      const calls = [...outsides].map(([name, { book }]) => `, ${name} ${book.made.length}/${book.answered.length}`);
      say(
        `${Math.round(passed / 1_000)} s: ${posted} posts, ${acks.length} acknowledged, ${messages} messages${calls.join("")}`,
      );
    }
    await lapse(TICK_MS);
  }
  await fleet.settled();
}

/** Every customer who is read is awake for ten seconds, with files of their own: more of them than a process may have open would fail. */
async function roomForAnother(): Promise<void> {
  while ((openFiles(worker.pid) ?? 0) > openFileLimit() / 2 && !worker.hasEnded()) await lapse(TICK_MS);
}

/** Customers of whose acknowledged events the product knows fewer or more, or cannot tell. */
async function lost(): Promise<readonly string[]> {
  const operator = new Operator(worker.origin, testSettings.OPERATOR_TOKEN);
  const known = fleet.members.filter((it) => it.acknowledged.size > 0);
  const wrong: string[] = [];
  const lane = async (): Promise<void> => {
    for (let member = known.pop(); member !== undefined; member = known.pop()) {
      await roomForAnother();
      try {
        const events = (await operator.story(member.id))?.events ?? 0;
        if (events !== member.acknowledged.size) wrong.push(`${member.id}: ${events} of ${member.acknowledged.size}`);
      } catch (error) {
        wrong.push(`${member.id}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return wrong;
}

try {
  if (slowSms !== null) await giveNumbers();
  const startedAt = Date.now();
  await feed();
  say("waiting for the last messages");
  await rest();
  const unmet = fleet.waiting();
  const lasted = Date.now() - startedAt;
  const ended = worker.end();
  say("asking for every customer's events");
  const missing = ended === null ? await lost() : [whyEnded(ended, worker.output())];
  const [first] = unmet;
  if (first !== undefined && ended === null) {
    const operator = new Operator(worker.origin, testSettings.OPERATOR_TOKEN);
    out(`what the product knows of ${first}, who was never told:\n${JSON.stringify(await operator.story(first))}`);
  }
  if (ended === null) await worker.stop();
  const { book } = fleet;
  const objects = readdirSync(folderOf(disk, "Customer"));
  const bytes = objects.reduce((sum, name) => sum + statSync(join(folderOf(disk, "Customer"), name)).size, 0);
  const stored = objects.filter((name) => name.endsWith(".sqlite") && name !== "metadata.sqlite").length;
  const third = Math.floor(memory.length / 3);
  const growth = median(memory.slice(-third)) / median(memory.slice(third, -third));
  const events = fleet.members.reduce((sum, it) => sum + it.acknowledged.size, 0);
  out(
    `one durable write on this disk takes ${durableMs.toFixed(2)} ms; load of the machine ${loadavg()[0]?.toFixed(1)}`,
  );
  const load = opening === null ? `for ${values.minutes} minutes` : "until each had one";
  out(`${customers} customers, ${rate} events a second ${load}, seed ${values.seed}`);
  out(
    `posts ${book.posted} (${book.duplicates} copies), events ${events}, messages ${book.messages} (${book.repeats} repeated under their id), taps ${book.taps} (${book.putOff} put off), repairs ${book.repairs}`,
  );
  for (const line of timeLines(book)) out(line);
  for (const line of messageLines(book, startedAt)) out(line);
  const opened = opening === null ? null : openingLines(opening, book);
  for (const line of opened?.lines ?? []) out(line);
  for (const [name, outside] of outsides)
    for (const line of outsideLines(name, outside, book, startedAt, lasted)) out(line);
  out(`all told ${(lasted / 1_000).toFixed(0)} s after the first event`);
  out(`open files: ${Math.max(...files)} at most, ${files.at(-1) ?? 0} in the end`);
  out(
    `memory: ${Math.round(Math.max(...memory) / 2 ** 20)} MB at most; last third to middle third ${growth.toFixed(2)}`,
  );
  out(
    `storage: ${Math.round(bytes / stored)} bytes for each of ${stored} customers, ${(events / stored).toFixed(1)} events each`,
  );
  const wrong = [...book.wrong, ...(opened?.wrong ?? []), ...missing, ...unmet.map((id) => `${id} was never told`)];
  wrong.push(...fleet.unseen().map((id) => `${id}: nobody looked at the repair`));
  if (growth > 1.25) wrong.push("memory grows");
  for (const line of wrong.slice(0, SHOWN)) out(`WRONG: ${line}`);
  if (wrong.length > 0) out(`what the Worker said last:\n${worker.output().slice(-SAID)}`);
  out(wrong.length === 0 ? "nothing lost, nobody told twice" : `${wrong.length} things went wrong`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  if (!worker.hasEnded()) await worker.kill();
  await Promise.all([flatpeak.close(), backend.close(), sms.close()]);
}
