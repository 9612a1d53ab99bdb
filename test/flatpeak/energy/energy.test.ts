// The typed client: what it asks, what it refuses to ask, how long it waits, and what it makes of the answers.

import { describe, expect, it } from "vitest";
import { createEnergy } from "../../../src/flatpeak/energy/energy.ts";
import { splitWindow } from "../../../src/flatpeak/energy/window.ts";
import {
  AMOUNT_QUESTION,
  AUDIT,
  BATCH,
  BY_AMOUNT,
  BY_DURATION,
  BY_LIMIT,
  COSTS,
  INSTANT_COST,
  PRICES,
  RECORD,
} from "./examples.ts";
import type { Energy } from "../../../src/flatpeak/energy/energy.ts";

const START = Date.UTC(2026, 5, 15, 7);
const HOME = "loc_65e0839faca22517d5d51cd5";
const WINDOW = { start_time: "2026-06-15T08:00:00+01:00", end_time: "2026-06-15T10:00:00+01:00" };
const SEGMENT = { ...WINDOW, segment: "LOW" } as const;
const READINGS = { location_id: HOME, units: "KWH", data: [{ time: 1_781_510_400, value: 12_345.6 }] } as const;

interface Seen {
  readonly line: string;
  readonly body: unknown;
}

interface Rig {
  readonly energy: Energy;
  readonly seen: Seen[];
  readonly slept: number[];
  readonly pass: (ms: number) => void;
}

type Reply = (request: Request, body: unknown) => Response | Promise<Response>;

const refusal = (status: number, code: string, headers: Record<string, string> = {}): Response =>
  Response.json({ object: "error", type: "invalid_request", code, message: code }, { status, headers });

/** A client before an API that gives these answers in turn, the last of them from then on. */
function rig(...replies: readonly Reply[]): Rig {
  let now = START;
  const seen: Seen[] = [];
  const slept: number[] = [];
  const outward: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    if (pathname === "/login") return Response.json({ bearer_token: "bearer", expires_in: 3_600, live_mode: false });
    if (pathname === "/events") return Response.json({ data: [] });
    expect(request.headers.get("Authorization")).toBe("Bearer bearer");
    expect(request.headers.get("Flatpeak-Version")).toBe("2025-09-14.anode");
    const text = await request.text();
    const body: unknown = text === "" ? null : JSON.parse(text);
    const reply = replies[Math.min(seen.length, replies.length - 1)];
    seen.push({ line: `${request.method} ${pathname}${search}`, body });
    return reply?.(request, body) ?? new Response(null, { status: 500 });
  };
  const energy = createEnergy({
    accountId: "acc_1",
    apiKey: "sk_test_1",
    fetch: outward,
    now: () => now,
    sleep(ms) {
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
  });
  return { energy, seen, slept, pass: (ms) => (now += ms) };
}

const answering =
  (body: unknown): Reply =>
  () =>
    Response.json(body);

interface Example {
  readonly name: string;
  readonly call: (energy: Energy) => Promise<{ readonly kind: string }>;
  readonly line: string;
  readonly asked: unknown;
  readonly answer: unknown;
}

