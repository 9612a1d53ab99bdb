// An older Node is told which one is needed, whatever script it was asked to run.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { engines, scripts } from "../../../package.json";

const preflight = "./src/dev/emulator/needs-node.cjs";

test("a Node that reads no TypeScript says which one is needed, and ends (row 86)", () => {
  const words = ["--no-experimental-strip-types", "-r", preflight, "src/dev/messages/preview.ts"];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^flatpeak-reconnect needs Node 22\.18 or newer, and this is Node [\d.]+\.\n/);
  expect(stderr).not.toContain("ERR_");
  expect(engines.node).toBe(">=22.18.0");
});

test("every script that is TypeScript asks first (row 86)", () => {
  const typed = Object.values(scripts).filter((it) => it.includes(".ts"));
  expect(typed.length).toBeGreaterThan(5);
  expect(typed.filter((it) => !it.startsWith(`node -r ${preflight} `))).toEqual([]);
});

test("a command whose output nobody reads does all it does, and says nothing of it", async () => {
  const words = ["-r", preflight, "src/dev/simulator/run-pairs.ts", "--pairs", "1", "--days", "1"];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  expect(await Promise.all([text(child.stderr), once(child, "exit")])).toEqual(["", [0, null]]);
});
