// What holds for any question and any answer: nothing is lost that both generations have, nothing changes but names, and parts add
// up to what they did.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, instantOf } from "../../../src/core/time.ts";
import { answerZero } from "../../../src/flatpeak/zero/answer.ts";
import { ask, callAt } from "./asked.ts";
import { EXAMPLES } from "./examples.ts";
import { ANSWERS } from "./schemas.ts";
import type { Asked } from "../../../src/flatpeak/zero/ask.ts";
import type { Call } from "../../../src/flatpeak/zero/call.ts";
import type { Fields } from "../../../src/flatpeak/zero/field.ts";

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;
const zones = ["Europe/London", "Europe/Berlin", "Europe/Lisbon", "America/New_York"];
/** Days that the clocks of Europe change on, and one that they do not. */
const days = ["2026-03-29", "2026-10-25", "2026-06-15"];

const money = fc.integer({ min: -50_000, max: 500_000 }).map((it) => it / 100_000);
const confidence = fc.constantFrom(1, 0.8, 0.1);
const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

function exampleOf(path: string): (typeof EXAMPLES)[number] {
  const found = EXAMPLES.find((it) => it.call === path);
  if (found === undefined) throw new Error(`no example of ${path}`);
  return found;
}

/** What the bridge makes of an answer of Anode's to a question that was right. */
function bridged(asked: Asked, call: Call, answer: Fields, now = Date.parse("2026-05-01T12:00:00Z")): Fields {
  if (asked.kind === "refused") throw new Error(asked.complaint.message);
  const read = answerZero(call, JSON.parse(JSON.stringify(answer)) as unknown, { ...asked, now });
  if (read.kind === "unreadable") throw new Error(read.missing.join());
  return read.body;
}

/** Everything that is no object, by its place in the whole. */
const leavesOf = (it: unknown): readonly unknown[] =>
  typeof it === "object" && it !== null ? Object.values(it).flatMap(leavesOf) : [it];

const counted = (leaves: readonly unknown[]): ReadonlyMap<unknown, number> => {
  const counts = new Map<unknown, number>();
  for (const leaf of leaves) counts.set(leaf, (counts.get(leaf) ?? 0) + 1);
  return counts;
};

/** The quarter hours of a home's day: 92, 96 or 100 of them. */
const dayOf = fc
  .record({ zone: fc.constantFrom(...zones), day: fc.constantFrom(...days), seed: fc.array(money, { minLength: 4 }) })
  .chain(({ zone, day, seed }) => {
    const from = instantOf(day, 0, zone);
    const until = instantOf(addDays(day, 1), 0, zone);
    const starts = Array.from({ length: (until - from) / QUARTER }, (_, no) => from + no * QUARTER);
    return fc.record({
      zone: fc.constant(zone),
      from: fc.constant(from),
      until: fc.constant(until),
      data: fc.tuple(...starts.map(() => confidence)).map((sure) =>
        starts.map((at, no) => ({
          valid_from: iso(at),
          valid_to: iso(at + QUARTER),
          price: { value: seed[no % seed.length], confidence: sure[no] },
        })),
      ),
    });
  });

describe("a day of prices", () => {
  const { anode } = exampleOf("/tariffs/rates/{location_id}");
  const at = "/tariffs/rates/loc_65e42ce4d3b813479b252160";
  const call = callAt("GET", at);

  it("has as many periods as the day has, each with its own price and no gap between them", () => {
    fc.assert(
      fc.property(dayOf, ({ zone, from, until, data }) => {
        const asked = ask("GET", `${at}?start_time=${iso(from)}&end_time=${iso(until)}&include_carbon=true`);
        const zero = bridged(asked, call, { ...anode.answer, location_timezone: zone, data });
        const read = zero["data"] as { valid_from: string; valid_to: string; tariff: { rate: number } }[];
        expect(read).toHaveLength((until - from) / QUARTER);
        expect([23, 24, 25]).toContain(read.length / 4);
        let end = iso(from);
        for (const entry of read) {
          expect(entry.valid_from).toBe(end);
          expect(entry.valid_to > entry.valid_from).toBe(true);
          end = entry.valid_to;
        }
        expect(end).toBe(iso(until));
        expect(read.map((it) => it.tariff.rate)).toEqual(data.map((it) => it.price.value));
        expect(ANSWERS["GET /tariffs/rates/{location_id}"]?.safeParse(zero).error).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });

  it("keeps the slip of FlatPeak's documentation, and makes none of its own", () => {
    const slip = {
      valid_from: "2026-06-15T22:00:00Z",
      valid_to: "2026-06-15T00:00:00Z",
      price: { value: 1, confidence: 1 },
    };
    const zero = bridged(ask("GET", `${at}?end_time=2026-06-16T00:00:00Z`), call, { ...anode.answer, data: [slip] });
    expect(zero["data"]).toMatchObject([{ valid_from: slip.valid_from, valid_to: slip.valid_to }]);
  });

  it("is fetched again at the home's next midnight, written as it was asked for", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...days),
        fc.integer({ min: 0, max: 1_439 }),
        fc.constantFrom("Z", "+01:00", "-04:00"),
        (zone, day, minute, offset) => {
          const now = instantOf(day, minute, zone);
          const asked = ask("GET", `${at}?end_time=${encodeURIComponent(`2026-12-01T00:00:00${offset}`)}`);
          const next = bridged(asked, call, { ...anode.answer, location_timezone: zone }, now)["next_update"];
          expect(Date.parse(String(next))).toBe(instantOf(addDays(day, 1), 0, zone));
          expect(Date.parse(String(next))).toBeGreaterThan(now);
          expect(String(next).endsWith(offset)).toBe(true);
        },
      ),
    );
  });
});

