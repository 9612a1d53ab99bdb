// The round trip: what the emulator answers in Zero is what the bridge makes of its answer in Anode, field by field, but for what is
// named here.

import { describe, expect, it } from "vitest";
import { answerZero } from "../../../../src/flatpeak/zero/answer.ts";
import { askAnode } from "../../../../src/flatpeak/zero/ask.ts";
import { findCall } from "../../../../src/flatpeak/zero/call.ts";
import { DIRECTORY } from "../../../../src/flatpeak/zero/calls.ts";
import { exampleCalls } from "../../../../src/dev/emulator/energy/examples.ts";
import { ANSWERS } from "../../../flatpeak/zero/schemas.ts";
import { noon } from "../support.ts";
import { home, send, worldWith } from "./support.ts";
import type { TestWorld } from "../support.ts";

/** Anode has it no more, or the bridge says it in its own way: each of these is in docs/MIGRATION.md. */
const OTHERWISE = new Set(["next_update", "carbon", "carbon_sources"]);
/** A batch is called by chance. */
const isBatch = (it: object): boolean => "object" in it && it.object === "meter_batch";

/** The same without those, wherever they stand. */
const comparable = (it: unknown): unknown =>
  Array.isArray(it)
    ? it.map(comparable)
    : typeof it === "object" && it !== null
      ? Object.fromEntries(
          Object.entries(it).flatMap(([name, value]) =>
            OTHERWISE.has(name) || (name === "id" && isBatch(it)) ? [] : [[name, comparable(value)]],
          ),
        )
      : it;

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** What the bridge answers over the emulator's Anode. */
async function bridged(t: TestWorld, { method, path, body }: Sent): Promise<unknown> {
  const [address = "", search = ""] = path.split("?");
  const found = findCall(DIRECTORY, method, address);
  if (found === null) throw new Error(`no call ${method} ${path}`);
  const query = Object.fromEntries(new URLSearchParams(search));
  const asked = askAnode(found.call, { path: found.path, query, body: body ?? {} }, noon);
  if (asked.kind === "refused") throw new Error(asked.complaint.message);
  const { request } = asked;
  const answer = await send(t, "anode", request.paths[0] ?? "", request.body, request.method);
  expect([request.paths[0], answer.status]).toEqual([request.paths[0], 200]);
  const read = answerZero(found.call, answer.json, { ...asked, now: noon });
  if (read.kind === "unreadable") throw new Error(read.missing.join());
  expect(ANSWERS[`${method} ${found.call.zero.path}`]?.safeParse(read.body).error).toBeUndefined();
  return read.body;
}

async function inZero(t: TestWorld, { method, path, body }: Sent): Promise<unknown> {
  const answer = await send(t, "zero", path, body ?? {}, method as "GET" | "POST" | "PUT");
  expect([path, answer.status, answer.text.slice(0, 200)]).toEqual([path, 200, answer.text.slice(0, 200)]);
  return answer.json;
}

const window = "start_time=2026-11-22T00:00:00Z&end_time=2026-11-23T00:00:00Z";
/** Longer and shorter days, another zone than the home's, and ninety days. */
const WINDOWS: readonly (readonly [from: string, to: string])[] = [
  ["2026-10-24T22:00:00+02:00", "2026-10-26T00:00:00+01:00"],
  ["2026-10-25T00:00:00+01:00", "2026-10-26T00:00:00Z"],
  ["2027-03-28T00:00:00Z", "2027-03-29T00:00:00+01:00"],
  ["2026-11-01T00:00:00-05:00", "2026-11-02T00:00:00-05:00"],
  ["2026-09-01T00:00:00Z", "2026-11-30T00:00:00Z"],
];
const record = {
  location_id: home,
  units: "KWH",
  value: 3.5,
  start_time: "2026-11-22T08:00:00Z",
  end_time: "2026-11-22T09:30:00Z",
};

