import { exports } from "cloudflare:workers";
import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { repairTariff } from "../../../src/dev/emulator/tariffs.ts";
import { documentedAccount, documentedCustomer } from "../../../src/dev/emulator/world.ts";
import { installFlatPeak, signed } from "../../support/flatpeak.ts";
import { runsFrom } from "../../support/runs.ts";
import { testSettings } from "../../settings.ts";
import { customerStub } from "../../support/stubs.ts";
import { EVENTS } from "../../../src/objects/customer/rows/keys.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";
import type { Story } from "../../../src/objects/customer/contract.ts";

const customer = () => customerStub(documentedCustomer);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What the test knows: every event that was acknowledged, by id, with how. */
interface Model {
  readonly acknowledged: Map<string, { readonly body: string; readonly status: string }>;
  readonly quarantined: Set<string>;
  sent: number;
}

class Rig {
  readonly flatpeak: FakeFlatPeak;
  /** Messages that the backend refused outright so far: none of them can have arrived, and what they say may change. */
  readonly refused = new Set<string>();
  constructor(flatpeak: FakeFlatPeak) {
    this.flatpeak = flatpeak;
  }

  get tariffs() {
    return this.flatpeak.world.homes.flatMap((home) => home.tariffs.map((tariff) => ({ home, tariff })));
  }

  async post(model: Model, body: string, age = 0): Promise<string> {
    const { id } = JSON.parse(body) as { id: string };
    const at = Math.floor((Date.now() - age) / 1_000);
    const response = await exports.default.fetch(await signed(this.flatpeak, body, at));
    expect(response.status).toBe(200);
    const { status } = await response.json<{ status: string }>();
    if (status === "quarantined") model.quarantined.add(body);
    else if (!model.acknowledged.has(id)) model.acknowledged.set(id, { body, status });
    return status;
  }

  async visit(path: string): Promise<number> {
    const link = this.flatpeak.handoffs.at(-1)?.body.data.link;
    if (link === undefined) return 0;
    const response = await exports.default.fetch(new Request(`${link}${path}`, { redirect: "manual" }));
    await response.body?.cancel();
    return response.status;
  }
}
type Command = fc.AsyncCommand<Model, Rig>;

async function quarantine(): Promise<readonly string[]> {
  const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
  const response = await exports.default.fetch(new Request("https://go.example.test/v1/quarantine", { headers }));
  return (await response.json<{ data: { body: string }[] }>()).data.map((it) => it.body);
}

const ended = (story: Story | null): ReadonlySet<string> =>
  new Set((story?.cases ?? []).filter((it) => it["state"] === "repaired").map((it) => String(it["case"])));

/** The alarm is what the state says, on the real clock; never missing, never for nothing. */
function checkAlarm(rows: { alarm: number | null; story: Story | null; realNow: number }): void {
  const { alarm, story, realNow } = rows;
  const next = story?.next_wake_at ?? null;
  if (story === null || next === null) return expect(alarm).toBeNull();
  const wait = Date.parse(next) - Date.parse(story.now);
  if (wait < 2_000) return expect(alarm).not.toBeNull();
  expect(Math.abs((alarm ?? 0) - realNow - wait)).toBeLessThan(2_000);
}

async function check(model: Model, rig: Rig, repairedBefore: ReadonlySet<string>, handedBefore: number): Promise<void> {
  const story = await customer().story();
  const rows = await runInDurableObject(customer(), async (_, ctx) => ({
    ids: [...ctx.storage.kv.list({ prefix: EVENTS })].map(([key]) => ({ id: key.slice(EVENTS.length) })),
    alarm: await ctx.storage.getAlarm(),
    story: await customer().story(),
    realNow: Date.now(),
  }));
  expect(rows.ids.map((it) => it.id).sort()).toEqual([...model.acknowledged.keys()].sort());
  expect((await quarantine()).toSorted()).toEqual([...model.quarantined].sort());
  checkAlarm(rows);

  const bytes = new Map<string, string>();
  const told = new Map<string, string>();
  for (const [index, { headers, raw, body }] of rig.flatpeak.handoffs.entries()) {
    const id = headers.get("webhook-id") ?? "no id";
    expect(raw).toBe(bytes.get(id) ?? raw);
    if (!rig.refused.has(raw)) bytes.set(id, raw);
    const cases = String(story?.notifications.find((it) => it["id"] === id)?.["cases"] ?? "").split(",");
    // A message that covers several cases counts the rung of the one furthest on, so only single ones tell their own.
    if (cases.length === 1) {
      const need = `${body.type} ${cases[0] ?? ""} ${body.data.reason} ${body.data.rung}`;
      expect({ need, id }).toEqual({ need, id: told.get(need) ?? id });
      told.set(need, id);
    }
    if (index < handedBefore || body.type !== "notification.requested") continue;
    expect(cases.some((it) => !repairedBefore.has(it))).toBe(true);
  }
}

function command(name: string, run: (model: Model, rig: Rig) => Promise<unknown>): Command {
  return {
    check: () => true,
    async run(model, rig) {
      const repaired = ended(await customer().story());
      const handed = rig.flatpeak.handoffs.length;
      await run(model, rig);
      await check(model, rig, repaired, handed);
    },
    toString: () => name,
  };
}

const TYPES = ["tariff.expired", "tariff.fetch.failed", "tariff.expiring"] as const;

function eventBody(rig: Rig, model: Model, type: string, which: number): string {
  const { home, tariff } = rig.tariffs[which % rig.tariffs.length] ?? {};
  if (home === undefined || tariff === undefined) throw new Error("the emulated world has no tariff");
  tariff.status = "ERROR";
  model.sent += 1;
  return JSON.stringify({
    id: `evt_${model.sent}`,
    object: "event",
    type,
    account_id: documentedAccount,
    live_mode: false,
    time_created: new Date().toISOString(),
    data: { object: "tariff", id: tariff.id, location_id: home.id, customer_id: home.customerId },
  });
}