describe("slots of a limit", () => {
  const { anode } = exampleOf("/slots/threshold/{location_id}");
  const at = "/slots/threshold/loc_65e42ce4d3b813479b252160";

  it("last together as long as each of them", () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 40 });
    fc.assert(
      fc.property(lengths, (minutes) => {
        let start = Date.parse("2026-03-28T20:00:00Z");
        const data = minutes.map((it) => {
          const slot = {
            start_time: iso(start),
            end_time: iso(start + it * 60_000),
            price: { average: 1, confidence: 1 },
          };
          start += (it + 15) * 60_000;
          return slot;
        });
        const asked = ask("GET", `${at}?end_time=2026-04-28T20:00:00Z&segment=LOW&relative=0.2`);
        const zero = bridged(asked, callAt("GET", at), { ...anode.answer, data });
        expect(zero["duration"]).toBe(minutes.reduce((sum, it) => sum + it, 0));
      }),
    );
  });
});

describe("any answer to a documented question", () => {
  // Texts and numbers of any content in the places where the documentation has some.
  const other = (it: unknown): fc.Arbitrary<unknown> => {
    if (Array.isArray(it)) return fc.array(other(it[0] ?? null), { maxLength: 4 });
    if (typeof it === "object" && it !== null) {
      const keys = Object.entries(it).map(([name, value]) => [name, other(value)] as const);
      return fc.record(Object.fromEntries(keys));
    }
    return typeof it === "number" ? fc.oneof(money, fc.integer()) : fc.constant(it);
  };

  it.each(EXAMPLES.map((it) => [`${it.zero.method} ${it.call}`, it] as const))(
    "%s keeps every number, text and flag of it",
    (_, { zero, anode }) => {
      const call = callAt(zero.method, zero.path);
      const asked = ask(zero.method, zero.path, zero.body);
      fc.assert(
        fc.property(other(anode.answer) as fc.Arbitrary<Fields>, (answer) => {
          const read = bridged(asked, call, answer);
          // The time of an audit, the name of each answer and the words of a direction are the ones that change.
          const renamed = new Set([
            anode.answer["last_updated"],
            answer["id"],
            answer["object"],
            "INBOUND",
            "OUTBOUND",
          ]);
          const found = counted(leavesOf(read));
          const lost = [...counted(leavesOf(answer))].filter(([leaf, times]) => (found.get(leaf) ?? 0) < times);
          expect(lost.map(([leaf]) => leaf).filter((it) => !renamed.has(it))).toEqual([]);
        }),
        { numRuns: 40 },
      );
    },
  );
});

describe("any question", () => {
  it("of a schedule arrives with each device, unit and amount as it was", () => {
    const power = fc.record({ units: fc.constantFrom("W", "KW"), value: fc.integer({ min: 1, max: 50_000 }) });
    const device = fc.record({
      device_id: fc.integer({ min: 1 }).map((no) => `dev_${no}`),
      direction: fc.constantFrom("IMPORT", "EXPORT"),
      end_time: fc.constant("2026-06-16T11:00:00Z"),
      energy: fc.record({
        units: fc.constantFrom("WH", "KWH"),
        value: fc.double({ min: 0.001, max: 1e6, noNaN: true }),
      }),
    });
    const question = fc.record({ location_id: fc.constant("loc_1"), max_power: power, data: fc.array(device) });
    fc.assert(
      fc.property(question, (body) => {
        const { location_id: _, ...rest } = body;
        const data = body.data.map(({ direction, ...it }) => ({ ...it, tariff_direction: direction }));
        expect(ask("POST", "/schedules", body)).toMatchObject({
          kind: "asked",
          request: { paths: ["/schedules/amount/loc_1"], body: { ...rest, data } },
        });
      }),
    );
  });

  it("of meter records adds up to the same energy", () => {
    const record = fc.record({
      location_id: fc.constant("loc_1"),
      direction: fc.option(fc.constantFrom("IMPORT", "EXPORT"), { nil: undefined }),
      units: fc.constantFrom("W", "KW", "WH", "KWH"),
      value: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      start_time: fc.constant("2026-06-16T11:00:00Z"),
      end_time: fc.constant("2026-06-16T11:30:00+00:00"),
    });
    fc.assert(
      fc.property(fc.array(record, { minLength: 1 }), (records) => {
        const asked = ask("PUT", "/meters/interval", records);
        if (asked.kind === "refused") throw new Error(asked.complaint.message);
        const sent = asked.request.body as { units: string; value: number; energy_flow_direction: string }[];
        const per = (it: readonly { units: string; value: number }[], units: string): number =>
          it.filter((one) => one.units === units).reduce((sum, one) => sum + one.value, 0);
        for (const units of ["W", "KW", "WH", "KWH"]) expect(per(sent, units)).toBe(per(records, units));
        const flows = records.map((it) => (it.direction === "EXPORT" ? "OUTBOUND" : "INBOUND"));
        expect(sent.map((it) => it.energy_flow_direction)).toEqual(flows);
      }),
    );
  });
});
