import { describe, expect, it } from "vitest";
import { excessOf, frontierOf, hoursAt, thinned } from "../../../src/dev/simulator/frontier.ts";
import type { Outcome } from "../../../src/dev/simulator/frontier.ts";

const point = (messages: number, hours: number): { readonly outcome: Outcome } => ({
  outcome: { messages, hours, smsCost: 0, optOuts: 0, contractsOver: 0 },
});

describe("a frontier", () => {
  const points = [point(30, 50), point(10, 90), point(20, 95), point(20, 70), point(40, 50), point(10, 100)];
  const frontier = frontierOf(points, "messages");

  it("has those that nobody beats, from few messages to many", () => {
    expect(frontier.map(({ outcome }) => [outcome.messages, outcome.hours])).toEqual([
      [10, 90],
      [20, 70],
      [30, 50],
    ]);
  });

  it("lies on straight lines between them, flat behind the last and nowhere before the first", () => {
    expect([5, 10, 15, 20, 99].map((at) => hoursAt(frontier, "messages", at))).toEqual([null, 90, 80, 70, 50]);
    expect(excessOf(point(15, 88).outcome, frontier, "messages")).toBeCloseTo(0.1);
    expect(excessOf(point(20, 70).outcome, frontier, "messages")).toBe(0);
    expect(excessOf(point(1, 70).outcome, frontier, "messages")).toBeNull();
  });

  it("is thinned evenly, with both of its ends", () => {
    expect(thinned([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([1, 4, 7]);
    expect(thinned([1, 2], 3)).toEqual([1, 2]);
  });
});
