// What happens with a customer is told to the company's backend: once, in order, until it is taken, and never in anybody's way.

import { env } from "cloudflare:workers";
import { evictDurableObject } from "cloudflare:test";
import { Webhook } from "standardwebhooks";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { repairTariff } from "../../src/dev/emulator/tariffs.ts";
import { EVENTS } from "../../src/web/operator/shapes/events.ts";
import { readConfig } from "../../src/setup/config.ts";
import { customerAt } from "../../src/objects/rooms.ts";
import { testSettings } from "../settings.ts";
import { documentOn } from "../support/disk.ts";
import { installFlatPeak } from "../support/flatpeak.ts";
import { CUSTOMER, LOCATION, ORIGIN, TARIFF, customer, firstLink, happen, tariffIn, visit } from "../support/links.ts";
import { bindings } from "../support/worker.ts";
import type { FakeFlatPeak } from "../support/flatpeak.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  for (const name of ["log", "error"] as const) vi.spyOn(console, name).mockImplementation(() => undefined);
  Object.assign(env, { EVENTS_OUT: "all" });
  flatpeak = await installFlatPeak();
});

/** What the backend was told, but for the messages themselves. */
const told = () => flatpeak.handoffs.filter(({ body }) => body.type !== "notification.requested");
const types = () => told().map(({ body }) => body.type);
const idOf = ({ headers }: { readonly headers: Headers }): string => headers.get("webhook-id") ?? "";
const later = (ms: number) => customer().advanceClock(ms);
const api = (method: string, path: string): Promise<Response> =>
  visit(`${ORIGIN}/v1${path}`, { method, headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` } });

async function repair(): Promise<void> {
  repairTariff(tariffIn(flatpeak, TARIFF), Date.now());
  await happen(flatpeak, "location.update", TARIFF, { object: "location", id: LOCATION });
  await later(10 * MINUTE);
}

describe("events out", () => {
  it("tell of a life in its order, each once, signed and in the documented shape", async () => {
    const link = await firstLink(flatpeak);
    await visit(link);
    await later(10 * MINUTE);
    await visit(`${link}/stop`, { form: {} });
    await repair();
    expect(types()).toEqual(["case.opened", "notification.sent", "link.opened", "customer.stopped", "case.repaired"]);
    expect(new Set(told().map(idOf)).size).toBe(5);
    for (const { body, raw, headers } of told()) {
      const known = EVENTS.find(({ type }) => type === body.type);
      expect(known?.body.parse(JSON.parse(raw))).toEqual(JSON.parse(raw));
      expect(body.data.customer_id).toBe(CUSTOMER);
      vi.useRealTimers();
      expect(() => new Webhook(testSettings.HANDOFF_SECRET).verify(raw, Object.fromEntries(headers))).not.toThrow();
    }
  });

  it("change nothing in the rows and alarms of a webhook: what is owed stands in the document", async () => {
    tariffIn(flatpeak, TARIFF).status = "ERROR";
    await happen(flatpeak, "tariff.expired", TARIFF);
    expect(told()).toEqual([]);
    expect((await documentOn(customer())).state.unannounced?.events).toMatchObject([{ no: 1, type: "case.opened" }]);
  });

  it("are told again until they are taken, by the same name, and never before a message", async () => {
    let isDown = true;
    flatpeak.backend = (request) => {
      const isMessage = flatpeak.handoffs.at(-1)?.body.type === "notification.requested";
      return new Response(null, { status: isDown && !isMessage && request.method === "POST" ? 503 : 204 });
    };
    await firstLink(flatpeak);
    expect(flatpeak.handoffs[0]?.body.type).toBe("notification.requested");
    await later(DAY);
    const tries = told();
    expect(tries.length).toBeGreaterThan(5);
    expect(tries.length).toBeLessThan(60);
    expect(new Set(tries.map(idOf)).size).toBe(1);
    isDown = false;
    await evictDurableObject(customer());
    // The gate before the backend keeps to the real clock.
    vi.setSystemTime(Date.now() + DAY);
    await later(2 * 60 * MINUTE);
    expect(types().slice(-2)).toEqual(["case.opened", "notification.sent"]);
    await later(5 * MINUTE);
    expect((await documentOn(customer())).state.unannounced).toBeNull();
  });

  it("are given up after five days, and then nobody is woken for them any more", async () => {
    flatpeak.backend = () =>
      new Response(null, { status: flatpeak.handoffs.at(-1)?.body.type === "notification.requested" ? 204 : 503 });
    await firstLink(flatpeak);
    await later(6 * DAY);
    const tries = told().filter(({ body }) => body.type === "case.opened").length;
    await later(20 * DAY);
    expect(told().filter(({ body }) => body.type === "case.opened")).toHaveLength(tries);
  });

  it("end with a 410, messages go on, and begin again when the operator says so", async () => {
    flatpeak.backend = () =>
      new Response(null, { status: flatpeak.handoffs.at(-1)?.body.type === "notification.requested" ? 204 : 410 });
    const link = await firstLink(flatpeak);
    await later(10 * MINUTE);
    expect(types()).toEqual(["case.opened"]);
    await visit(link);
    await later(10 * MINUTE);
    expect(types()).toEqual(["case.opened"]);
    const shown = await (await api("GET", "/events")).json<{ sent: string[]; stopped_at: string | null }>();
    expect(shown.sent).toHaveLength(10);
    expect(shown.stopped_at).not.toBeNull();
    flatpeak.backend = () => new Response(null, { status: 204 });
    expect(await (await api("POST", "/events/resume")).json()).toMatchObject({ stopped_at: null });
    await repair();
    expect(types()).toEqual(["case.opened", "case.repaired"]);
  });

  it("that the backend cannot read are not told again", async () => {
    flatpeak.backend = () =>
      new Response(null, { status: flatpeak.handoffs.at(-1)?.body.type === "notification.requested" ? 204 : 422 });
    await firstLink(flatpeak);
    await later(DAY);
    expect(types()).toEqual(["case.opened", "notification.sent"]);
  });

  it("are not told of who was erased", async () => {
    tariffIn(flatpeak, TARIFF).status = "ERROR";
    await happen(flatpeak, "tariff.expired", TARIFF);
    await customerAt(bindings, CUSTOMER).erase(CUSTOMER);
    vi.setSystemTime(Date.now() + DAY);
    await customer().yourTurn("x");
    expect(flatpeak.handoffs).toEqual([]);
  });
});

describe("which events go out", () => {
  it.each([["case.opened,case.closed"], ["case.opened,case.opened"], ["none"], ["all,off"]])("are not %s", (value) => {
    expect(readConfig({ ...testSettings, EVENTS_OUT: value })).toMatchObject({
      ok: false,
      complaints: [{ setting: "EVENTS_OUT", problem: expect.stringContaining("must list some of case.opened") }],
    });
  });

  it("are named as the documents name them", () => {
    const result = readConfig({ ...testSettings, EVENTS_OUT: "all" });
    expect(result.ok && [...result.config.eventsOut].sort()).toEqual(EVENTS.map(({ type }) => type).sort());
  });

  it("are those that call for something, where nobody chose", () => {
    const result = readConfig({ ...testSettings, EVENTS_OUT: "" });
    const { policy, eventsOut } = result.ok ? result.config : { policy: null, eventsOut: [] };
    expect(eventsOut).toEqual(["case.handed_over", "supplier.outage", "channel.closed", "account.refused"]);
    expect(policy).toMatchObject({ announces: [], publishTo: "handoff" });
  });
});
