// The bridge as its guide shows it, by the shell.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { ANSWERS } from "../../flatpeak/zero/schemas.ts";
import { startDevServer } from "./server.ts";

const run = promisify(execFile);
const guide = readFileSync(new URL("../../../docs/MIGRATION.md", import.meta.url), "utf8");

test("an old call works as the guide shows it", async () => {
  const server = await startDevServer({ environment: { ZERO_BRIDGE: "on" } });
  onTestFinished(() => server.stop());
  const example = /```\n(BEARER=[\s\S]+?)```/.exec(guide)?.[1] ?? "";
  const { stdout } = await run("sh", ["-c", example.replaceAll("http://127.0.0.1:8787", server.origin)]);
  const body: unknown = JSON.parse(stdout);
  expect(body).toMatchObject({ object: "tariff_rate", direction: "IMPORT", live_mode: false });
  expect(ANSWERS["GET /tariffs/rates/{location_id}"]?.safeParse(body).error).toBeUndefined();
});
