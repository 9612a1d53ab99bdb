// What ships, built as it is deployed: it builds without an account, holds nothing of the emulator, and what is loaded at the start
// stays small.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildWorker } from "../../../src/dev/build/worker.ts";
import { devSettings } from "../../../src/dev/emulator/dev-settings.ts";
import type { Built } from "../../../src/dev/build/worker.ts";

const MAX_GZIP_BYTES = 120_000;
const folder = mkdtempSync(join(tmpdir(), "reconnect-bundle-"));
const deployed = join(folder, "deployed");
/** Where wrangler finds what it deploys; with the same sources the same is built again. */
const BUILT = "dist/worker";
let built: Built;

const codeIn = (path: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(path)
      .filter((name) => name.endsWith(".mjs"))
      .map((name) => [name, readFileSync(join(path, name), "utf8")]),
  );
/** Where its source map is to be found is no code. */
const bare = (code: string): string => code.replace(/\n?\/\/# sourceMappingURL=.*\n?$/, "");

beforeAll(async () => {
  const wrangler = join("node_modules", "wrangler", "bin", "wrangler.js");
  const words = ["deploy", "--dry-run", "--outdir", deployed, "--env="];
  const env = { ...process.env, CLOUDFLARE_API_TOKEN: "", WRANGLER_SEND_METRICS: "false" };
  execFileSync(process.execPath, [wrangler, ...words], { env, stdio: "pipe" });
  built = await buildWorker(BUILT);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("the bundle", () => {
  it("is deployed whole, as it is built", () => {
    const [there, here] = [codeIn(deployed), codeIn(BUILT)];
    expect([...there.keys()]).toEqual([...here.keys()]);
    expect(
      [...here].filter(([name, code]) => bare(code) !== bare(there.get(name) ?? "")).map(([name]) => name),
    ).toEqual([]);
  });

  it("is made of the product alone", () => {
    expect(built.inputs.some((path) => path.endsWith("src/core/step.ts"))).toBe(true);
    expect(built.inputs.filter((path) => /src\/dev\/|\btest\//.test(path))).toEqual([]);
    const code = [...codeIn(deployed).values()].join("\n");
    for (const word of ["/_dev", "_flatpeak", "emulat", "wsk_test_"]) expect(code).not.toContain(word);
    // Refused by their fingerprints, so that none of them ships (row 103).
    const secrets = Object.entries(devSettings(8787, {}, "key")).filter(([name]) => /KEY|SECRET|TOKEN/.test(name));
    expect(secrets.length).toBeGreaterThanOrEqual(8);
    for (const [, secret] of secrets) expect(code).not.toContain(secret.replace("whsec_", ""));
  });

  it("stays within its budget, where it is loaded at the start", () => {
    const size = built.atStart.reduce((sum, name) => sum + gzipSync(readFileSync(join(BUILT, name))).byteLength, 0);
    expect(size).toBeGreaterThan(20_000);
    expect(size).toBeLessThan(MAX_GZIP_BYTES);
  });
});
