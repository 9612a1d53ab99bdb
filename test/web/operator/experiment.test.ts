// An experiment from end to end: a customer's life in an arm, and what its arms have shown, for programs and for people.

import { env } from "cloudflare:workers";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { DAY, HOUR } from "../../../src/core/time.ts";
import { app } from "../../../src/app.ts";
import { dayFrom } from "../../../src/dev/emulator/world.ts";
import { statementsFor } from "../../../src/objects/fleet/write.ts";
import { EVENTS } from "../../../src/web/operator/shapes/events.ts";
import { testSettings } from "../../settings.ts";
import { READER, get, signIn } from "../../support/dashboard.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { caseOf } from "../../support/fleet-lines.ts";
import { ORIGIN, TARIFF, customer, firstLink, happen, story, tariffIn, visit } from "../../support/links.ts";
import { bindings } from "../../support/worker.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const MINUTE = 60_000;
const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
const WORDS = "Your tariff is over";

/** Everybody is in the arm `two`. */
const LIVED = JSON.stringify({
  name: "try",
  arms: {
    "as-now": { weight: 0 },
    two: { weight: 1, settings: { PAGE_BEFORE_CONNECT: "off" }, words: { en: { "title.expired": WORDS } } },
  },
});
const KNOWN = JSON.stringify({ name: "try", arms: { "as-now": { weight: 1 }, two: { weight: 1 } }, within: "28d" });
const OPERATORS = `read:reader:${READER}`;

let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  for (const name of ["log", "error"] as const) vi.spyOn(console, name).mockImplementation(() => undefined);
  Object.assign(env, { EVENTS_OUT: "all", EXPERIMENT: LIVED });
  flatpeak = await installFlatPeak();
});

const ask = async (path: string, experiment: string | null): Promise<Response> => {
  const settings = { ...bindings, ...testSettings, OPERATOR_KEYS: OPERATORS };
  const its = experiment === null ? { EXPERIMENT: "" } : { EXPERIMENT: experiment };
  return app.fetch(new Request(`${ORIGIN}${path}`, { headers }), { ...settings, ...its });
};

interface Told {
  readonly experiment: {
    readonly stop: boolean;
    readonly needed: number;
    readonly enough_at: string | null;
    readonly arms: readonly Readonly<Record<string, unknown>>[];
  };
}
const shown = async (experiment: string): Promise<Told["experiment"]> =>
  (await (await ask("/v1/fleet/experiment", experiment)).json<Told>()).experiment;

/** So many customers of an arm whose first case was opened forty days ago; of a hundred so many are repaired after a day, told once each. */
async function plant(arm: string, count: number, repaired: number): Promise<void> {
  const { FLEET } = bindings;
  if (FLEET === undefined) throw new Error("the index is not bound");
  const openedAt = Date.now() - 40 * DAY;
  const of = { experiment: "try", arm };
  const lines = Array.from({ length: count }, (_, no) => {
    const isRepaired = no % 100 < repaired;
    const end = isRepaired ? ({ state: "repaired", endedAt: openedAt + DAY } as const) : {};
    const message = {
      id: `ntf_${arm}_${no}`,
      kind: "notify",
      status: "sent",
      channel: "sms",
      reason: "expired",
    } as const;
    const sent = { rung: 1, language: "en", attempts: 1, createdAt: openedAt + HOUR, calledAt: openedAt + HOUR };
    return {
      customerId: `cus_${arm}_${no}`,
      version: 1,
      cases: [
        caseOf({ openedAt, ...of, ...end }),
        // Later ones say nothing: neither that it was repaired in the end, nor that it was broken again.
        caseOf({ no: 2, openedAt: openedAt + 20 * DAY, ...of, ...(isRepaired ? {} : { state: "repaired" }) }),
      ],
      notifications: [{ ...message, ...sent, no: 1, cases: ",1,", settledAt: openedAt + HOUR, ...of }],
    };
  });
  // The first question makes the tables.
  await ask("/v1/fleet", KNOWN);
  await FLEET.batch([...statementsFor(FLEET, lines)]);
}

