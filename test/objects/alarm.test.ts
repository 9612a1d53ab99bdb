// Proves that no object is lost over work that breaks when its alarm goes off: the watchdog stands, and nothing is thrown.

import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { gateStub, locationStub, phoneStub, quarantineStub, supplierStub } from "../support/stubs.ts";
import { WATCHDOG_MS } from "../../src/objects/alarm.ts";

const DAY = 86_400_000;
const withTables =
  (sql: string) =>
  ({ storage }: DurableObjectState): void => {
    storage.sql.exec(sql);
  };

describe("an alarm whose work breaks", () => {
  it.each([
    ["location", () => locationStub("loc_broken"), withTables("CREATE TABLE held (one INTEGER)")],
    ["quarantine", () => quarantineStub("0"), withTables("CREATE TABLE quarantine (one INTEGER)")],
    ["supplier", () => supplierStub("broken"), withTables("CREATE TABLE failing (one INTEGER)")],
    ["gate", () => gateStub("sms"), ({ storage }: DurableObjectState): void => storage.kv.put("notices", "broken")],
    [
      "phone",
      () => phoneStub("+447700900199"),
      ({ storage }: DurableObjectState): void => storage.kv.put("wish", null),
    ],
  ] as const)("goes off again within the watchdog: %s", async (_, stubOf, spoil) => {
    const stub = await stubOf();
    const alarmOf = async (): Promise<number | null> =>
      runInDurableObject<DurableObject, number | null>(stub as DurableObjectStub, (_object, ctx) =>
        ctx.storage.getAlarm(),
      );
    await runInDurableObject<DurableObject, void>(stub as DurableObjectStub, async (_object, ctx) => {
      spoil(ctx);
      await ctx.storage.setAlarm(Date.now() + DAY);
    });
    expect(await runDurableObjectAlarm(stub as DurableObjectStub)).toBe(true);
    const at = await alarmOf();
    expect(at).not.toBeNull();
    expect((at ?? 0) - Date.now()).toBeLessThanOrEqual(WATCHDOG_MS);
  });

  it("goes off again where a channel of the company's own cannot be made", async () => {
    const stub = gateStub("email");
    const env = {
      get CHANNEL_ORDER(): string {
        throw new Error("the channel is broken");
      },
    };
    const at = await runInDurableObject(stub, async (object, { storage }) => {
      Object.assign(object, { env });
      await object.alarm();
      return storage.getAlarm();
    });
    expect((at ?? 0) - Date.now()).toBeLessThanOrEqual(WATCHDOG_MS);
    expect(at ?? 0).toBeGreaterThan(Date.now());
  });
});
