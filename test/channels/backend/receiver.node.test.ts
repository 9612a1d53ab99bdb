// The receiver that the documents print, run as it is printed: it believes what we sign, once, and nothing else.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkBackend } from "../../../src/channels/backend/check.ts";
import { createBackend } from "../../../src/channels/backend/send.ts";
import { testSettings } from "../../settings.ts";
import type { ChildProcess } from "node:child_process";
import type { AddressInfo } from "node:net";

const page = readFileSync(join(import.meta.dirname, "../../../docs/EVENTS.md"), "utf8");
const source = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
const secret = testSettings.HANDOFF_SECRET;

let folder: string;
let receiver: ChildProcess;
let url: string;
let printed = "";

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

/** Waits until it answers, whatever it answers. */
async function untilUp(): Promise<void> {
  for (;;) {
    try {
      await (await fetch(url, { method: "POST" })).arrayBuffer();
      return;
    } catch (error) {
      if (receiver.exitCode !== null || !(error instanceof TypeError)) throw error;
    }
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "reconnect-receiver-"));
  const file = join(folder, "receiver.mjs");
  writeFileSync(file, source);
  const port = await freePort();
  url = `http://127.0.0.1:${port}/`;
  const env = { ...process.env, HANDOFF_SECRET: secret, PORT: String(port) };
  receiver = spawn(process.execPath, [file], { env, stdio: ["ignore", "pipe", "inherit"] });
  receiver.stdout?.on("data", (piece: Buffer) => (printed += piece.toString()));
  await untilUp();
});

afterAll(() => {
  receiver.kill();
  rmSync(folder, { recursive: true });
});

const backend = (with_: string, now = Date.now()) => createBackend({ url, secret: with_, fetch, now: () => now });
const say = (with_: string, id: string, now = Date.now()) =>
  backend(with_, now).announce(id, "link.opened", now, {
    customer_id: "cus_1",
  });

it("is short", () => {
  expect(source.split("\n").length).toBeLessThanOrEqual(35);
});

it("takes what is signed, and prints what came twice once", async () => {
  expect(await say(secret, "ann_1")).toEqual({ outcome: { kind: "sent" }, isOver: false });
  expect(await say(secret, "ann_1")).toEqual({ outcome: { kind: "sent" }, isOver: false });
  expect(printed.match(/link\.opened/g)).toHaveLength(1);
});

it("says that it was reached, when it is asked whether it can be", async () => {
  expect(await checkBackend({ url, secret, fetch, now: Date.now })).toMatchObject([{ result: "ok" }]);
  expect(printed).toContain("FlatPeak Reconnect reached this backend.\n");
  expect(printed).not.toContain("ping");
});

it("leaves a message that it cannot bring to the next channel", async () => {
  const outcome = await backend(secret).post("ntf_1", "notification.requested", Date.now(), { customer_id: "cus_1" });
  expect(outcome).toMatchObject({ kind: "failed", scope: "us" });
  expect(printed).not.toContain("notification.requested");
});

it("refuses another's signature, and one that is old", async () => {
  const other = "whsec_b3RoZXItcmVjZWl2ZXItc2VjcmV0LTAxMjM0NTY3ODk=";
  expect((await say(other, "ann_2")).outcome.kind).toBe("misconfigured");
  expect((await say(secret, "ann_3", Date.now() - 600_000)).outcome.kind).toBe("misconfigured");
  expect(printed).not.toContain("ann_");
});
