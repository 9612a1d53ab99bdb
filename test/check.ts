// `npm test`: every check, one after the other, with a line for each. Quiet when all is well, whole output when not.
// The browser tests need a Chromium; without one they are left out and the last line says so. CI insists on them.

import { spawn } from "node:child_process";
import { findChromium } from "./browser/chromium.ts";

interface Check {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

const checks: readonly Check[] = [
  { name: "format", command: ["npm", "run", "--silent", "format:check"] },
  { name: "lint and floors", command: ["npm", "run", "--silent", "lint"] },
  { name: "types", command: ["npm", "run", "--silent", "types"] },
  { name: "core, in plain Node", command: ["npm", "run", "--silent", "test:core"] },
  { name: "worker, in workerd", command: ["npm", "run", "--silent", "test:worker"] },
  { name: "chaos, in plain workerd", command: ["npm", "run", "--silent", "test:chaos"] },
  { name: "budgets", command: ["npm", "run", "--silent", "test:budgets"] },
  { name: "dev server and bundle", command: ["npm", "run", "--silent", "test:dev"] },
];

const browser: Check = { name: "browser, in Chromium", command: ["npm", "run", "--silent", "test:browser"] };

interface Outcome {
  readonly passed: boolean;
  readonly output: string;
}

function run({ command: [file, ...words] }: Check): Promise<Outcome> {
  return new Promise((done) => {
    const child = spawn(file, words, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, NO_COLOR: "1" } });
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

const chromium = findChromium();
const insists = process.env["CI"] === "true";
const all = chromium === null && !insists ? checks : [...checks, browser];
let failed = 0;

for (const [index, check] of all.entries()) {
  const label = `[${index + 1}/${all.length}] ${check.name}`;
  process.stdout.write(`${label} ...`);
  const started = performance.now();
  const { passed, output } = await run(check);
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  console.log(` ${passed ? "ok" : "FAILED"} (${seconds} s${countOf(output)})`);
  if (!passed) {
    failed += 1;
    console.log(output);
  }
}

console.log(`checks: ${all.length - failed} passed, ${failed} failed`);
if (chromium === null && !insists) {
  console.log(
    "The browser tests did not run: no Chromium found. Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.",
  );
}
process.exitCode = failed === 0 ? 0 : 1;
