// One clock, and one hand on the alarm: what reads another could be fooled by either.

import { describe, expect, it } from "vitest";
import { readSources } from "./walls.ts";

const shipping = [...readSources(new URL("../../src/", import.meta.url))].filter(([path]) => !path.startsWith("dev/"));
const filesWith = (what: RegExp): readonly string[] =>
  shipping.flatMap(([path, source]) => (what.test(source) ? [path] : []));

describe("what ships", () => {
  it("asks for the time in one place", () => {
    expect(filesWith(/\bDate\.now\b|\bnew Date\(\)/)).toEqual(["platform/clock.ts"]);
  });

  it("touches alarms in one place", () => {
    expect(filesWith(/\.(?:set|get|delete)Alarm\(/)).toEqual(["objects/alarm.ts"]);
  });

  it("waits for another request's work in one place: what a file keeps between requests is values", () => {
    const kept = /\blet \w+: [^=;]*Promise<[^=;]*\| null|new (?:Weak)?(?:Map|Set)<(?!CustomerStore,)[^()]*Promise</;
    // An object's own fields, and what is kept by its own store, are between its own requests.
    const isField = /^\s*(?:readonly )?#\w+/;
    const keeps = (source: string): boolean =>
      source.split("\n").some((line) => kept.test(line) && !isField.test(line) && !/^\s{4,}/.test(line));
    expect(shipping.flatMap(([path, source]) => (keeps(source) ? [path] : []))).toEqual(["platform/shared.ts"]);
  });

  it("answers to alarms in one way", () => {
    expect(filesWith(/\balarm\(\): /)).toEqual(["objects/alarm.ts"]);
  });
});
