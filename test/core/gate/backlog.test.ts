// How far behind a way out is, in virtual time.

import { expect, it } from "vitest";
import { Backlog } from "../../../src/core/gate/backlog.ts";

const MINUTE = 60_000;

it("nobody waits where nobody was sent away", () => {
  expect(new Backlog().report(0)).toEqual({ waiting: 0, oldest: null, late: null });
});

it("counts who waits, and how long the first of them has been due", () => {
  const backlog = new Backlog();
  backlog.sentAway("a", 1_000, 20_000);
  backlog.sentAway("b", 4_000, 20_000);
  backlog.sentAway("b", 4_000, 25_000);
  expect(backlog.report(10_000)).toEqual({ waiting: 2, oldest: 9_000, late: null });
  backlog.letThrough("a", 1_000, 12_000);
  expect(backlog.report(12_000)).toEqual({ waiting: 1, oldest: 8_000, late: 11_000 });
});

it("does not wait for who gave up", () => {
  const backlog = new Backlog();
  backlog.sentAway("a", 0, 20_000);
  expect(backlog.report(20_000 + MINUTE).waiting).toBe(1);
  expect(backlog.report(20_001 + MINUTE)).toMatchObject({ waiting: 0, oldest: null });
});

it("forgets after five minutes how late somebody was", () => {
  const backlog = new Backlog();
  backlog.letThrough("a", 0, 30_000);
  backlog.letThrough("b", 3 * MINUTE, 3 * MINUTE + 10);
  expect(backlog.report(4 * MINUTE).late).toBe(30_000);
  expect(backlog.report(6 * MINUTE).late).toBe(10);
  expect(backlog.report(20 * MINUTE).late).toBeNull();
});
