// Where the objects are is decided once. With another setting every customer would be gone: then nothing is done at all.

import { runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { app } from "../../src/app.ts";
import { customerAt, theSweep } from "../../src/objects/rooms.ts";
import { OBJECTS } from "../../src/setup/env.ts";
import { readConfig } from "../../src/setup/config.ts";
import { testSettings } from "../settings.ts";
import { installFlatPeak, signed } from "../support/flatpeak.ts";
import { CUSTOMER, LOCATION, TARIFF, happen } from "../support/links.ts";
import { bindings } from "../support/worker.ts";
import type { Env } from "../../src/setup/env.ts";
import type { FakeFlatPeak } from "../support/flatpeak.ts";

let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  flatpeak = await installFlatPeak();
});

/** A namespace with jurisdictions, which the runtime of the tests has not: the objects of one have other names. */
const placed = (namespace: DurableObjectNamespace, prefix = ""): DurableObjectNamespace =>
  ({
    idFromName: (name: string) => namespace.idFromName(prefix + name),
    get: (id: DurableObjectId) => namespace.get(id),
    jurisdiction: (name: string) => placed(namespace, `${name} `),
  }) as unknown as DurableObjectNamespace;

const namespaces = Object.fromEntries(OBJECTS.map((name) => [name, placed(bindings[name])]));

/** Another isolate of the same deployment, with this setting. */
const isolate = (jurisdiction = ""): Env => ({
  ...bindings,
  ...testSettings,
  ...namespaces,
  JURISDICTION: jurisdiction,
});

const eventBody = (): string =>
  JSON.stringify({
    id: `evt_${crypto.randomUUID().replaceAll("-", "")}`,
    type: "tariff.expired",
    live_mode: false,
    account_id: testSettings.FLATPEAK_ACCOUNT_ID,
    time_created: new Date().toISOString(),
    data: { object: "tariff", id: TARIFF, location_id: LOCATION, customer_id: CUSTOMER },
  });

const post = async (at: Env): Promise<Response> => app.fetch(await signed(flatpeak, eventBody()), at);
const health = async (at: Env): Promise<unknown> =>
  (await app.fetch(new Request("https://go.example.test/healthz"), at)).json();

describe("where the objects are", () => {
  it("is what the setting says when a deployment first runs", async () => {
    const eu = isolate("eu");
    expect((await post(eu)).status).toBe(200);
    expect(await customerAt(bindings, CUSTOMER).story()).toBeNull();
    expect((await customerAt(eu, CUSTOMER).story())?.cases).toHaveLength(1);
    expect((await post(isolate("eu"))).status).toBe(200);
  });

  it.each([
    ["eu", undefined, "JURISDICTION eu. With no JURISDICTION"],
    [undefined, "eu", "no JURISDICTION. With JURISDICTION eu"],
  ])("stays that: %s, then %s, is refused with the reason", async (first, then, reason) => {
    expect((await post(isolate(first))).status).toBe(200);
    const other = isolate(then);
    const refused = await post(other);
    expect([refused.status, await refused.json()]).toMatchObject([
      503,
      { error: { code: "configuration_incomplete", message: expect.stringContaining(reason) } },
    ]);
    expect(await health(other)).toMatchObject({ status: "incomplete", settings: [{ setting: "JURISDICTION" }] });
    const tap = new Request("https://go.example.test/c/x");
    expect((await app.fetch(tap, other)).status).toBe(503);
    // Nobody was asked for anything where they are not.
    expect(await customerAt(other, CUSTOMER).story()).toBeNull();
    expect((await post(isolate(first))).status).toBe(200);
  });

  it("was decided by a deployment that worked before there was a decision", async () => {
    await theSweep(bindings).run();
    const later = isolate("eu");
    expect(await (await post(later)).json()).toMatchObject({ error: { code: "configuration_incomplete" } });
    expect((await post(isolate())).status).toBe(200);
  });

  it("is not acknowledged before it is known: FlatPeak brings the event again", async () => {
    const at = isolate();
    const broken = {
      idFromName: (name: string) => name,
      get: () => ({ decided: () => Promise.reject(new Error("no")) }),
    };
    expect((await post({ ...at, DECISION: broken as never })).status).toBe(503);
    expect((await post(at)).status).toBe(200);
  });

  it("cannot be a jurisdiction where the runtime has none, and says so", async () => {
    const at = { ...bindings, ...testSettings, JURISDICTION: "eu" };
    expect(await health(at)).toMatchObject({
      settings: [{ setting: "JURISDICTION", problem: expect.stringContaining("this runtime knows no jurisdictions") }],
    });
  });

  it("keeps alarms from working as well", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    await happen(flatpeak, "tariff.expired", TARIFF);
    vi.setSystemTime(Date.now() + 3_600_000);
    const stub = bindings.CUSTOMER.get(bindings.CUSTOMER.idFromName(CUSTOMER));
    /** The alarm goes off in an isolate with these settings; gives what FlatPeak was asked. */
    const ring = async (at: Env): Promise<readonly string[]> => {
      flatpeak.calls.length = 0;
      await runInDurableObject(stub, async (it) => {
        Object.assign(it, { env: at });
        await (it as unknown as { alarm(): Promise<void> }).alarm();
      });
      return [...flatpeak.calls];
    };
    expect(await ring(isolate("eu"))).toEqual([]);
    expect(await ring(isolate())).not.toEqual([]);
  });

  it("is a setting of one value", () => {
    expect(readConfig({ ...testSettings, JURISDICTION: "us" })).toMatchObject({
      ok: false,
      complaints: [{ setting: "JURISDICTION", problem: "must be eu, or be left out" }],
    });
    expect(readConfig({ ...testSettings, JURISDICTION: "" }).ok).toBe(true);
  });
});
