// Proves on a week of 10,000 customers before one FlatPeak, in virtual time, how late a message may be: problems of every night
// are due at nine, when FlatPeak is slow, and every day a supplier has an outage.

import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY } from "../../support/default-policy.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../src/core/time.ts";
import { MONDAY_10, problem } from "../../support/virtual.ts";
import { inOrder } from "./crowd.ts";
import { weekOf } from "./week.ts";
import type { Happening } from "./week.ts";

const MIDNIGHT = MONDAY_10 - 10 * HOUR;
const CUSTOMERS = 10_000;
const EACH_NIGHT = 1_000;
const SUPPLIER = "prv_1";

const hourOf = (now: number): number => ((now - MIDNIGHT) % DAY) / HOUR;
/** FlatPeak serves 50 a second, and one in two seconds from eight to eleven. */
const flatpeakRate = (now: number): number => (hourOf(now) >= 8 && hourOf(now) < 11 ? 0.5 : 50);
const isOut = (now: number): boolean => hourOf(now) >= 11 && hourOf(now) < 15;

function happenings(): readonly Happening[] {
  const all: Happening[] = [];
  for (let day = 0; day < 7; day++) {
    for (let no = 0; no < EACH_NIGHT; no++) {
      const night = MIDNIGHT + day * DAY + 2 * HOUR + no * SECOND;
      const customer = (day * EACH_NIGHT + no) % CUSTOMERS;
      all.push({ at: night, customer, event: problem({ occurredAt: night }) });
      const noon = MIDNIGHT + day * DAY + 11 * HOUR + no * SECOND;
      const event = problem({ type: "tariff.fetch.failed", reason: "fetch_failed", occurredAt: noon });
      all.push({ at: noon, customer: (customer + 3 * EACH_NIGHT) % CUSTOMERS, event });
    }
  }
  return all;
}

describe("a week of 10,000 customers, FlatPeak slow each morning, an outage each day", () => {
  const outages = (_: number, now: number): readonly string[] => (isOut(now) ? [SUPPLIER] : []);
  const { messages, calls, answered } = weekOf(
    happenings(),
    inOrder(flatpeakRate),
    outages,
    DEFAULT_POLICY,
    MIDNIGHT + 7 * DAY,
  );

  it("has no message later than FlatPeak's slowness needs, and five minutes, nor a second one on its heels (row 92)", () => {
    expect(messages.length).toBeGreaterThan(9_000);
    const mornings = Array.from({ length: 7 }, (_, day) => {
      const opens = MIDNIGHT + day * DAY + 9 * HOUR;
      return messages.filter(({ dueAt }) => dueAt >= opens && dueAt < opens + DEFAULT_POLICY.spread).length;
    });
    const needs = (Math.max(...mornings) / 0.5) * SECOND - DEFAULT_POLICY.spread;
    const lateness = (from: number, to: number): number =>
      Math.max(...messages.filter((it) => hourOf(it.at) >= from && hourOf(it.at) < to).map((it) => it.at - it.dueAt));
    expect(lateness(9, 11)).toBeLessThan(needs + 5 * MINUTE);
    expect(needs).toBeLessThan(40 * MINUTE);
    // While FlatPeak is not slow nobody waits for it.
    expect(lateness(11.5, 24)).toBeLessThan(MINUTE);
    const last = new Map<number, number>();
    for (const { customer, at } of messages) {
      expect(at - (last.get(customer) ?? -Infinity)).toBeGreaterThanOrEqual(48 * HOUR);
      last.set(customer, at);
    }
  });

  it("asks FlatPeak for little more than it answers (row 92)", () => {
    expect(calls).toBeLessThanOrEqual(answered * 1.1);
  });
});
