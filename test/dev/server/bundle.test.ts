// What ships, built as it is deployed: it builds without an account, holds nothing of the emulator, and stays small.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { devSettings } from "../../../src/dev/emulator/dev-settings.ts";

const MAX_GZIP_BYTES = 120_000;
const folder = mkdtempSync(join(tmpdir(), "reconnect-bundle-"));
let inputs: readonly string[] = [];

beforeAll(() => {
  const wrangler = join("node_modules", "wrangler", "bin", "wrangler.js");
  const metafile = join(folder, "meta.json");
  const words = ["deploy", "--dry-run", "--outdir", folder, "--metafile", metafile, "--env="];
  const env = { ...process.env, CLOUDFLARE_API_TOKEN: "", WRANGLER_SEND_METRICS: "false" };
  execFileSync(process.execPath, [wrangler, ...words], { env, stdio: "pipe" });
  const meta = JSON.parse(readFileSync(metafile, "utf8")) as { inputs: Record<string, unknown> };
  inputs = Object.keys(meta.inputs);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("the bundle", () => {
  it("is made of the product alone", () => {
    expect(inputs.some((path) => path.endsWith("src/core/step.ts"))).toBe(true);
    expect(inputs.filter((path) => /emulator|\btest\//.test(path))).toEqual([]);
    const code = readFileSync(join(folder, "worker.js"), "utf8");
    for (const word of ["/_dev", "_flatpeak", "emulat", "wsk_test_"]) expect(code).not.toContain(word);
    // Refused by their fingerprints, so that none of them ships (row 103).
    const secrets = Object.entries(devSettings(8787, {}, "key")).filter(([name]) => /KEY|SECRET|TOKEN/.test(name));
    expect(secrets.length).toBeGreaterThanOrEqual(8);
    for (const [, secret] of secrets) expect(code).not.toContain(secret.replace("whsec_", ""));
  });

  it("stays within its budget", () => {
    const size = gzipSync(readFileSync(join(folder, "worker.js"))).byteLength;
    expect(size).toBeGreaterThan(20_000);
    expect(size).toBeLessThan(MAX_GZIP_BYTES);
  });
});