const EXAMPLES: readonly Example[] = [
  {
    name: "prices",
    call: (it) => it.prices(HOME, { ...WINDOW, tariff_direction: "LOCAL" }),
    line: `POST /prices/${HOME}`,
    asked: { ...WINDOW, tariff_direction: "LOCAL" },
    answer: PRICES,
  },
  {
    name: "audits.prices",
    call: (it) => it.audits.prices(HOME, { end_time: WINDOW.end_time }),
    line: `POST /audits/prices/${HOME}`,
    asked: { end_time: WINDOW.end_time },
    answer: AUDIT,
  },
  {
    name: "schedules.duration",
    call: (it) => it.schedules.duration(HOME, { ...SEGMENT, duration: 120 }),
    line: `POST /schedules/duration/${HOME}`,
    asked: { ...SEGMENT, duration: 120 },
    answer: BY_DURATION,
  },
  {
    name: "schedules.limit",
    call: (it) => it.schedules.limit(HOME, { ...SEGMENT, relative: 0.4 }),
    line: `POST /schedules/limit/${HOME}`,
    asked: { ...SEGMENT, relative: 0.4 },
    answer: BY_LIMIT,
  },
  {
    name: "schedules.amount",
    call: (it) => it.schedules.amount(HOME, { ...AMOUNT_QUESTION, data: [...AMOUNT_QUESTION.data] }),
    line: `POST /schedules/amount/${HOME}`,
    asked: AMOUNT_QUESTION,
    answer: BY_AMOUNT,
  },
  {
    name: "costs.instant",
    call: (it) => it.costs.instant(RECORD, { non_persistent: true }),
    line: "POST /costs/instant?non_persistent=true",
    asked: RECORD,
    answer: INSTANT_COST,
  },
  {
    name: "costs.interval",
    call: (it) => it.costs.interval("dev_1", { ...WINDOW, aggregation: "DAY", tariff_direction: "EXPORT" }),
    line: "POST /costs/interval/dev_1?aggregation=DAY&tariff_direction=EXPORT",
    asked: WINDOW,
    answer: COSTS,
  },
  {
    name: "costs.session",
    call: (it) => it.costs.session("my session/1", { tariff_direction: "IMPORT" }),
    line: "POST /costs/session/my%20session%2F1?tariff_direction=IMPORT",
    asked: null,
    answer: COSTS,
  },
  {
    name: "meters.interval",
    call: (it) => it.meters.interval([RECORD]),
    line: "PUT /meters/interval",
    asked: [RECORD],
    answer: BATCH,
  },
  {
    name: "meters.cumulative",
    call: (it) => it.meters.cumulative({ ...READINGS, data: [...READINGS.data] }),
    line: "PUT /meters/cumulative/epoch",
    asked: READINGS,
    answer: BATCH,
  },
  {
    name: "meters.batch",
    call: (it) => it.meters.batch("bat_1"),
    line: "GET /meters/batch?batch_id=bat_1",
    asked: null,
    answer: BATCH,
  },
];

describe("a call", () => {
  it.each(EXAMPLES)("of $name goes out as documented and is read whole", async ({ call, line, asked, answer }) => {
    const { energy, seen } = rig(answering(answer));
    expect(await call(energy)).toEqual({ kind: "ok", value: answer });
    expect(seen).toEqual([{ line, body: asked }]);
  });

  it.each(EXAMPLES)("of $name says what went wrong and throws nothing", async ({ name, call }) => {
    const replies: readonly (readonly [Reply, object])[] = [
      [() => new Response("<html>", { status: 200 }), { kind: "unavailable" }],
      [() => new Response(null, { status: 502 }), { kind: "unavailable" }],
      [() => Promise.reject(new TypeError("no network")), { kind: "unavailable" }],
      [() => refusal(404, "not_found"), { kind: "not_found" }],
      [() => refusal(400, "end_time_invalid"), { kind: "refused", status: 400, code: "end_time_invalid" }],
      [() => refusal(403, "no_product"), { kind: "refused", status: 403, code: "no_product" }],
      [() => refusal(422, "account_disabled"), { kind: "no_prices", code: "account_disabled" }],
      [answering({ data: 1 }), { kind: "unreadable" }],
    ];
    for (const [reply, result] of replies) {
      const { energy } = rig(reply);
      const isCounting = name.startsWith("meters.") && name !== "meters.batch";
      const lost = "kind" in result && result.kind === "unavailable" ? { mayHaveCounted: isCounting } : {};
      expect(await call(energy)).toMatchObject({ ...result, ...lost });
    }
  });
});