const QUESTIONS: readonly Sent[] = [
  ...[
    window,
    ...WINDOWS.map(([start_time, end_time]) => new URLSearchParams({ start_time, end_time }).toString()),
  ].flatMap((when) =>
    [
      `/tariffs/rates/${home}?${when}`,
      `/tariffs/rates/${home}?${when}&include_tariff=false`,
      `/tariffs/rates/${home}?${when}&include_carbon=true&direction=IMPORT`,
      `/tariffs/audit/${home}?${when}`,
      `/slots/time/${home}?${when}&segment=LOW&duration=180`,
      `/slots/time/${home}?${when}&segment=HIGH&duration=45`,
      `/slots/threshold/${home}?${when}&segment=LOW&relative=0.5`,
      `/slots/threshold/${home}?${when}&segment=HIGH&absolute=0.1`,
    ].map((path) => ({ method: "GET", path, body: null })),
  ),
  {
    method: "POST",
    path: "/schedules",
    body: {
      location_id: home,
      max_power: { units: "KW", value: 7 },
      data: [
        {
          device_id: "dev_car",
          direction: "IMPORT",
          start_time: "2026-11-22T18:00:00Z",
          end_time: "2026-11-23T06:00:00Z",
          energy: { units: "WH", value: 20_000 },
        },
      ],
    },
  },
  { method: "POST", path: "/costs/instant?non_persistent=true&include_tariff=true", body: record },
  {
    method: "POST",
    path: "/costs/instant?non_persistent=true",
    body: { ...record, direction: "IMPORT", tariff_rate: "IMPORT" },
  },
];

describe("the round trip", () => {
  it.each(QUESTIONS.map((it) => [`${it.method} ${it.path}`, it] as const))("of %s", async (_, sent) => {
    for (const structureType of ["FIXED", "TIME_OF_DAY", "MARKET"] as const) {
      const t = worldWith({}, { structureType });
      expect(comparable(await bridged(t, sent))).toEqual(comparable(await inZero(t, sent)));
    }
  });

  it("of records that are kept, and what they cost in the end", async () => {
    const zero = worldWith();
    const anode = worldWith();
    const session = { session_reference_id: "SESSION 1", record_reference_id: "MET1" };
    const calls: readonly Sent[] = [
      { method: "PUT", path: "/meters/interval", body: [record, { ...record, ...session, device_id: "dev_car" }] },
      {
        method: "PUT",
        path: "/meters/cumulative/epoch",
        body: {
          location_id: home,
          units: "WH",
          data: [
            { time: 1_795_000_000, value: 10 },
            { time: 1_795_003_600, value: 900 },
          ],
        },
      },
      { method: "POST", path: `/costs/interval/${home}?aggregation=DAY&direction=IMPORT`, body: {} },
      {
        method: "POST",
        path: `/costs/interval/${home}`,
        body: { start_time: "2026-11-22T00:00:00Z", end_time: "2026-11-23T00:00:00Z" },
      },
      { method: "POST", path: "/costs/session/SESSION%201?include_carbon=true", body: null },
    ];
    for (const call of calls) {
      expect(comparable(await bridged(anode, call))).toEqual(comparable(await inZero(zero, call)));
    }
  });

  it("of every call that the control room shows old beside new", async () => {
    const t = worldWith();
    const [first] = t.world.homes;
    if (first === undefined) throw new Error("the world has no home");
    for (const { old, today, name } of exampleCalls(first, Date.UTC(2026, 10, 22))) {
      const [address = "", search = ""] = old.path.split("?");
      const found = findCall(DIRECTORY, old.method, address);
      if (found === null) throw new Error(`no call ${name}`);
      const body = old.body === null ? {} : (JSON.parse(old.body) as unknown);
      const asked = askAnode(
        found.call,
        { path: found.path, query: Object.fromEntries(new URLSearchParams(search)), body },
        noon,
      );
      if (asked.kind === "refused") throw new Error(`${name}: ${asked.complaint.message}`);
      expect([name, asked.request.method, asked.request.paths[0]?.split("?")[0]]).toEqual([
        name,
        today.method,
        today.path.split("?")[0],
      ]);
    }
  });
});
