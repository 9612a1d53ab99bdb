// Whatever FlatPeak's answer lacks, or has of another kind than its documentation says: what the bridge makes of it is an answer as
// Zero promises it, or none. It never hands on what a client of Zero's could stumble over.

import { describe, expect, it } from "vitest";
import { answerZero } from "../../../src/flatpeak/zero/answer.ts";
import { ask, callAt } from "./asked.ts";
import { EXAMPLES, NOW } from "./examples.ts";
import { changed } from "./questions.ts";
import { ANSWERS } from "./schemas.ts";

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

describe("a number that FlatPeak writes as a text, as its documentation types some", () => {
  it("is a number in Zero", () => {
    const login = EXAMPLES.find((it) => it.call === "/login");
    const read = answerZero(
      callAt("GET", "/login"),
      { ...login?.anode.answer, expires_in: "3600" },
      { question: {}, gone: new Set(), now: NOW },
    );
    expect(read).toMatchObject({ body: { expires_in: 3_600 } });
  });

  it("is none where it is no number", () => {
    const login = EXAMPLES.find((it) => it.call === "/login");
    const read = answerZero(
      callAt("GET", "/login"),
      { ...login?.anode.answer, expires_in: "soon" },
      { question: {}, gone: new Set(), now: NOW },
    );
    expect(read).toEqual({ kind: "unreadable", missing: ["expires_in"] });
  });
});
