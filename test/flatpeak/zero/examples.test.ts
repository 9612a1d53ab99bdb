// The example bodies of FlatPeak's documentation, old and new, in both directions.

import { describe, expect, it } from "vitest";
import { answerZero } from "../../../src/flatpeak/zero/answer.ts";
import { CALLS } from "../../../src/flatpeak/zero/calls.ts";
import { translate } from "../../../src/flatpeak/zero/translate.ts";
import { ask, callAt } from "./asked.ts";
import { EXAMPLES, NOW } from "./examples.ts";
import { ANSWERS } from "./schemas.ts";
import type { Field, Fields } from "../../../src/flatpeak/zero/field.ts";
import type { Form } from "../../../src/flatpeak/zero/translate.ts";

const named = EXAMPLES.map((it) => [`${it.zero.method} ${it.call}`, it] as const);

const inForm = (to: Form, fields: readonly Field[], it: Fields, question: Fields = {}): Fields =>
  translate(fields, it, { to, question, answer: it, now: NOW, gone: new Set(), missing: [] });

/** What Zero has and Anode has no counterpart for: it cannot come back. */
const ONE_WAY = new Set([
  "next_update",
  "carbon_sources",
  "carbon_units",
  "measurand",
  "include_tariff",
  "include_carbon",
  "last_updated",
]);

/** Without what cannot come back, wherever it stands. */
const both = (it: unknown): unknown =>
  Array.isArray(it)
    ? it.map(both)
    : typeof it === "object" && it !== null
      ? Object.fromEntries(Object.entries(it).flatMap(([key, value]) => (ONE_WAY.has(key) ? [] : [[key, both(value)]])))
      : it;

describe("every documented example", () => {
  it("stands here, and its schema", () => {
    const declared = CALLS.map((it) => `${it.zero.method} ${it.zero.path}`);
    expect(named.map(([name]) => name).toSorted()).toEqual(declared.toSorted());
    expect(Object.keys(ANSWERS).toSorted()).toEqual(declared.toSorted());
  });

  it.each(named)("of %s asks Anode", (_, { zero, anode, gone }) => {
    const asked = ask(zero.method, zero.path, zero.body);
    if (asked.kind === "refused") throw new Error(asked.complaint.message);
    const { method, paths, body } = asked.request;
    expect({ method, path: paths[0], body }).toEqual({ method: anode.method, path: anode.path, body: anode.body });
    const answered = answerZero(callAt(zero.method, zero.path), anode.answer, { ...asked, now: NOW });
    if (answered.kind === "unreadable") throw new Error(answered.missing.join());
    expect(answered.body).toEqual(zero.answer);
    expect(answered.gone).toEqual(gone);
  });

  it.each(named)("of %s is answered as Zero promises", (name, { zero }) => {
    expect(ANSWERS[name]?.safeParse(zero.answer).error).toBeUndefined();
  });

  it.each(named)("of %s comes back as it was, the other way round", (_, { zero, anode }) => {
    const { answer, body: fields, isBodyList } = callAt(zero.method, zero.path);
    expect(both(inForm("anode", answer, zero.answer))).toMatchObject(both(anode.answer) as Fields);
    const [zeros, anodes] = [zero.body, anode.body].map((it) => (isBodyList ? it : [it ?? {}]) as readonly Fields[]);
    const back = fields === null ? [{}] : anodes?.map((it) => inForm("zero", fields, it));
    // The home of a schedule stands in the path, and its power may be a text in Zero.
    const moved = zero.path === "/schedules" ? ["location_id", "max_power"] : [];
    expect(back).toMatchObject(zeros?.map((it) => (fields === null ? {} : without(both(it) as Fields, moved))) ?? []);
  });
});

const without = (it: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(it).filter(([name]) => !names.includes(name)));

describe("what Anode's documentation spells in several ways", () => {
  const rates = callAt("GET", "/tariffs/rates/loc_1");
  const entryOf = (entry: Fields): unknown => {
    const answer = { ...EXAMPLES.find((it) => it.call.startsWith("/tariffs/rates"))?.anode.answer, data: [entry] };
    const read = answerZero(rates, answer, { question: {}, gone: new Set(), now: NOW });
    return read.kind === "answered" ? (read.body["data"] as unknown[])[0] : read;
  };
  const when = { valid_from: "2022-12-28T01:00:00Z", valid_to: "2022-12-28T02:30:00Z" };

  it.each([
    ["price.value", { price: { value: 4.998, confidence: 1 } }],
    ["price.cost", { price: { cost: 4.998, confidence: 1 } }],
    ["tariff.rate", { tariff: { rate: 4.998, confidence: 1 } }],
    ["tariff.cost", { tariff: { cost: 4.998, confidence: 1 } }],
    ["both, of which the new one counts", { tariff: { rate: 9 }, price: { value: 4.998, confidence: 1 } }],
    ["both, the new one first", { price: { value: 4.998, confidence: 1 }, tariff: { rate: 9 } }],
  ])("is read: %s", (_, entry) => {
    expect(entryOf({ ...when, ...entry })).toEqual({ ...when, tariff: { rate: 4.998, confidence: 1 } });
  });

  it("is not made up where it is missing", () => {
    expect(entryOf({ ...when })).toEqual({ kind: "unreadable", missing: ["data[0].tariff"] });
    expect(entryOf({ ...when, price: { confidence: 1 } })).toEqual({
      kind: "unreadable",
      missing: ["data[0].tariff.rate"],
    });
  });

  it("and a list of nothing, which may be null there, is a list", () => {
    const answer = { ...EXAMPLES.find((it) => it.call.startsWith("/tariffs/rates"))?.anode.answer, data: null };
    expect(answerZero(rates, answer, { question: {}, gone: new Set(), now: NOW })).toMatchObject({
      body: { data: [] },
    });
  });

  it("and the time to fetch again, where it is still told, is FlatPeak's", () => {
    const { anode } = EXAMPLES.find((it) => it.call.startsWith("/tariffs/rates")) ?? {};
    const answer = { ...anode?.answer, next_update: "2022-05-24T17:00:00Z" };
    const read = answerZero(rates, answer, { question: {}, gone: new Set(), now: NOW });
    expect(read).toMatchObject({ body: { next_update: "2022-05-24T17:00:00Z" }, gone: [] });
  });
});
