// What a company builds on does not change without the version saying so. docs/VERSIONS.md says what that is.

import { describe, expect, it } from "vitest";
import { changeBetween, stepBetween, wrongNumber } from "./compare.ts";
import { isUnreleased, lastKept, surfaceOf } from "./kept.ts";
import { linesOf } from "./schema.ts";
import { VERSION, surfaceHere } from "./surface.ts";
import type { Surface } from "./surface.ts";

const here = await surfaceHere();

/** This code with some lines more and some fewer. */
const changed = (area: string, more: readonly string[], fewer: readonly string[] = []): Surface => ({
  ...here,
  [area]: [...(here[area] ?? []).filter((it) => !fewer.includes(it)), ...more],
});

describe("what is stable", () => {
  it("is as the last version had it, but for what the number of this one allows", () => {
    const last = lastKept();
    const change = changeBetween(surfaceOf(last), here);
    // What is new may come as it pleases to a version that nobody has; what is gone is looked at even then.
    const counted = isUnreleased(last) && last === VERSION ? { ...change, added: [] } : change;
    const problem = wrongNumber(counted, stepBetween(last, VERSION));
    const remedy = isUnreleased(last) ? ` If it is meant so: npm run release -- --again.` : "";
    expect(problem === null ? "" : `${VERSION} after ${last} ${problem}${remedy}`).toBe("");
  });

  it("has something to say of everything it names", () => {
    for (const lines of Object.values(here)) expect(lines.length).toBeGreaterThan(9);
    expect(here["routes"]).toContain("POST /webhooks/flatpeak");
    expect(here["calls"]).toContain("PUT /v1/customers/{id}/contact");
    expect(here["events"]).toContain("case.opened");
    expect(here["settings"]).toContain("a deployment needs LINK_KEYS");
    expect(here["storage"]).toContain("document version 1");
    expect(here["exports"]).toContain(". has createReconnect");
  });

  it.each([
    ["a route that is gone", "routes", [], ["POST /webhooks/flatpeak"]],
    ["a call that is gone", "calls", [], ["PUT /v1/customers/{id}/contact"]],
    ["a default that is another", "settings", ['CAPS = "9/48h"'], ['CAPS = "1/48h,4/28d"']],
    ["a setting that must be given", "settings", ["a deployment needs HELP_URL"], []],
    ["a binding that must be there", "settings", ["a deployment needs ATTIC"], []],
    ["an event that is gone", "events", [], ["case.opened"]],
    ["a field that must be sent", "calls", ["PUT /v1/customers/{id}/contact needs body.locale"], []],
    ["a class that is gone", "exports", [], ["./objects has Customer"]],
    ["another form of what is stored", "storage", ["document version 2"], ["document version 1"]],
    ["a field that stands for something else", "storage", ["case.rung = 1"], ["case.rung = 0"]],
    ["a text of another name", "texts", ["title.over"], ["title.expired"]],
  ])("needs a major version for %s", (_, area, more, fewer) => {
    const change = changeBetween(here, changed(area, more, fewer));
    expect(change.broken).not.toEqual([]);
    expect(wrongNumber(change, "minor")).toMatch(/^needs a major version/);
    expect(wrongNumber(change, "major")).toBeNull();
  });

  it.each([
    ["a route more", "routes", ["GET /v2/news"], []],
    ["a call more, whatever it needs", "calls", ["POST /v1/news", "POST /v1/news needs body.title"], []],
    ["a setting more", "settings", ["NEWS", 'NEWS = "off"'], []],
    ["a field more in what is stored", "storage", ["case.news = null"], []],
    ["a setting that may be left out now", "settings", [], ["a deployment needs BRAND_NAME"]],
  ])("takes %s with a minor version, and not without one", (_, area, more, fewer) => {
    const change = changeBetween(here, changed(area, more, fewer));
    expect(change.broken).toEqual([]);
    expect(wrongNumber(change, "minor")).toBeNull();
    // That less is needed is nothing new.
    expect(wrongNumber(change, "patch") === null).toBe(more.length === 0);
  });

  it.each([
    ["1.2.3", "1.2.3", "none"],
    ["1.2.3", "1.2.4", "patch"],
    ["1.2.3", "1.3.0", "minor"],
    ["1.2.3", "2.0.0", "major"],
    ["0.1.0", "0.1.1", "minor"],
    ["0.1.0", "0.2.0", "major"],
    ["0.9.0", "1.0.0", "major"],
  ])("%s to %s is a step called %s", (before, after, step) => {
    expect(stepBetween(before, after)).toBe(step);
  });

  it("does not go backwards", () => {
    expect(() => stepBetween("1.2.4", "1.2.3")).toThrow("1.2.3 comes before 1.2.4");
  });

  it("has a line for each field of a shape, and for each value of it", () => {
    const schema = {
      type: "object",
      required: ["a"],
      properties: { a: { $ref: "#/components/schemas/A" }, b: { type: "array", items: { type: "string" } } },
    };
    const lines = linesOf(schema, "body", { schemas: { A: { type: "string", enum: ["x", "y"] } } });
    expect(lines.map(({ path, says, isNeeded }) => `${path}${isNeeded ? "" : "?"}${says}`)).toEqual([
      "body: object",
      "body.a: string",
      'body.a = "x"',
      'body.a = "y"',
      "body.b?: array",
      "body.b[]?: string",
    ]);
  });
});