describe("a question that is wrong", () => {
  const wrong: readonly (readonly [string, (energy: Energy) => Promise<{ readonly kind: string }>, string])[] = [
    ["another's id", (it) => it.prices("cus_1", WINDOW), "id"],
    ["an id that leaves its path", (it) => it.prices("loc_1/../x", WINDOW), "id"],
    ["no end", (it) => it.prices(HOME, {} as typeof WINDOW), "question.end_time"],
    ["no zone", (it) => it.prices(HOME, { ...WINDOW, end_time: "2026-06-15T10:00:00" }), "question.end_time"],
    ["a day that is none", (it) => it.prices(HOME, { end_time: "2026-02-30T10:00:00Z" }), "question.end_time"],
    [
      "an end before its start",
      (it) => it.prices(HOME, { ...WINDOW, end_time: WINDOW.start_time }),
      "question.end_time",
    ],
    ["Zero's name of a field", (it) => it.prices(HOME, { ...WINDOW, direction: "EXPORT" } as never), "question"],
    [
      "a direction that is none",
      (it) => it.prices(HOME, { ...WINDOW, tariff_direction: "UP" as never }),
      "question.tariff_direction",
    ],
    [
      "a decade",
      (it) => it.prices(HOME, { start_time: "2016-01-01T00:00:00Z", end_time: "2026-01-01T00:00:00Z" }),
      "question.end_time",
    ],
    ["91 days without a start", (it) => it.prices(HOME, { end_time: "2026-09-14T07:00:01Z" }), "question.start_time"],
    ["three hours of two", (it) => it.schedules.duration(HOME, { ...SEGMENT, duration: 180 }), "question.duration"],
    ["half a minute", (it) => it.schedules.duration(HOME, { ...SEGMENT, duration: 0.5 }), "question.duration"],
    ["no limit", (it) => it.schedules.limit(HOME, SEGMENT), "question.relative"],
    ["a limit of nothing", (it) => it.schedules.limit(HOME, { ...SEGMENT, relative: 0 }), "question.relative"],
    ["no devices", (it) => it.schedules.amount(HOME, { ...AMOUNT_QUESTION, data: [] }), "question.data"],
    [
      "power in energy's unit",
      (it) =>
        it.schedules.amount(HOME, { max_power: { units: "KWH" as never, value: 1 }, data: [...AMOUNT_QUESTION.data] }),
      "question.max_power.units",
    ],
    ["a value as text", (it) => it.costs.instant({ ...RECORD, value: "7" as never }), "record.value"],
    ["more than certain", (it) => it.costs.instant({ ...RECORD, confidence: 1.1 }), "record.confidence"],
    ["nothing to report", (it) => it.meters.interval([]), "records"],
    ["one bad record of two", (it) => it.meters.interval([RECORD, { ...RECORD, value: NaN }]), "records.1.value"],
    [
      "milliseconds",
      (it) => it.meters.cumulative({ ...READINGS, data: [{ time: START, value: 1 }] }),
      "readings.data.0.time",
    ],
    ["a session without a name", (it) => it.costs.session(""), "session"],
    ["a batch by another's id", (it) => it.meters.batch("loc_1"), "id"],
  ];

  it.each(wrong)("is not asked: %s", async (_, call, field) => {
    const { energy, seen } = rig(answering(PRICES));
    expect(await call(energy)).toMatchObject({ kind: "invalid", objections: [{ field }] });
    expect(seen).toEqual([]);
  });
});

describe("where FlatPeak has no prices", () => {
  const CODES = ["no_tariff_connected", "pending_connect", "no_price_data"] as const;

  it.each(CODES)("the same is not asked again for a quarter of an hour: %s", async (code) => {
    const { energy, seen, pass } = rig(() => refusal(422, code), answering(PRICES));
    const askAgainAt = START + 15 * 60_000;
    const refused = { kind: "no_prices", code, askAgainAt };
    expect(await energy.prices(HOME, WINDOW)).toEqual({ ...refused, isRemembered: false });
    pass(15 * 60_000 - 1);
    // The price is missing, whatever hours are asked for.
    expect(await energy.prices(HOME, { end_time: "2026-06-16T00:00:00Z", tariff_direction: "IMPORT" })).toEqual({
      ...refused,
      isRemembered: true,
    });
    expect(seen).toHaveLength(1);
    expect(await energy.prices(HOME, { ...WINDOW, tariff_direction: "EXPORT" })).toMatchObject({ kind: "ok" });
    expect(await energy.prices("loc_other", WINDOW)).toMatchObject({ kind: "ok" });
    pass(1);
    expect(await energy.prices(HOME, WINDOW)).toMatchObject({ kind: "ok" });
    expect(seen).toHaveLength(4);
  });

  it("an account that is off is asked again whenever the caller likes", async () => {
    const { energy, seen } = rig(() => refusal(422, "account_disabled"), answering(PRICES));
    expect(await energy.prices(HOME, WINDOW)).toMatchObject({ code: "account_disabled", askAgainAt: null });
    expect(await energy.prices(HOME, WINDOW)).toMatchObject({ kind: "ok" });
    expect(seen).toHaveLength(2);
  });
});

