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

  it("answers to alarms in one way", () => {
    expect(filesWith(/\balarm\(\): /)).toEqual(["objects/alarm.ts"]);
  });
});
