// Budgets that a change must not pass unseen: what each action writes, how large a page is, how long the Worker takes to
// start. Counts, and a start-up a hundred times under the platform's limit; nothing here depends on how fast a machine is.

import { beforeAll, describe, expect, it } from "vitest";
import { meterActions } from "./actions.ts";
import { startMs } from "./weigh.ts";
import type { Actions, PageWeight } from "./actions.ts";
import type { Usage } from "./metered.ts";

const NOTHING: Usage = {
  workerRequests: 0,
  objectRequests: 0,
  alarms: 0,
  rowsWritten: 0,
  alarmsSet: 0,
  rowsRead: 0,
  upstreamCalls: 0,
};
/** Cloudflare refuses a Worker whose start takes a second of processor time. */
const START_LIMIT_MS = 400;
/** Anything shorter is no page. */
const MIN_PAGE_BYTES = 500;
const MAX_PAGE_BYTES = 20_000;

let actions: Actions;
let pages: readonly PageWeight[];
beforeAll(async () => {
  ({ actions, pages } = await meterActions());
});

/** No more than this of anything named. */
function expectWithin(usage: Usage, most: Partial<Usage>): void {
  const names = Object.keys(most) as (keyof Usage)[];
  const over = names.filter((name) => usage[name] > (most[name] ?? 0)).map((name) => `${name}: ${usage[name]}`);
  expect(over).toEqual([]);
}

describe("what an action uses", () => {
  it("up to the acknowledgement is one request, one call and at most four rows", () => {
    const one = { workerRequests: 1, objectRequests: 1, alarms: 0, upstreamCalls: 0 };
    expect(actions.opensCase.rowsWritten).toBeGreaterThan(0);
    expectWithin(actions.opensCase, { ...one, rowsWritten: 4, alarmsSet: 1 });
    expectWithin(actions.sameProblem, { ...one, rowsWritten: 3, alarmsSet: 1 });
    expectWithin(actions.firstEvent, { ...one, rowsWritten: 12, alarmsSet: 1 });
    expectWithin(actions.duplicate, { ...one, rowsWritten: 1, alarmsSet: 1 });
  });

  it("grows no further for a message, a tap and a repair", () => {
    expectWithin(actions.message, { alarms: 1, rowsWritten: 12, alarmsSet: 8, upstreamCalls: 3 });
    expectWithin(actions.tap, { workerRequests: 1, objectRequests: 1, rowsWritten: 4, alarmsSet: 1, upstreamCalls: 1 });
    expectWithin(actions.tapAgain, { workerRequests: 1, objectRequests: 1, rowsWritten: 2, upstreamCalls: 0 });
    // How the home stands, and whether it has prices of today.
    expectWithin(actions.repair, { alarms: 1, rowsWritten: 10, upstreamCalls: 2 });
  });

  it("is nothing on an idle day, whether a case is open or not", () => {
    expect(actions.idleDayHealthy).toEqual(NOTHING);
    expect(actions.idleDayOpen).toEqual(NOTHING);
  });

  it("stays small for a run of the sweep, and for an event that it meets again", () => {
    const run = { workerRequests: 1, objectRequests: 1, alarms: 0, alarmsSet: 0, upstreamCalls: 1 };
    expectWithin(actions.sweep, { ...run, rowsWritten: 2 });
    // The customer is asked about it: a run that did not meet it would pass for a cheap one.
    expect(actions.sweptEvent.objectRequests).toBe(1);
    expectWithin(actions.sweptEvent, { objectRequests: 1, rowsWritten: 1, alarmsSet: 1, upstreamCalls: 0 });
  });
});

describe("a page", () => {
  it("weighs less than 20 kB", () => {
    expect(pages.length).toBeGreaterThanOrEqual(4);
    expect(pages.filter(({ bytes }) => bytes <= MIN_PAGE_BYTES || bytes >= MAX_PAGE_BYTES)).toEqual([]);
  });
});

describe("the Worker's start", () => {
  it("takes far less than the platform allows", async () => {
    const active = await startMs();
    expect(active).toBeGreaterThan(0);
    expect(active).toBeLessThan(START_LIMIT_MS);
  });
});