describe("where FlatPeak asks to wait", () => {
  const busy =
    (seconds: number): Reply =>
    () =>
      refusal(429, "rate_limit", { "Retry-After": String(seconds) });

  it("what only reads is asked again after that", async () => {
    const { energy, seen, slept } = rig(busy(7), answering(PRICES));
    expect(await energy.prices(HOME, WINDOW)).toMatchObject({ kind: "ok" });
    expect([seen.length, slept]).toEqual([2, [7_000]]);
  });

  it("is asked three times at most", async () => {
    const { energy, seen, slept } = rig(busy(7));
    expect(await energy.prices(HOME, WINDOW)).toMatchObject({ kind: "unavailable", retryAfter: 7_000 });
    expect([seen.length, slept]).toEqual([3, [7_000, 7_000]]);
  });

  it.each([
    ["costs.instant", (it: Energy) => it.costs.instant(RECORD)],
    ["meters.interval", (it: Energy) => it.meters.interval([RECORD])],
  ])("what may count twice is sent once: %s", async (_, call) => {
    const refused = rig(busy(7));
    expect(await call(refused.energy)).toMatchObject({ kind: "unavailable", mayHaveCounted: false });
    expect(refused.seen).toHaveLength(1);
    const lost = rig(() => new Response(null, { status: 503, headers: { "Retry-After": "1" } }));
    expect(await call(lost.energy)).toMatchObject({ kind: "unavailable", mayHaveCounted: true });
    expect(lost.seen).toHaveLength(1);
  });

  it("whatever is asked next waits as well", async () => {
    const { energy, seen, slept } = rig(busy(7), answering(COSTS));
    await energy.costs.instant(RECORD);
    expect(await energy.costs.interval(HOME, WINDOW)).toMatchObject({ kind: "ok" });
    expect([seen.length, slept]).toEqual([2, [7_000]]);
  });

  it("a long wait is the caller's, and nothing is asked in it", async () => {
    const { energy, seen, slept, pass } = rig(busy(3_600), answering(PRICES));
    expect(await energy.prices(HOME, WINDOW)).toMatchObject({ kind: "unavailable", retryAfter: 3_600_000 });
    pass(600_000);
    expect(await energy.prices(HOME, WINDOW)).toMatchObject({ kind: "unavailable", retryAfter: 3_000_000 });
    expect([seen.length, slept]).toEqual([1, []]);
    pass(3_000_000);
    expect(await energy.prices(HOME, WINDOW)).toMatchObject({ kind: "ok" });
  });
});

describe("a long window", () => {
  const YEAR = { start_time: "2026-01-01T00:00:00+01:00", end_time: "2027-01-01T00:00:00+01:00" };

  it("is asked in pieces, and answered as one", async () => {
    const { energy, seen } = rig((_, body) => {
      const { start_time, end_time } = body as typeof YEAR;
      const data = [{ valid_from: start_time, valid_to: end_time, price: { value: 0.2, confidence: 1 } }];
      return Response.json({ ...PRICES, request: { start_time, end_time }, data });
    });
    const answer = await energy.prices(HOME, { ...YEAR, tariff_direction: "EXPORT" });
    const pieces = splitWindow(YEAR);
    expect(pieces).toHaveLength(5);
    expect(seen.map(({ body }) => body)).toEqual(pieces.map((it) => ({ ...it, tariff_direction: "EXPORT" })));
    expect(answer).toMatchObject({
      kind: "ok",
      value: { request: YEAR, data: pieces.map((it) => ({ valid_from: it.start_time, valid_to: it.end_time })) },
    });
  });

  it("is nothing at all where one of its pieces fails", async () => {
    const { energy, seen } = rig(answering(PRICES), () => refusal(400, "end_time_invalid"));
    expect(await energy.prices(HOME, YEAR)).toMatchObject({ kind: "refused" });
    expect(seen).toHaveLength(2);
  });

  it("is not joined across two currencies", async () => {
    const { energy } = rig(answering(PRICES), answering({ ...PRICES, currency_code: "EUR" }));
    expect(await energy.prices(HOME, YEAR)).toMatchObject({
      kind: "unreadable",
      objections: [{ field: "currency_code" }],
    });
  });
});
