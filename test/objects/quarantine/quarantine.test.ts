import { createScheduledController, runDurableObjectAlarm } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { digestOf } from "../../../src/platform/digest.ts";
import worker from "../../../src/worker.ts";
import { testSettings } from "../../settings.ts";
import { installFlatPeak, signed } from "../../support/flatpeak.ts";
import { customerStub, quarantineStub } from "../../support/stubs.ts";
import { quarantineFor } from "../../../src/objects/rooms.ts";
import { bindings } from "../../support/worker.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";
import type { QuarantineReason } from "../../../src/objects/quarantine/contract.ts";

const CUSTOMER = "cus_661677a19018beef00a29fae";
const DAY = 86_400_000;
let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});

interface Kept {
  readonly count: number;
  readonly data: readonly {
    readonly digest: string;
    readonly reason: string;
    readonly body: string;
    readonly body_base64: string;
  }[];
}

async function call<T = Kept>(path = "/v1/quarantine", method = "GET"): Promise<T> {
  const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
  return (await worker.fetch(new Request(`https://go.example.test${path}`, { method, headers }), bindings)).json();
}

const bytesOf = (value: unknown): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(new TextEncoder().encode(JSON.stringify(value)));

/** Puts bytes away as an earlier version would have done that could not read them. */
async function putAway(
  body: Uint8Array<ArrayBuffer>,
  reason: QuarantineReason,
  receivedAt = Date.now(),
): Promise<void> {
  const digest = await digestOf(body);
  await quarantineFor(bindings, digest).put({ digest, reason, receivedAt, body });
}

const event = (id: string, data: object): object => ({
  id,
  object: "event",
  type: "tariff.expired",
  data: { location_id: "loc_661677cdc31d91695fd8f33d", customer_id: CUSTOMER, ...data },
});
const readable = (id: string): object =>
  event(id, { tariff_id: "", id: "trf_6597ef46529ab4467502af0b", object: "tariff" });

const cron = (): Promise<void> => Promise.resolve(worker.scheduled(createScheduledController(), bindings));
const events = async (): Promise<number> => (await customerStub(CUSTOMER).story())?.events ?? 0;

describe("what an earlier version could not read", () => {
  it("is taken in by the next sweep of a version that can, however long ago it came (row 77)", async () => {
    await putAway(bytesOf(readable("evt_1")), "not_understood", Date.now() - 30 * DAY);
    await putAway(bytesOf(readable("evt_2")), "broke_the_reader");
    await putAway(bytesOf(event("evt_3", { tariff_id: 42 })), "not_understood");
    await cron();
    expect(await events()).toBe(2);
    expect(await call()).toMatchObject({ count: 1, data: [{ reason: "not_understood" }] });
    await cron();
    expect(await events()).toBe(2);
  });

  it("is read by the new reader when it is replayed (row 77)", async () => {
    await putAway(bytesOf(readable("evt_1")), "not_understood", Date.now() - 30 * DAY);
    const [kept] = (await call()).data;
    expect(await call(`/v1/quarantine/${kept?.digest ?? ""}/replay`, "POST")).toMatchObject({ status: "stored" });
    expect(await events()).toBe(1);
    expect((await call()).count).toBe(0);
  });

  it("is gone through whole, many at a time, and what is somebody else's is left alone", async () => {
    for (let no = 0; no < 60; no++) await putAway(bytesOf(readable(`evt_${no}`)), "not_understood");
    await putAway(bytesOf(readable("evt_foreign")), "other_account");
    await cron();
    expect(await events()).toBe(60);
    expect(await call()).toMatchObject({ count: 1, data: [{ reason: "other_account" }] });
  });

  it("waits while it cannot be placed, and keeps nothing else waiting", async () => {
    const session = {
      id: "evt_s",
      type: "connect_session.complete",
      data: { session: { id: "cot_1" }, location_id: "" },
    };
    await putAway(bytesOf(session), "not_understood");
    await putAway(bytesOf(readable("evt_1")), "not_understood");
    flatpeak.intercept = (request) =>
      request.url.includes("connect_token=") ? new Response(null, { status: 500 }) : null;
    await cron();
    expect(await events()).toBe(1);
    expect((await call()).count).toBe(1);
    flatpeak.intercept = (request) =>
      request.url.includes("connect_token=")
        ? Response.json({ id: "cot_1", location_id: "loc_661677cdc31d91695fd8f33d" })
        : null;
    await cron();
    expect((await call()).count).toBe(0);
    await eventually(async () => expect(await events()).toBe(2));
  });
});