describe("a customer's life in an arm", () => {
  it("has the arm's words, and the arm in every event, in the story and in the index", async () => {
    const link = await firstLink(flatpeak);
    await visit(link);
    await customer().advanceClock(10 * MINUTE);
    await visit(`${link}/stop`, { form: {} });
    await customer().advanceClock(10 * MINUTE);
    const types = flatpeak.handoffs.map(({ body }) => body.type);
    for (const type of [
      "case.opened",
      "notification.requested",
      "notification.sent",
      "link.opened",
      "customer.stopped",
    ])
      expect(types).toContain(type);
    for (const { body } of flatpeak.handoffs) expect(body.data).toMatchObject({ experiment: "try", arm: "two" });
    // Nothing is in an event that its shape does not have.
    const events = flatpeak.handoffs.filter(({ body }) => body.type !== "notification.requested");
    const shapeOf = (name: string) => EVENTS.find(({ type }) => type === name)?.body;
    expect(events.map(({ body, raw }) => shapeOf(body.type)?.parse(JSON.parse(raw)))).toEqual(
      events.map(({ raw }) => JSON.parse(raw) as unknown),
    );
    const message = flatpeak.handoffs.find(({ body }) => body.type === "notification.requested");
    expect(message?.raw).toContain(WORDS);
    const { cases, journal } = await story();
    expect(cases).toMatchObject([{ experiment: "try", arm: "two" }]);
    const opened = journal.find(({ what }) => what === "case_opened");
    expect(opened?.detail).toMatchObject({ experiment: "try", arm: "two" });
    const rows = await (await ask("/v1/cases", LIVED)).json<{ data: object[] }>();
    expect(rows.data).toMatchObject([{ experiment: "try", arm: "two" }]);
    const messages = await (await ask("/v1/notifications?kind=notify", LIVED)).json<{ data: object[] }>();
    expect(messages.data).toMatchObject([{ experiment: "try", arm: "two" }]);
    expect(await shown(LIVED)).toMatchObject({ arms: [{ customers: 0 }, { arm: "two", customers: 1, known: 0 }] });
  });

  it("has no page before Connect where the arm has none, though the settings have one", async () => {
    const end = dayFrom(Date.now(), 6);
    tariffIn(flatpeak, TARIFF).contractEndDate = end;
    await happen(flatpeak, "tariff.expiring", TARIFF, { contract_end_date: end });
    await customer().advanceClock(6 * MINUTE);
    const message = flatpeak.handoffs.find(({ body }) => body.type === "notification.requested");
    const answer = await visit(message?.body.data.link ?? "", { headers: { Accept: "text/html" } });
    expect(answer.status).toBe(302);
  });

  it("is not begun while the setting is wrong, which is named with the arm", async () => {
    const wrong = JSON.stringify({
      name: "try",
      arms: { a: { weight: 1 }, b: { weight: 1, settings: { SMS_MAX: "x" } } },
    });
    for (const path of ["/healthz", "/v1/fleet"]) {
      const answer = await ask(path, wrong);
      expect(answer.status).toBe(503);
      expect(await answer.text()).toContain("arm b SMS_MAX");
    }
    const words = { en: { "title.expired": "E".repeat(90) } };
    const wordy = JSON.stringify({ name: "try", arms: { a: { weight: 1 }, b: { weight: 1, words } } });
    for (const path of ["/healthz", "/v1/fleet"]) {
      const answer = await ask(path, wordy);
      expect(answer.status).toBe(503);
      expect(await answer.text()).toContain("EXPERIMENT");
    }
  });
});

/** The customer's alarm goes off after a deploy of this experiment, with no request before it. */
async function wokenUnder(experiment: string): Promise<void> {
  const stub = customer();
  await runInDurableObject(stub, (object) => {
    Object.assign(object, { env: { ...bindings, ...testSettings, EVENTS_OUT: "all", EXPERIMENT: experiment } });
  });
  expect(await runDurableObjectAlarm(stub)).toBe(true);
}

