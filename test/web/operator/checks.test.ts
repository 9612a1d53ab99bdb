// POST /v1/checks: what is found of the Worker's own side, and how the whole is told.

import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { app } from "../../../src/app.ts";
import { makeEvent, rememberEvent } from "../../../src/dev/emulator/events.ts";
import { documentedTariff } from "../../../src/dev/emulator/world.ts";
import { theSweep } from "../../../src/objects/rooms.ts";
import { checkCron, checkWebhook } from "../../../src/web/operator/checks/sweep.ts";
import { checkBindings } from "../../../src/web/operator/checks/here.ts";
import { checkFleet } from "../../../src/web/operator/checks/fleet.ts";
import { installFlatPeak, signed } from "../../support/flatpeak.ts";
import { bindings } from "../../support/worker.ts";
import { testSettings } from "../../settings.ts";
import worker from "../../../src/worker.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";
import type { CheckReportShape } from "../../../src/web/operator/shapes/checks.ts";

let fake: FakeFlatPeak;
beforeEach(async () => {
  fake = await installFlatPeak();
});

const ask = (path = "/v1/checks"): Promise<Response> =>
  Promise.resolve(
    app.fetch(
      new Request(`https://go.example.test${path}`, {
        method: "POST",
        headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` },
      }),
      { ...env, ...testSettings },
    ),
  );

const check = async (): Promise<CheckReportShape> => (await (await ask()).json()) as CheckReportShape;

const named = (report: CheckReportShape, name: string) => report.data.find((it) => it.name === name);

/** An event that FlatPeak has, and its webhook where that is brought. Gives how that was answered. */
async function happens(isBrought: boolean): Promise<number | null> {
  const event = makeEvent(fake.world, "tariff.expired", documentedTariff, "anode", Date.now());
  if (event === null) throw new Error("no such tariff");
  rememberEvent(fake.world, event, Date.now(), null);
  return isBrought ? (await app.fetch(await signed(fake, JSON.stringify(event)), { ...env })).status : null;
}

describe("a check", () => {
  it("tells of everything that is set up, in one list, and changes nothing", async () => {
    const report = await check();
    expect(report.data.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "public_url",
        "bindings",
        "flatpeak_login",
        "flatpeak_keys",
        "cron",
        "webhook",
        "backend",
      ]) as string[],
    );
    expect(named(report, "flatpeak_login")).toMatchObject({ result: "ok", remedy: null });
    expect(named(report, "backend")).toMatchObject({ result: "ok" });
    expect(fake.handoffs.map(({ body }) => body.type)).toEqual(["ping"]);
  });

  it("names the bindings that an environment of its own was not given", async () => {
    expect(checkBindings(bindings)).toMatchObject({ result: "ok" });
    const { KEY_LIMITER: _, ...others } = bindings;
    const { found, remedy } = checkBindings(others);
    expect(found).toContain("KEY_LIMITER");
    expect(remedy).toContain("[env.*]");
  });

  it("is made for nobody without a key", async () => {
    const answer = await app.fetch(new Request("https://go.example.test/v1/checks", { method: "POST" }), { ...env });
    expect(answer.status).toBe(401);
  });

  it("closes no way out by what it meets", async () => {
    fake.intercept = () => new Response(JSON.stringify({ code: "account_disabled" }), { status: 422 });
    fake.backend = () => new Response(null, { status: 401 });
    const report = await check();
    expect(report.status).toBe("failed");
    const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
    const health = (await (
      await app.fetch(new Request("https://go.example.test/v1/channels", { headers }), { ...env })
    ).json()) as {
      data: { open: boolean }[];
    };
    expect(health.data.map(({ open }) => open)).toEqual([true]);
  });

  it("goes on where one outside does not answer at all", async () => {
    const real = globalThis.setTimeout;
    vi.spyOn(globalThis, "setTimeout").mockImplementation((work: () => void, ms?: number) =>
      real(work, ms === 5_000 ? 1 : ms),
    );
    const inner = vi.mocked(globalThis.fetch).getMockImplementation();
    vi.mocked(globalThis.fetch).mockImplementation((input, init) =>
      new Request(input, init).url.startsWith(testSettings.HANDOFF_URL)
        ? new Promise((_, reject) =>
            init?.signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError"))),
          )
        : (inner ?? fetch)(input, init),
    );
    const report = await check();
    expect(named(report, "backend")).toMatchObject({
      result: "failed",
      found: expect.stringContaining("timed out") as string,
    });
  });
});

describe("cron and the webhooks", () => {
  const cron = async (): Promise<void> => worker.scheduled({} as ScheduledController, bindings);

  it("are not known before cron came", async () => {
    const report = await check();
    expect(named(report, "cron")).toMatchObject({
      result: "warn",
      remedy: expect.stringContaining("[triggers]") as string,
    });
  });

  it("are well when cron came and an event that is listed had been brought", async () => {
    await cron();
    expect(await happens(true)).toBe(200);
    await cron();
    const report = await check();
    expect(named(report, "cron")).toMatchObject({ result: "ok" });
    expect(named(report, "webhook")).toMatchObject({ result: "ok" });
    expect(report.status).toBe("ok");
  });

  it("are told apart: an event that no webhook brought names the webhook, and its address", async () => {
    await cron();
    await happens(false);
    await cron();
    const report = await check();
    expect(report.data.filter(({ result }) => result === "failed").map(({ name }) => name)).toEqual(["webhook"]);
    expect(named(report, "webhook")?.remedy).toContain("https://go.example.test/webhooks/flatpeak");
  });

  it("are well again when the next one is brought", async () => {
    await cron();
    await happens(false);
    await cron();
    expect(await happens(true)).toBe(200);
    await cron();
    expect(named(await check(), "webhook")).toMatchObject({ result: "ok" });
  });

  it("a sweep that an operator asked for is none of cron's", async () => {
    await theSweep(bindings).run();
    expect(named(await check(), "cron")).toMatchObject({ result: "warn" });
  });

  it("cron that stays away is named", () => {
    expect(checkCron({ cronAt: 0 }, 3_600_001, testSettings.PUBLIC_URL)).toMatchObject({ result: "failed" });
    expect(checkCron({ cronAt: 0 }, 3_600_000, testSettings.PUBLIC_URL)).toMatchObject({ result: "ok" });
  });

  it("cron is not expected of a development server", () => {
    expect(checkCron({ cronAt: null }, 0, "http://127.0.0.1:8787")).toMatchObject({ result: "skipped" });
    expect(checkCron({ cronAt: null }, 0, testSettings.PUBLIC_URL)).toMatchObject({ result: "warn" });
  });

  it("nothing is said of webhooks before the sweep has looked, though some were stored", async () => {
    expect(await happens(true)).toBe(200);
    const found = named(await check(), "webhook");
    expect(found).toMatchObject({ result: "skipped" });
    expect(found?.found).toBe(
      "not known before the sweep has gone through FlatPeak's list of events for the first time",
    );
    expect(found?.remedy).toContain("POST /v1/sweep");
    await cron();
    expect(named(await check(), "webhook")?.found).not.toContain("not known");
  });

  it("a FlatPeak that fell silent is doubtful", () => {
    const report = { broughtAt: 1, missedAt: null, missedEventAt: null, lastEventAt: 1, silent: true, passes: [] };
    expect(checkWebhook(report, "https://go.example.test/webhooks/flatpeak")).toMatchObject({ result: "warn" });
  });
});

describe("the fleet's database", () => {
  it("is missed where none is bound, and by nothing else", async () => {
    expect(await checkFleet(undefined)).toMatchObject({
      result: "skipped",
      remedy: expect.stringContaining("FLEET") as string,
    });
  });

  it("is named where it does not answer", async () => {
    const database = { prepare: () => ({ first: () => Promise.reject(new Error("D1_ERROR")) }) };
    expect(await checkFleet(database)).toMatchObject({ result: "failed" });
  });
});
