import { createScheduledController } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import worker from "../../../src/worker.ts";
import { testSettings } from "../../settings.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { customerStub, sweepStub } from "../../support/stubs.ts";
import { bindings } from "../../support/worker.ts";
import type { MockInstance } from "vitest";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const CUSTOMER = "cus_661677a19018beef00a29fae";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Listed {
  readonly id: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

let flatpeak: FakeFlatPeak;
let raised: MockInstance;
/** FlatPeak's list, newest first; a test may put anything into it. */
let list: Listed[];
/** Questions for the list, as they were asked. */
let asked: URLSearchParams[];
/** Answers in place of the list, where it gives a response. */
let answer: (query: URLSearchParams) => Response | Promise<Response> | null;

function listed(query: URLSearchParams): Response {
  const type = query.get("event_type");
  const after = query.get("starting_after");
  const all = list.filter((it) => type === null || it.type === type);
  const position = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
  if (after !== null && position === 0) return Response.json({ code: "cursor_not_found" }, { status: 422 });
  const limit = Number(query.get("limit"));
  const data = all.slice(position, position + limit);
  return Response.json({ object: "list", data, has_more: position + limit < all.length });
}

beforeEach(async () => {
  flatpeak = await installFlatPeak();
  raised = vi.spyOn(console, "error").mockImplementation(() => undefined);
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  list = [];
  asked = [];
  answer = () => null;
  flatpeak.intercept = (request) => {
    const url = new URL(request.url);
    if (url.pathname !== "/events") return null;
    asked.push(url.searchParams);
    return answer(url.searchParams) ?? listed(url.searchParams);
  };
});

const ids = {
  tariff_id: "trf_6597ef46529ab4467502af0b",
  location_id: "loc_661677cdc31d91695fd8f33d",
  customer_id: CUSTOMER,
};

/** An event; `at` null leaves its date out. */
function event(id: string, at: number | null = Date.now(), type = "tariff.fetch.failed"): Listed {
  const time = at === null ? {} : { time_created: new Date(at).toISOString() };
  return { id: `evt_${id}`, object: "event", type, ...time, data: ids };
}

/** So many events, the newest first. */
const many = (count: number, name: string, at?: number | null, type?: string): Listed[] =>
  Array.from({ length: count }, (_, no) => event(`${name}_${count - no}`, at, type));

const cron = (): Promise<void> => Promise.resolve(worker.scheduled(createScheduledController(), bindings));
const events = async (): Promise<number> => (await customerStub(CUSTOMER).story())?.events ?? 0;
const report = () => sweepStub().report(7 * DAY);

describe("a pass that FlatPeak stands in the way of", () => {
  it("starts anew from the top when the event it stood at has vanished (row 24)", async () => {
    list = many(250, "e");
    const failing = new Response(null, { status: 500 });
    answer = (query) => (query.has("starting_after") ? failing.clone() : null);
    await cron();
    expect(await events()).toBe(100);
    const last = list[99]?.id;
    list = list.filter(({ id }) => id !== last);
    answer = () => null;
    await cron();
    expect(await events()).toBe(250);
    expect(await report()).toMatchObject({ failingSince: null });
    list = [event("new"), ...list];
    await cron();
    expect(await events()).toBe(251);
  });

  it("stops at an older pass's top when the newest one has vanished (row 24)", async () => {
    list = many(150, "e");
    await cron();
    list = [event("newer"), ...list];
    await cron();
    list = [event("newest"), ...list.slice(1)];
    asked.length = 0;
    await cron();
    expect(await events()).toBe(152);
    expect(asked).toHaveLength(1);
  });

  it("puts it off, and asks no more than it must, when FlatPeak goes on after no event at all (row 24)", async () => {
    list = many(250, "e");
    answer = (query) => (query.has("starting_after") ? Response.json({ message: "?" }, { status: 404 }) : null);
    await cron();
    expect(await events()).toBe(100);
    expect((await report()).failingSince).not.toBeNull();
    expect(asked.length).toBeLessThan(20);
  });

  it.each([
    ["refuses one type", () => Response.json({ code: "event_type_invalid" }, { status: 422 })],
    ["breaks on one type", () => new Response(null, { status: 500 })],
    ["does not list one type", () => Response.json({ message: "no" }, { status: 404 })],
    ["sends one type in pieces", () => new Response("<html>")],
  ])("stops no other when FlatPeak %s (row 26)", async (_, refuse) => {
    answer = (query) => (query.get("event_type") === "tariff.expiring" ? refuse() : null);
    list = many(3, "e");
    await cron();
    const { passes, failingSince } = await report();
    expect(failingSince).not.toBeNull();
    expect(passes.map(({ name, doneAt }) => [name, doneAt !== null])).toEqual([
      ["recent", true],
      ["tariff.expiring", false],
      ["tariff.expired", true],
      ["tariff.fetch.failed", true],
      ["tariff.connection.upgrade", true],
    ]);
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + 8 * DAY);
    await cron();
    expect(raised).toHaveBeenCalledWith(expect.stringContaining("flatpeak_silent"));
  });

  it("asks for fewer where a hundred events are too long (row 27)", async () => {
    const pad = "x".repeat(20_000);
    list = many(60, "e").map((it) => ({ ...it, pad }));
    await cron();
    expect(await events()).toBe(60);
    expect((await report()).failingSince).toBeNull();
    expect(new Set(asked.map((it) => it.get("limit")))).toEqual(new Set(["100", "20"]));
  });

  it("reads the events beside entries that are none", async () => {
    const odd = [{ id: "", type: "tariff.expired" }, null, "text", { type: "tariff.expired" }, []];
    list = [...many(2, "a"), ...(odd as unknown as Listed[]), ...many(2, "b")];
    answer = (query) => (query.has("event_type") ? Response.json({ data: [] }) : Response.json({ data: list }));
    await cron();
    expect(await events()).toBe(4);
  });

  it("does not go round in a list that begins again with what it ended with", async () => {
    list = many(100, "e");
    answer = () => Response.json({ data: list, has_more: true });
    await cron();
    expect(await events()).toBe(100);
    expect(asked.length).toBeLessThan(20);
  });
});