describe("a customer who is woken after a deploy", () => {
  const asked = () => flatpeak.handoffs.filter(({ body }) => body.type === "notification.requested");
  const withWords = (words: object): string =>
    JSON.stringify({ name: "try", arms: { "as-now": { weight: 0 }, two: { weight: 1, words } } });

  it.each<[string, string]>([
    ["too long", withWords({ en: { "title.expired": "E".repeat(90) } })],
    ["with what nothing fills in", withWords({ en: { "title.expired": "Your {nothing} is over" } })],
    ["unreadable", "{"],
  ])("is written to once the arm's words are right: %s", async (_, wrong) => {
    tariffIn(flatpeak, TARIFF).status = "ERROR";
    await happen(flatpeak, "tariff.expired", TARIFF);
    vi.setSystemTime(Date.now() + 10 * MINUTE);
    for (let wakes = 0; wakes < 2; wakes++) {
      await wokenUnder(wrong);
      expect(asked()).toEqual([]);
      vi.setSystemTime(Date.now() + MINUTE);
    }
    await wokenUnder(LIVED);
    expect(asked()).toHaveLength(1);
    expect((await visit(asked()[0]?.body.data.link ?? "")).status).toBe(302);
  });

  it("is written to in the words of what follows where the arm is gone", async () => {
    const renamed = JSON.stringify({
      name: "try",
      arms: { "as-now": { weight: 0 }, three: { weight: 1 } },
      afterwards: { words: { en: { "title.expired": "Your contract is over" } } },
    });
    tariffIn(flatpeak, TARIFF).status = "ERROR";
    await happen(flatpeak, "tariff.expired", TARIFF);
    vi.setSystemTime(Date.now() + 10 * MINUTE);
    await wokenUnder(renamed);
    expect(asked()).toHaveLength(1);
    expect(asked()[0]?.raw).toContain("Your contract is over");
  });
});

describe("what an experiment has shown", () => {
  it("is each arm's customers by their first case, and the verdict", async () => {
    await plant("as-now", 300, 40);
    await plant("two", 300, 60);
    const { arms, stop, needed, enough_at } = await shown(KNOWN);
    const all = { weight: 1, cases: 600, customers: 300, known: 300, messages: 300 };
    expect(arms).toMatchObject([
      { arm: "as-now", control: true, ...all, repaired: 120, verdict: null, difference: { value: null } },
      { arm: "two", control: false, ...all, repaired: 180, verdict: "real" },
    ]);
    const { difference, repaired_per_message: perMessage } = arms[1] ?? {};
    expect(difference).toMatchObject({ value: expect.closeTo(0.2, 9) });
    expect(perMessage).toMatchObject({ value: 0.6 });
    expect([stop, enough_at]).toEqual([true, null]);
    expect(needed).toBeGreaterThan(2_000);
    const funnel = await (await ask("/v1/fleet/funnel?by=arm", KNOWN)).json<{ data: object[] }>();
    expect(funnel.data).toMatchObject([
      { key: "try/as-now", cases: 600 },
      { key: "try/two", cases: 600 },
    ]);
    const metrics = await (await ask("/metrics", KNOWN)).text();
    expect(metrics).toContain('reconnect_experiment_repaired{experiment="try",arm="two"} 180');

    const page = await (
      await get("/operator/figures", await signIn(READER), {
        ...env,
        ...testSettings,
        OPERATOR_KEYS: OPERATORS,
        EXPERIMENT: KNOWN,
      })
    ).text();
    expect(page).toContain("Experiment try");
    expect(page).toContain("Stop: two is better than the control");
    expect(page).toContain("180: 60.0 % (");
  });

  it("goes on while nothing is decided, and says until when; nothing is counted before its outcome is known", async () => {
    await plant("as-now", 200, 50);
    await plant("two", 200, 52);
    const { stop, enough_at, arms, needed } = await shown(KNOWN);
    expect(stop).toBe(false);
    expect(arms[1]).toMatchObject({ verdict: "go_on" });
    // Forty days for two hundred, and the last ones need twenty-eight more.
    const days = 40 * (needed / 200) - 40 + 28;
    expect(Date.parse(enough_at ?? "") - Date.now()).toBeCloseTo(days * DAY, -7);
    const early = await shown(
      JSON.stringify({ name: "try", arms: { "as-now": { weight: 1 }, two: { weight: 1 } }, within: "60d" }),
    );
    expect(early.arms).toMatchObject([
      { customers: 200, known: 0 },
      { customers: 200, known: 0, verdict: "go_on" },
    ]);
  });

  it("is nothing where none is set, on no page either", async () => {
    expect(await (await ask("/v1/fleet/experiment", null)).json()).toEqual({ experiment: null, rebuilding: false });
    expect(await (await ask("/metrics", null)).text()).not.toContain("reconnect_experiment");
  });
});
