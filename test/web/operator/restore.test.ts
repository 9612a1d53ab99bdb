// One customer put back to an earlier instant: the drill, as far as a platform without history lets it be had. What puts storage back is
// played; all that is done around it is the product.

import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Customer } from "../../../src/objects/customer/object.ts";
import { testSettings } from "../../settings.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { CUSTOMER, ORIGIN, firstLink, setContact, visit } from "../../support/links.ts";
import { breakCustomer } from "../../support/disk.ts";
import { customerStub, deskStub } from "../../support/stubs.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

let flatpeak: FakeFlatPeak;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
type Rows = readonly (readonly [string, unknown])[];

const rowsNow = (): Promise<Rows> =>
  runInDurableObject(customerStub(CUSTOMER), (_, { storage }) => [...storage.kv.list()].map((it) => [...it] as const));

/** Lets the platform have a history: `kept` is what stood there at whatever instant is asked for. */
async function haveHistory(kept: Rows): Promise<void> {
  await runInDurableObject(customerStub(CUSTOMER), (_, ctx) => {
    const prototype = Object.getPrototypeOf(ctx.storage) as DurableObjectStorage;
    vi.spyOn(prototype, "getBookmarkForTime").mockImplementation(async (at) =>
      Promise.resolve(`bookmark ${Number(at)}`),
    );
    vi.spyOn(prototype, "onNextSessionRestoreBookmark").mockImplementation(async function (
      this: DurableObjectStorage,
      bookmark: string,
    ) {
      const there = [...this.kv.list()].map(([key]) => key);
      for (const key of there) this.kv.delete(key);
      for (const [key, value] of kept) this.kv.put(key, value);
      await this.sync();
      return bookmark;
    });
  });
}

beforeEach(async () => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  vi.useFakeTimers({ toFake: ["Date"] });
  flatpeak = await installFlatPeak();
});

const ask = async (path: string, json: object = {}, key = crypto.randomUUID()) => {
  const answer = await visit(`${ORIGIN}/v1/customers/${CUSTOMER}${path}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}`, "Idempotency-Key": key },
    json,
  });
  return { status: answer.status, body: await answer.json<Record<string, unknown>>() };
};
const restore = (at: number) => ask("/restore", { at: new Date(at).toISOString() });
const story = async () => {
  const found = await customerStub(CUSTOMER).story();
  if (found === null) throw new Error("nobody is known");
  return found;
};

describe("a customer put back to an earlier instant", () => {
  it("is held, was told what they were told, and is asked about before anything goes; nobody is told twice", async () => {
    await setContact({ phone: "+447700900123", locale: "de" });
    const then = await rowsNow();
    const at = Date.now();
    vi.setSystemTime(at + HOUR);
    const link = await firstLink(flatpeak);
    expect(flatpeak.handoffs).toHaveLength(1);
    await setContact({ locale: "fr" });
    vi.setSystemTime(at + 2 * HOUR);
    await haveHistory(then);

    const done = await restore(at);
    expect(done).toMatchObject({ status: 200, body: { status: "restored", since_known: true } });
    const after = await story();
    expect(after.contact).toMatchObject({ locale: "de" });
    expect(after.held_since).not.toBeNull();
    expect(after.cases).toMatchObject([{ state: "open", told: 1 }]);
    expect(after.journal.some((it) => it.what === "restored")).toBe(true);
    // The link that they were sent leads on.
    expect((await visit(link)).status).toBe(302);

    await customerStub(CUSTOMER).advanceClock(30 * DAY);
    expect(flatpeak.handoffs).toHaveLength(1);
    const before = flatpeak.calls.length;
    expect((await ask("/release")).status).toBe(200);
    await customerStub(CUSTOMER).advanceClock(DAY);
    // FlatPeak was asked before the reminder that is due.
    expect(flatpeak.calls.slice(before).some((it) => it.includes("/tariffs") || it.includes("/locations"))).toBe(true);
    expect(flatpeak.handoffs.map(({ body }) => body.type)).toContain("notification.requested");
    const ids = flatpeak.handoffs.map((it) => it.headers.get("webhook-id"));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("is held and reconciled by the desk's alarm where the order was cut off in the middle", async () => {
    await setContact({ phone: "+447700900123" });
    const [kept, at] = [await rowsNow(), Date.now()];
    vi.setSystemTime(at + HOUR);
    await firstLink(flatpeak);
    await haveHistory(kept);
    vi.spyOn(Customer.prototype, "finishRestore").mockRejectedValueOnce(new Error("cut off"));
    expect((await restore(at + HOUR / 2)).status).toBe(503);
    expect((await story()).held_since).toBeNull();
    vi.setSystemTime(Date.now() + 2 * 60_000);
    for (const digit of "0123456789abcdef") await runDurableObjectAlarm(deskStub(digit));
    const after = await story();
    expect(after.held_since).not.toBeNull();
    expect(after.cases).toMatchObject([{ state: "open", told: 1 }]);
  });

  it("comes back where what is kept cannot be read any more, and is told nothing twice", async () => {
    await firstLink(flatpeak);
    const [kept, at] = [await rowsNow(), Date.now()];
    vi.setSystemTime(at + HOUR);
    await haveHistory(kept);
    await breakCustomer(customerStub(CUSTOMER));
    expect(await restore(at)).toMatchObject({ status: 200, body: { status: "restored", since_known: false } });
    expect((await story()).held_since).not.toBeNull();
    await ask("/release");
    await customerStub(CUSTOMER).advanceClock(DAY);
    expect(flatpeak.handoffs).toHaveLength(1);
  });

  it("stays stopped where they asked for that since", async () => {
    await firstLink(flatpeak);
    const then = await rowsNow();
    const at = Date.now();
    vi.setSystemTime(at + HOUR);
    await setContact({ opted_out: true });
    await haveHistory(then);
    expect((await restore(at)).status).toBe(200);
    await ask("/release");
    await customerStub(CUSTOMER).advanceClock(30 * DAY);
    expect(flatpeak.handoffs.filter(({ body }) => body.type === "notification.requested")).toHaveLength(1);
  });

  it("is not brought back once erased, nor to before that", async () => {
    await setContact({ phone: "+447700900123" });
    const then = await rowsNow();
    const at = Date.now();
    vi.setSystemTime(at + HOUR);
    await haveHistory(then);
    const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
    await visit(`${ORIGIN}/v1/customers/${CUSTOMER}`, { method: "DELETE", headers });
    expect(await restore(at)).toMatchObject({ status: 409, body: { error: { code: "erased" } } });
    await ask("/readmit");
    await setContact({ phone: "+447700900124" });
    vi.setSystemTime(Date.now() + HOUR);
    expect(await restore(at)).toMatchObject({ status: 409, body: { error: { code: "conflict" } } });
    expect(JSON.stringify(await rowsNow())).not.toContain("900123");
  });

  it.each([
    ["yesterday", 400],
    ["2026-02-30", 400],
    [new Date(Date.now() - 40 * DAY).toISOString(), 400],
  ])("is refused %s, and nothing changes", async (at, status) => {
    await setContact({ locale: "de" });
    const before = await rowsNow();
    expect((await ask("/restore", { at })).status).toBe(status);
    expect(await rowsNow()).toEqual(before);
  });

  it("is told that this runtime keeps no history, where it keeps none", async () => {
    await setContact({ locale: "de" });
    const at = Date.now();
    vi.setSystemTime(at + HOUR);
    const done = await restore(at);
    expect(done).toMatchObject({ status: 503 });
    expect((await story()).held_since).toBeNull();
  });
});