describe("dates that tell nothing", () => {
  it("does not stop at an old date at the head of the list (row 84)", async () => {
    list = [event("old", Date.now() - 700 * DAY), ...many(3, "e"), event("older", 1), event("young")];
    await cron();
    expect(await events()).toBe(5);
  });

  it("takes no more than a page of what was there before the first sweep, where no date is listed (row 28)", async () => {
    list = many(400, "e", null);
    await cron();
    expect(await events()).toBeLessThanOrEqual(100);
    const first = await events();
    list = [...many(120, "new", null), ...list];
    await cron();
    expect(await events()).toBe(first + 120);
  });

  it("repeats no ladder while events without a date are listed for ninety days (row 28)", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const start = Date.now();
    list = many(150, "before", null);
    await cron();
    const before = await events();
    list = [event("problem", null), ...list];
    await cron();
    expect(await events()).toBe(before + 1);
    for (let day = 1; day <= 89; day++) {
      vi.setSystemTime(start + day * DAY);
      list = [event(`update_${day}`, null, "location.update"), ...list];
      await cron();
    }
    // The problem's id is known for as long as FlatPeak lists it; what it listed before us never comes in.
    expect(await report()).toMatchObject({ missed: before + 1 + 89 });
  }, 60_000);

  it("is not silenced by an event dated far ahead", async () => {
    list = [event("ahead", Date.UTC(2090, 0, 1)), event("now")];
    await cron();
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + 8 * DAY);
    expect((await report()).silent).toBe(true);
  });
});

describe("events that cannot be placed", () => {
  const session = (no: number): Listed => ({
    id: `evt_session_${no}`,
    object: "event",
    type: "connect_session.complete",
    time_created: new Date().toISOString(),
    data: { id: `cot_${no}` },
  });

  it("take up no more than their part of a run, each in its turn (row 25)", async () => {
    let lookups = 0;
    let slow = false;
    const { intercept } = flatpeak;
    vi.useFakeTimers({ toFake: ["Date"] });
    flatpeak.intercept = (request) => {
      const url = new URL(request.url);
      if (!url.searchParams.has("connect_token")) return intercept(request);
      lookups += 1;
      // Those that are asked for side by side take their five seconds together.
      if (slow && lookups % 25 === 0) vi.setSystemTime(Date.now() + 5_000);
      return new Response(null, { status: 500 });
    };
    list = Array.from({ length: 100 }, (_, no) => session(no));
    await cron();
    expect((await report()).aside).toBe(100);
    slow = true;
    lookups = 0;
    list = [event("behind"), ...list];
    await cron();
    expect(lookups).toBeLessThan(100);
    expect(await events()).toBe(1);
    lookups = 0;
    slow = false;
    list = [event("behind_too"), ...list];
    await cron();
    expect(await events()).toBe(2);
    expect(lookups).toBe(100);
  });

  it("end in quarantine after a week (row 25)", async () => {
    const { intercept } = flatpeak;
    flatpeak.intercept = (request) =>
      new URL(request.url).searchParams.has("connect_token") ? new Response(null, { status: 500 }) : intercept(request);
    list = [session(1)];
    await cron();
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + 8 * DAY);
    list = [];
    await cron();
    expect((await report()).aside).toBe(0);
    const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
    const kept = await worker.fetch(new Request("https://go.example.test/v1/quarantine", { headers }), bindings);
    expect(await kept.json()).toMatchObject({ count: 1, data: [{ reason: "not_placed" }] });
  });
});
