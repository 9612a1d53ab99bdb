// Proves that what waits for an outside is not held up for much longer than the outside was in the way.

import { describe, expect, it } from "vitest";
import { asLongAgain, backoff, waitAskedBy } from "../../../src/core/message/backoff.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const QUARTER = { base: 5 * SECOND, cap: 15 * MINUTE };
const NAMES = Array.from({ length: 10_000 }, (_, no) => `loc_${(no * 2_654_435_761) % 2 ** 32}${no}`);

/** How long after an outage the try comes that finds out that it is over; of a wish that came `since` its beginning (ms). */
function lateness(name: string, since: number, outage: number): number {
  let now = since;
  for (let attempt = 1; now < outage; attempt++) now += backoff(name, attempt, asLongAgain(QUARTER, now - since), null);
  return now - outage;
}

describe("what waits for an outside", () => {
  it.each([30, 60, 180, 600, 3_600])("is tried again soon after an outage of %i s", (seconds) => {
    const outage = seconds * SECOND;
    const late = NAMES.map((name, no) => lateness(name, (no / NAMES.length) * outage, outage));
    expect(Math.max(...late)).toBeLessThanOrEqual(Math.min(QUARTER.cap, outage));
  });

  it("waits as it did where it has waited for long, and for as long as it is asked to", () => {
    for (const name of NAMES.slice(0, 100))
      expect(backoff(name, 20, asLongAgain(QUARTER, 60 * MINUTE), null)).toBe(backoff(name, 20, QUARTER, null));
    expect(backoff("loc_1", 1, asLongAgain(QUARTER, 0), 30 * MINUTE)).toBe(30 * MINUTE);
  });
});

it("what FlatPeak asks for is heeded, but not the instant that all are told at which somebody may try again", () => {
  expect(waitAskedBy({ retryAfter: MINUTE })).toBe(MINUTE);
  expect(waitAskedBy({ retryAfter: MINUTE, refusesUs: true })).toBeNull();
});