const spans = fc.oneof(
  fc.integer({ min: 1, max: 30 }).map((minutes) => minutes * MINUTE),
  fc.integer({ min: 1, max: 90 }).map((hours) => hours * HOUR),
);
const tariffNo = fc.nat({ max: 2 });

const events = fc
  .tuple(fc.constantFrom(...TYPES), tariffNo)
  .map(([type, no]) =>
    command(`event(${type}, ${no})`, async (model, rig) =>
      expect(await rig.post(model, eventBody(rig, model, type, no))).toBe("stored"),
    ),
  );

const repeats = fc
  .tuple(fc.nat({ max: 20 }), fc.constantFrom("same", "other", "reworded"), fc.constantFrom(0, 25 * HOUR))
  .map(([no, how, age]) =>
    command(`${how} body again(${no}, ${age / HOUR} h old)`, async (model, rig) => {
      const known = [...model.acknowledged.values()];
      const { body } = known[no % Math.max(1, known.length)] ?? {};
      if (body === undefined) return;
      const sent = { same: body, other: body.replace('"type":"', '"type":"not.'), reworded: `${body} ` }[how];
      expect(await rig.post(model, sent ?? body, age)).toBe(how === "same" ? "duplicate" : "quarantined");
    }),
  );

const late = fc.tuple(fc.constantFrom(...TYPES), tariffNo, fc.constantFrom(25, 8 * 24)).map(([type, no, hours]) =>
  command(`${hours} h late event(${type}, ${no})`, async (model, rig) => {
    const status = await rig.post(model, eventBody(rig, model, type, no), hours * HOUR);
    expect(status).toBe(hours === 25 ? "stored" : "quarantined");
  }),
);

const repairs = tariffNo.map((no) =>
  command(`repair(${no})`, async (model, rig) => {
    const { home, tariff } = rig.tariffs[no % rig.tariffs.length] ?? {};
    if (home === undefined || tariff === undefined) throw new Error("the emulated world has no tariff");
    // Far enough ahead for any clock of this test.
    repairTariff(tariff, Date.now() + 2_000 * 24 * HOUR);
    model.sent += 1;
    const data = { customer_id: home.customerId, location_id: home.id };
    await rig.post(model, JSON.stringify({ id: `evt_${model.sent}`, type: "connect_session.complete", data }));
  }),
);

const backends: Readonly<Record<string, () => Response>> = {
  well: () => new Response(null, { status: 204 }),
  down: () => new Response(null, { status: 500 }),
  "slowing down": () => new Response(null, { status: 429, headers: { "Retry-After": "600" } }),
  gone: () => new Response(null, { status: 410 }),
  "cut off": () => {
    throw new TypeError("the connection was cut");
  },
};

const commands = [
  events,
  events,
  repeats,
  late,
  repairs,
  spans.map((ms) => command(`clock + ${ms / MINUTE} min`, () => customer().advanceClock(ms))),
  spans.map((ms) => command(`clock + ${ms / MINUTE} min`, () => customer().advanceClock(ms))),
  fc.constant(command("alarm", () => runDurableObjectAlarm(customer()))),
  fc.constant(command("evict", () => evictDurableObject(customer()))),
  fc.constantFrom(...Object.entries(backends)).map(([name, answer]) =>
    command(`backend ${name}`, (_, { flatpeak, refused }) => {
      flatpeak.backend = () => {
        const { raw = "" } = flatpeak.handoffs.at(-1) ?? {};
        if (name === "slowing down") refused.add(raw);
        else refused.delete(raw);
        return answer();
      };
      return Promise.resolve();
    }),
  ),
  fc.boolean().map((down) =>
    command(`FlatPeak ${down ? "down" : "up"}`, (_, { flatpeak }) => {
      flatpeak.intercept = (request) =>
        down && !request.url.endsWith("/jwks.json") ? new Response("down", { status: 500 }) : null;
      return Promise.resolve();
    }),
  ),
  fc.constant(command("tap", async (_, rig) => expect([0, 200, 302, 404, 503]).toContain(await rig.visit("")))),
  fc.constant(command("done page", async (_, rig) => expect([0, 200, 404]).toContain(await rig.visit("/done")))),
];

const runs = runsFrom("MODEL_RUNS", 20);

/** Lived again at most so often. */
const MORE_LIVES = 5;

describe("any life of a customer's object", () => {
  it(
    "keeps what it acknowledged, repeats itself only in the same bytes, and never loses its alarm",
    { timeout: 3_600_000 },
    async () => {
      const figures = { handoffs: 0 };
      const live = (): Promise<void> =>
        fc.assert(
          fc.asyncProperty(fc.commands(commands, { maxCommands: 30, size: "max" }), async (life) => {
            vi.restoreAllMocks();
            await reset();
            vi.spyOn(console, "log").mockImplementation(() => undefined);
            const broken = vi.spyOn(console, "error").mockImplementation(() => undefined);
            const rig = new Rig(await installFlatPeak());
            const model: Model = { acknowledged: new Map(), quarantined: new Set(), sent: 0 };
            await fc.asyncModelRun(() => ({ model, real: rig }), life);
            expect(broken).not.toHaveBeenCalled();
            figures.handoffs += rig.flatpeak.handoffs.length;
          }),
          { numRuns: runs },
        );
      await live();
      // What no message came of says little: more lives, where chance brought quiet ones.
      for (let more = 0; more < MORE_LIVES && figures.handoffs <= runs / 2; more++) await live();
      expect(figures.handoffs).toBeGreaterThan(runs / 2);
    },
  );
});
