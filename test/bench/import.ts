// Contacts of many customers, imported over HTTP into workerd as it runs on this machine, by somebody who is cut off twice and goes on
// where the answers ended: how long it takes, how much memory, and whether all are in and none was changed twice.
//
//   npm run bench:import -- [--contacts 100000]

import { rmSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { MAX_CONTACTS } from "../../src/web/operator/shapes/import.ts";
import { buildWorker } from "../chaos/bundle.ts";
import { workerdConfig } from "../chaos/config.ts";
import { untilNothing } from "../chaos/wait.ts";
import { startWorkerd } from "../chaos/workerd.ts";
import { testSettings } from "../settings.ts";
import { readNumber, readOptions } from "../support/options.ts";
import { openFiles, residentBytes } from "./cpu.ts";

/** Each object that is awake has three files open, and sleeps some ten seconds after its last call. */
const MOST_OPEN = 3_000;
const REST_LIMIT_MS = 120_000;
const LANES = 16;

const values = readOptions({ contacts: { type: "string", default: "100000" } });
const count = readNumber("contacts", values.contacts);
const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}`, "Content-Type": "application/x-ndjson" };
const out = (line: string): boolean => process.stdout.write(`${line}\n`);

const folder = await mkdtemp(join(tmpdir(), "reconnect-import-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
const disk = join(folder, "disk");
await mkdir(disk);
await buildWorker(folder);
const file = join(folder, "config.capnp");
await writeFile(file, workerdConfig(disk, testSettings));
const worker = await startWorkerd(file);

const idOf = (no: number): string => `cus_import${no}`;
const list = Array.from({ length: count }, (_, nth) =>
  JSON.stringify({ customer_id: idOf(nth + 1), email: `someone${nth + 1}@example.com`, locale: "de" }),
).join("\n");
let most = 0;
const look = (): void => void (most = Math.max(most, residentBytes(worker.pid) ?? 0));

/** Lets the customers go to sleep. */
async function rest(): Promise<void> {
  const isBusy = async (): Promise<readonly string[]> => ((openFiles(worker.pid) ?? 0) > MOST_OPEN ? ["busy"] : []);
  const left = await untilNothing(isBusy, REST_LIMIT_MS, 500);
  if (left.length > 0) throw new Error("the customers do not go to sleep");
}

interface Heard {
  /** The last line that was answered. */
  readonly last: number;
  readonly isDone: boolean;
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const piece of body) {
    const parts = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
}

/** Sends the list, and hears what becomes of its lines from the one after `after`; hangs up once `until` was answered. */
async function send(after: number, until: number): Promise<Heard> {
  const url = `${worker.origin}/v1/contacts?after=${after}`;
  const answer = await fetch(url, { method: "POST", headers, body: list });
  if (answer.status !== 200 || answer.body === null) throw new Error(`the import was answered ${answer.status}`);
  let [last, isDone] = [after, false];
  for await (const text of linesOf(answer.body)) {
    const said = JSON.parse(text) as { line?: number; status?: string; error?: unknown };
    if (said.error !== undefined) throw new Error(`line ${said.line}: ${JSON.stringify(said.error)}`);
    if (said.line === undefined) isDone = said.status === "done";
    last = said.line ?? last;
    if (last % 500 === 0) look();
    if (last >= until) break;
  }
  return { last, isDone };
}

/** Of these customers, those that are not as they should be. */
async function amiss(from: number, to: number): Promise<readonly string[]> {
  const wrong: string[] = [];
  let next = from;
  const lane = async (): Promise<void> => {
    while (next <= to) {
      const no = next++;
      const answer = await fetch(`${worker.origin}/v1/customers/${idOf(no)}`, { headers });
      const { contact, journal } = (await answer.json()) as {
        contact?: { locale?: string };
        journal?: readonly { what: string }[];
      };
      const changes = journal?.filter(({ what }) => what === "contact_changed").length ?? 0;
      if (contact?.locale !== "de" || changes !== 1) wrong.push(`${idOf(no)}: ${answer.status}, ${changes} changes`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return wrong;
}

try {
  out(`${count} contacts, load ${loadavg()[0]?.toFixed(1)}`);
  const cuts = [Math.floor(MAX_CONTACTS / 3), Math.floor(count / 2)];
  let [after, took, cut, calls] = [0, 0, 0, 0];
  for (let isDone = false; !isDone;) {
    const [wanted = Infinity] = cuts;
    const until = wanted <= after + MAX_CONTACTS ? wanted : Infinity;
    const at = performance.now();
    const heard = await send(after, until);
    took += performance.now() - at;
    calls += 1;
    if (until !== Infinity) [cut] = [cut + 1, cuts.shift()];
    ({ last: after, isDone } = heard);
    await rest();
  }
  out(
    `${calls} calls, cut off ${cut} times: ${(took / 1_000).toFixed(1)} s, ${Math.round(count / (took / 1_000))} contacts/s`,
  );
  out(`memory at most ${Math.round(most / 1_048_576)} MiB`);
  const wrong: string[] = [];
  for (let from = 1; from <= count; from += MAX_CONTACTS) {
    wrong.push(...(await amiss(from, Math.min(count, from + MAX_CONTACTS - 1))));
    await rest();
  }
  out(wrong.length === 0 ? "all are in, and none was changed twice" : `NOT as it should be: ${wrong.length}`);
  for (const line of wrong.slice(0, 20)) out(line);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await worker.stop();
}
