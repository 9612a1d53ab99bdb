// `npm test`: every check, as many side by side as there are cores, with a line for each when it has ended. Quiet when all is
// well, whole output when not. The browser tests need a Chromium; without one they are left out and the last line says so. CI
// insists on them.

import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { findChromium } from "./browser/chromium.ts";

interface Check {
  readonly name: string;
  /** A script of package.json. */
  readonly script: string;
  /** What it is told beside. */
  readonly words?: readonly string[];
}

// The quick ones first, so that a typing error is known at once; then from the longest to the shortest, so that no long one
// is left over for the end.
const checks: readonly Check[] = [
  { name: "format", script: "format:check" },
  { name: "types", script: "types" },
  { name: "lint and floors", script: "lint" },
  { name: "browser, in Chromium", script: "test:browser" },
  // One after the other it would be waited for alone in the end.
  { name: "worker, in workerd, first half", script: "test:worker", words: ["--shard=1/2"] },
  { name: "worker, in workerd, second half", script: "test:worker", words: ["--shard=2/2"] },
  { name: "core, in plain Node", script: "test:core" },
  // Much of its time it waits.
  { name: "chaos, in plain workerd", script: "test:chaos" },
  { name: "dev server and bundle", script: "test:dev" },
  { name: "budgets", script: "test:budgets" },
];

/** At most so many at a time: with more, the longest is what is waited for. */
const MOST_LANES = 5;
/** How often a run whose output goes to a file says what it is at. */
const PROGRESS_MS = 30_000;

const cores = availableParallelism();
const lanes = Math.min(MOST_LANES, cores + 1);

const surroundings = {
  ...process.env,
  NO_COLOR: "1",
  // The checks have the cores already: each runner gets its share, however many it would take by itself.
  VITEST_MAX_WORKERS: process.env["VITEST_MAX_WORKERS"] ?? String(Math.max(1, Math.floor(cores / lanes))),
};

interface Outcome {
  readonly passed: boolean;
  readonly output: string;
}

function run({ script, words = [] }: Check): Promise<Outcome> {
  return new Promise((done) => {
    const child = spawn("npm", ["run", "--silent", script, "--", ...words], {
      stdio: ["ignore", "pipe", "pipe"],
      env: surroundings,
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", (error) => done({ passed: false, output: String(error) }));
    child.once("close", (code) => done({ passed: code === 0, output: Buffer.concat(chunks).toString() }));
  });
}

/** How many tests a runner says it ran; empty for a check that counts none. */
function countOf(output: string): string {
  const line = /^\s*Tests\s+(.+)$/m.exec(output)?.[1] ?? "";
  return line === "" ? "" : `, ${line.replace(/\s*\(\d+\)$/, "")}`;
}

const secondsSince = (start: number, digits: number): string => ((performance.now() - start) / 1_000).toFixed(digits);

/** Says what is running: on a terminal in a last line that is written over, else now and then in a line of its own. */
function startProgress(running: ReadonlyMap<string, number>): { clear: () => void; stop: () => void } {
  const isTerminal = process.stdout.isTTY;
  const clear = (): void => {
    if (isTerminal) process.stdout.write("\r\u001B[K");
  };
  const say = (): void => {
    const each = [...running].map(([name, start]) => `${name} (${secondsSince(start, 0)} s)`);
    if (each.length === 0) return;
    clear();
    process.stdout.write(`running: ${each.join(", ")}`.slice(0, isTerminal ? process.stdout.columns - 1 : undefined));
    if (!isTerminal) process.stdout.write("\n");
  };
  const timer = setInterval(say, isTerminal ? 1_000 : PROGRESS_MS);
  return { clear, stop: () => clearInterval(timer) };
}

const chromium = findChromium();
const insists = process.env["CI"] === "true";
const all = chromium === null && !insists ? checks.filter(({ script }) => script !== "test:browser") : checks;
const waiting = [...all];
const running = new Map<string, number>();
const progress = startProgress(running);
let ended = 0;
let failed = 0;

async function lane(): Promise<void> {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const started = performance.now();
    running.set(check.name, started);
    const { passed, output } = await run(check);
    running.delete(check.name);
    ended += 1;
    const figures = `${secondsSince(started, 1)} s${countOf(output)}`;
    progress.clear();
    console.log(`[${ended}/${all.length}] ${check.name} ... ${passed ? "ok" : "FAILED"} (${figures})`);
    if (!passed) {
      failed += 1;
      console.log(output);
    }
  }
}

await Promise.all(Array.from({ length: lanes }, lane));
progress.stop();
console.log(`checks: ${all.length - failed} passed, ${failed} failed`);
if (chromium === null && !insists) {
  console.log(
    "The browser tests did not run: no Chromium found. Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.",
  );
}
process.exitCode = failed === 0 ? 0 : 1;