describe("what can be read and not be placed", () => {
  it("keeps nothing behind it from being read, however much of it there is", async () => {
    // A busy machine is given all the time it takes: what a run may take is another matter.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const session = (no: number): object => ({
      id: `evt_s${no}`,
      type: "connect_session.complete",
      data: { id: `cot_${no}` },
    });
    for (let no = 0; no < 400; no++) await putAway(bytesOf(session(no)), "broke_the_reader", no);
    for (let no = 0; no < 40; no++) await putAway(bytesOf(readable(`evt_${no}`)), "not_understood");
    flatpeak.intercept = (request) =>
      request.url.includes("connect_token=") ? new Response(null, { status: 500 }) : null;
    await cron();
    expect(await events()).toBe(40);
    expect((await call()).count).toBe(400);
  });
});

describe("what is another account's (row 102)", () => {
  const foreign = (no: number): object => event(`evt_${no}`, { tariff_id: "trf_1", account_id: "acc_other" });

  it("is counted, of which a few are kept, for some days", async () => {
    for (let no = 0; no < 400; no++) {
      await putAway(bytesOf(foreign(no)), "other_account", Date.now() + no);
    }
    await putAway(bytesOf(event("evt_own", { tariff_id: 42 })), "not_understood");
    const kept = await call<Kept & { counted: object }>();
    expect(kept.counted).toEqual({ other_account: 400, not_understood: 1 });
    expect(kept.count).toBeLessThanOrEqual(16 * 20 + 1);
    vi.useFakeTimers({ toFake: ["Date"] });
    const ring = async (days: number): Promise<number> => {
      vi.setSystemTime(Date.now() + days * DAY);
      for (const digit of "0123456789abcdef") await runDurableObjectAlarm(quarantineStub(digit));
      return (await call()).count;
    };
    expect(await ring(8)).toBe(1);
    expect(await ring(380)).toBe(1);
    expect(await ring(20)).toBe(0);
  });

  it("can be thrown away", async () => {
    await putAway(bytesOf(foreign(1)), "other_account");
    const path = `/v1/quarantine/${(await call()).data[0]?.digest ?? ""}`;
    expect(await call(path, "DELETE")).toMatchObject({ status: "deleted" });
    expect(await call(path, "DELETE")).toMatchObject({ error: { code: "not_found" } });
    expect(await call("/v1/quarantine/xyz", "DELETE")).toMatchObject({ error: { code: "bad_request" } });
    expect((await call()).count).toBe(0);
  });

  it("can be thrown away by its reason, and nothing else with it (row 102)", async () => {
    for (let no = 0; no < 40; no++) await putAway(bytesOf(foreign(no)), "other_account");
    await putAway(bytesOf(event("evt_own", { tariff_id: 42 })), "not_understood");
    expect(await call("/v1/quarantine", "DELETE")).toMatchObject({ error: { code: "bad_request" } });
    expect(await call("/v1/quarantine?reason=all", "DELETE")).toMatchObject({ error: { code: "bad_request" } });
    expect((await call()).count).toBe(41);
    const dropped = { reason: "other_account", status: "deleted", count: 40 };
    expect(await call("/v1/quarantine?reason=other_account", "DELETE")).toEqual(dropped);
    expect(await call()).toMatchObject({ count: 1, data: [{ reason: "not_understood" }] });
  });
});

describe("what is listed", () => {
  it.each([
    ["a byte order mark", Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d)],
    ["bytes that are no UTF-8", Uint8Array.of(0x7b, 0xff, 0xfe, 0x80, 0x00, 0x7d)],
    ["nothing but text", new TextEncoder().encode('{"a":"é"}')],
    ["twenty thousand bytes", new Uint8Array(20_000).fill(0xc3)],
  ])("is told byte by byte where it has %s (row 50)", async (_, bytes) => {
    expect((await worker.fetch(await signed(flatpeak, bytes), bindings)).status).toBe(200);
    const [kept] = (await call()).data;
    expect(Uint8Array.from(atob(kept?.body_base64 ?? ""), (char) => char.charCodeAt(0))).toEqual(bytes);
    expect(kept?.body).toBe(new TextDecoder("utf-8", { fatal: false, ignoreBOM: true }).decode(bytes));
  });
});
