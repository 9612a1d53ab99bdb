// How often a customer's links may be used, and that nobody can use that up for them.

import { beforeEach, describe, expect, it } from "vitest";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { firstLink, story, visit } from "../../support/links.ts";
import { bindings } from "../../support/worker.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";
import type { Visit } from "../../support/links.ts";

const SLACK = "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)";

/** As the platform counts: so many for each key. */
function limiter(most: number): { limit: (by: { key: string }) => Promise<{ success: boolean }>; keys: Set<string> } {
  const counts = new Map<string, number>();
  const keys = new Set<string>();
  return {
    keys,
    limit({ key }) {
      keys.add(key);
      counts.set(key, (counts.get(key) ?? 0) + 1);
      return Promise.resolve({ success: (counts.get(key) ?? 0) <= most });
    },
  };
}

let flatpeak: FakeFlatPeak;
let link: string;
let settings: { readonly LINK_LIMITER: ReturnType<typeof limiter>; readonly STOP_LIMITER: ReturnType<typeof limiter> };
let statusOf: (path: string, how?: Visit) => Promise<number>;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
  link = await firstLink(flatpeak);
  settings = { LINK_LIMITER: limiter(20), STOP_LIMITER: limiter(20) };
  statusOf = async (path, how = {}) => (await visit(link + path, { ...how, settings })).status;
});

async function flood(path: string, how: Visit): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (let no = 0; no < 40; no++) statuses.push(await statusOf(path, how));
  return statuses;
}

const isStopped = async (): Promise<boolean> => (await story()).contact.opted_out;

it("is bound to limiters of the platform, one of them for stopping alone (row 97)", () => {
  expect(bindings.LINK_LIMITER).toBeDefined();
  expect(bindings.STOP_LIMITER).toBeDefined();
});

describe("what only looks", () => {
  it.each<[string, Visit]>([
    ["HEAD", { method: "HEAD" }],
    ["a preview", { agent: SLACK }],
    ["a browser that looks ahead", { headers: { "Sec-Purpose": "prefetch" } }],
  ])("by %s uses up nobody's budget, on whatever page (row 97)", async (_, how) => {
    for (const path of ["", "/tariffs", "/done", "/snooze", "/stop"]) await flood(path, how);
    expect(await statusOf("")).toBe(302);
    expect(await statusOf("/tariffs")).toBe(200);
    expect(await statusOf("/stop")).toBe(200);
    expect(await isStopped()).toBe(false);
    expect(await statusOf("/stop", { form: {} })).toBe(200);
    expect(await isStopped()).toBe(true);
  });
});

describe("stopping", () => {
  it("has a budget of its own: no flood of taps stands in its way (row 97)", async () => {
    expect(await flood("", {})).toContain(429);
    expect(await flood("/snooze", { form: { until: "soon" } })).toContain(429);
    expect(await statusOf("/stop")).toBe(200);
    expect(await statusOf("/stop", { form: { "List-Unsubscribe": "One-Click" } })).toBe(200);
    expect(await isStopped()).toBe(true);
  });

  it("is not kept back by whoever keeps asking to, or takes it back again and again (row 97)", async () => {
    expect(new Set(await flood("/stop", {}))).toEqual(new Set([200]));
    expect(await flood("/stop", { form: { undo: "1" } })).toContain(429);
    expect(await statusOf("/stop", { form: {} })).toBe(200);
    expect(await isStopped()).toBe(true);
  });

  it("is asked about without a call once that was done too often, and the button works (row 97)", async () => {
    await flood("/stop", {});
    const html = await (await visit(`${link}/stop`, { settings })).text();
    expect(html).toContain('<form method="post"');
    const CUSTOMER = { idFromName: () => expect.unreachable("an object was addressed") };
    expect((await visit(`${link}/stop`, { settings: { ...settings, CUSTOMER } })).status).toBe(200);
  });

  it("itself is bounded, and by then it is done", async () => {
    const statuses = await flood("/stop", { form: {} });
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(statuses.at(-1)).toBe(429);
    expect(await isStopped()).toBe(true);
    expect(settings.LINK_LIMITER.keys.size).toBe(0);
  });
});
