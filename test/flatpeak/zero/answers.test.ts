// Whatever FlatPeak's answer lacks, or has of another kind than its documentation says: what the bridge makes of it is an answer as
// Zero promises it, or none. It never hands on what a client of Zero's could stumble over. And what else an answer or a question
// may bring along.

import { describe, expect, it } from "vitest";
import { answerZero } from "../../../src/flatpeak/zero/answer.ts";
import { ask, callAt } from "./asked.ts";
import { EXAMPLES, NOW } from "./examples.ts";
import { changed } from "./questions.ts";
import { ANSWERS } from "./schemas.ts";
import type { Fields } from "../../../src/flatpeak/zero/field.ts";

/** The places of everything in an answer, objects and lists included. */
function placesOf(it: unknown, at = ""): readonly string[] {
  if (typeof it !== "object" || it === null) return [at];
  const below = Object.entries(it).flatMap(([name, value]) => placesOf(value, at === "" ? name : `${at}.${name}`));
  return at === "" ? below : [at, ...below];
}

/** Where nothing says that Zero requires it, and an answer without it is better than none: what was sent may have counted. */
const UNSURE: ReadonlySet<string> = new Set([
  "data.0.tariff.confidence",
  "failed_records.0.record_num",
  "failed_records.0.error",
]);

const typeOf = (it: unknown): string => (Array.isArray(it) ? "list" : it === null ? "null" : typeof it);

const typeAt = (whole: unknown, place: string): string =>
  typeOf(place.split(".").reduce<unknown>((it, name) => (it as Record<string, unknown>)[name], whole));

const INSTEAD: readonly unknown[] = [undefined, null, "x", 7, true, {}, [], [null], ["x"], [7]];

const named = EXAMPLES.map((it) => [`${it.zero.method} ${it.call}`, it] as const);

describe("an answer that lacks something, or has something else in its place", () => {
  it.each(named)("is one of Zero's, or none: %s", (name, { zero, anode }) => {
    const asked = ask(zero.method, zero.path, zero.body);
    if (asked.kind === "refused") throw new Error(asked.complaint.message);
    const call = callAt(zero.method, zero.path);
    const found: unknown[] = [];
    for (const place of placesOf(anode.answer)) {
      const was = typeAt(anode.answer, place);
      for (const value of INSTEAD.filter((it) => typeOf(it) !== was)) {
        const answer = JSON.parse(JSON.stringify(changed(anode.answer, place, value))) as unknown;
        const read = answerZero(call, answer, { ...asked, gone: new Set(asked.gone), now: NOW });
        const wrong = read.kind === "answered" ? ANSWERS[name]?.safeParse(read.body).error?.issues[0] : undefined;
        if (wrong !== undefined && !UNSURE.has(wrong.path.join(".")))
          found.push([place, value, wrong.path.join("."), wrong.message]);
      }
    }
    expect(found).toEqual([]);
  });
});

/** What the bridge makes of an answer to the example of a call, with this in it. */
function answered(path: string, change: Fields): unknown {
  const it = EXAMPLES.find(({ call }) => call === path);
  if (it === undefined) throw new Error(`no example of ${path}`);
  const asked = ask(it.zero.method, it.zero.path, it.zero.body);
  if (asked.kind === "refused") throw new Error(asked.complaint.message);
  const body: unknown = JSON.parse(JSON.stringify({ ...it.anode.answer, ...change }));
  const read = answerZero(callAt(it.zero.method, it.zero.path), body, { ...asked, now: NOW });
  return read.kind === "answered" ? read.body : read.missing;
}

describe("a number that FlatPeak writes as a text, as its documentation types some", () => {
  it("is a number in Zero", () => {
    expect(answered("/login", { expires_in: "3600" })).toMatchObject({ expires_in: 3_600 });
  });

  it("is none where it is no number", () => {
    expect(answered("/login", { expires_in: "soon" })).toEqual(["expires_in"]);
  });
});

describe("an answer", () => {
  it("that lacks something says where, also in what the bridge makes", () => {
    const path = "/tariffs/rates/{location_id}";
    const lacking = { request: undefined, data: [null, { valid_from: "2022-12-28T01:00:00Z", price: {} }] };
    expect(answered(path, lacking)).toEqual(["data[0]", "data[1].tariff.rate", "data[1].valid_to"]);
    const read = answerZero(callAt("GET", "/tariffs/rates/loc_1"), {}, { question: {}, gone: new Set(), now: NOW });
    expect(read).toMatchObject({ missing: expect.arrayContaining(["request.end_time"]) as unknown });
  });

  it("that tells when a token ends, and not how long it lives, as later generations do", () => {
    const { call: path } = EXAMPLES.find(({ zero }) => zero.path === "/connect/tariff/token") ?? { call: "" };
    const later = { connect_token: undefined, expires_in: undefined, id: "cot_2" };
    const time_expiry = new Date(NOW + 90_500).toISOString();
    expect(answered(path, { ...later, time_expiry })).toMatchObject({ connect_token: "cot_2", expires_in: 90 });
    expect(answered(path, { ...later, time_expiry: "soon" })).not.toHaveProperty("expires_in");
  });

  it("may have a field of its own by the name of one of Zero's, which does not take its place", () => {
    const path = "/tariffs/rates/{location_id}";
    const own = { direction: "NORTH" };
    expect(answered(path, own)).toMatchObject({ direction: "IMPORT" });
    expect(answered(path, { ...own, tariff_direction: "EXPORT" })).toMatchObject({ direction: "EXPORT" });
  });

  it("lends nothing from a prototype that it brings along", () => {
    const { anode } = EXAMPLES.find(({ call }) => call === "/tariffs/rates/{location_id}") ?? {};
    const body = { ...anode?.answer, account_id: undefined };
    const text = JSON.stringify(body).replace("{", '{"__proto__":{"account_id":"acc_1"},');
    const read = answerZero(callAt("GET", "/tariffs/rates/loc_1"), JSON.parse(text), {
      question: {},
      gone: new Set(),
      now: NOW,
    });
    expect(read).toEqual({ kind: "unreadable", missing: ["account_id"] });
  });
});

describe("a question", () => {
  it("that wants no carbon figures misses none", () => {
    const path = "/tariffs/rates/loc_1?end_time=2022-05-24T16:15:22Z&include_carbon=";
    const goneIn = (wanted: string): unknown => {
      const asked = ask("GET", `${path}${wanted}`);
      return asked.kind === "asked" ? [...asked.gone] : asked;
    };
    expect([goneIn("false"), goneIn("true"), goneIn("")]).toEqual([[], ["include_carbon"], []]);
  });

  it("that says nothing of a field by null says nothing of it to Anode", () => {
    const body = {
      connect_web_uri: "https://a.test",
      callback_uri: "https://b.test",
      customer_id: null,
      tariff_id: "trf_1",
    };
    expect(ask("POST", "/connect/tariff/token", body)).toMatchObject({
      request: { body: { connect_url: "https://a.test", callback_url: "https://b.test", tariff_id: "trf_1" } },
    });
    expect(ask("POST", "/connect/tariff/token", body)).not.toHaveProperty("request.body.customer_id");
  });
});
