// What is asked for about one tariff of several: it silences that one, and only that one.

import { beforeEach, describe, expect, it } from "vitest";
import { isForgettable } from "../../../src/core/person/forgetting.ts";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { MONDAY_10, change, problem, slot, VirtualCustomer } from "../../support/virtual.ts";

const EXPORT = "trf_2";
let customer: VirtualCustomer;

const broken = [
  slot({ status: "ERROR" }),
  slot({ status: "ERROR", slot: "commodity_export", tariffId: EXPORT }),
] as const;
const ask = (wish: number | "stopped" | null, tariffId = "trf_1"): void =>
  void customer.input({ type: "tariff_quieted", tariffId, wish, link: "open 1" });
/** The cases of each message, in order. */
const told = () => customer.told.map(({ cases }) => cases);

beforeEach(() => {
  customer = new VirtualCustomer();
  customer.truth.set("loc_1", broken);
  customer.event(problem());
  customer.event(problem({ tariffId: EXPORT }));
});

describe("one tariff of several", () => {
  it("that is stopped is never told of again, and the other as if nothing had been said", () => {
    customer.advance(HOUR);
    expect(told()).toEqual([[1, 2]]);
    ask("stopped");
    customer.advance(40 * DAY);
    expect(told().slice(1)).toEqual(
      told()
        .slice(1)
        .map(() => [2]),
    );
    expect(told().length).toBeGreaterThan(1);
    expect(customer.silences()).toContain("tariff_stopped");
    expect(customer.published).toHaveLength(2);
  });

  it("gets the other its reminders at the very instants they would have had", () => {
    const alone = new VirtualCustomer();
    alone.truth.set("loc_1", broken);
    alone.event(problem());
    alone.event(problem({ tariffId: EXPORT }));
    for (const it of [alone, customer]) it.advance(HOUR);
    ask("stopped");
    for (const it of [alone, customer]) it.advance(40 * DAY);
    expect(customer.told.map(({ at }) => at)).toEqual(alone.told.map(({ at }) => at));
  });

  it("does not bring the other its reminder earlier on the day on which both are due", () => {
    const [early, late] = [new VirtualCustomer({ caps: [] }), new VirtualCustomer({ caps: [] })];
    for (const it of [early, late]) {
      it.truth.set("loc_1", broken);
      it.event(problem());
      it.advance(5 * HOUR);
      it.event(problem({ tariffId: EXPORT, occurredAt: it.now }));
      it.advance(HOUR);
    }
    late.input({ type: "tariff_quieted", tariffId: "trf_1", wish: "stopped", link: null });
    for (const it of [early, late]) it.advance(4 * DAY);
    // Told together where both are wanted, and at its own hour where the one that is due first is not.
    expect(early.told.map(({ cases }) => cases)).toEqual([[1], [2], [1, 2]]);
    expect(late.told.map(({ at, cases }) => [(at - MONDAY_10) / HOUR, cases]).slice(2)).toEqual([[3 * 24 + 5, [2]]]);
  });

  it("that waits is told of on its day and not before", () => {
    const until = MONDAY_10 - 10 * HOUR + 20 * DAY;
    customer.advance(HOUR);
    ask(until);
    customer.advance(20 * DAY - 11 * HOUR);
    expect(told().slice(1).flat()).not.toContain(1);
    expect(told().slice(1).flat()).toContain(2);
    customer.advance(DAY);
    expect(
      told()
        .flat()
        .filter((no) => no === 1),
    ).toHaveLength(2);
  });

  it("is taken out of a message that is not out yet, which goes without it", () => {
    customer.beforeHandOut = () => ask("stopped");
    customer.advance(HOUR);
    expect(told()).toEqual([[2]]);
  });

  it("is owed its reminder where the stop is taken back before it was told of", () => {
    customer.advance(MINUTE);
    ask("stopped");
    ask(null);
    customer.advance(HOUR);
    expect(told()).toEqual([[1, 2]]);
    expect(customer.whats().filter((it) => it.startsWith("tariff_"))).toEqual(["tariff_quieted", "tariff_heard_again"]);
  });

  it("that is stopped, and heard of again, stands in the record of consent, and a wait does not", () => {
    ask("stopped");
    ask(MONDAY_10 + 9 * DAY);
    ask(null);
    const records = customer.journal.flatMap(({ consent }) => consent ?? []);
    expect(records.map(({ to, by, door, tariff }) => [to, by, door, tariff])).toEqual([
      ["stopped", "page", "link", "trf_1"],
      ["resumed", "page", "link", "trf_1"],
    ]);
  });

  it("that is stopped stays so with the tariff that comes in its place, and through another problem", () => {
    customer.advance(HOUR);
    ask("stopped");
    customer.truth.set("loc_1", [slot({ status: "ERROR", tariffId: "trf_new" }), broken[1]]);
    customer.event(change("session_complete"));
    customer.advance(5 * MINUTE);
    expect(customer.openCases).toContain("trf_new expired");
    customer.event(problem({ tariffId: "trf_new", reason: "fetch_failed", type: "tariff.fetch_failed" }));
    customer.advance(60 * DAY);
    expect(told().slice(1).flat()).not.toContain(1);
  });

  it("that is stopped is remembered when the person is forgotten, by its id alone", () => {
    customer.advance(HOUR);
    ask("stopped");
    customer.truth.set("loc_1", [slot(), slot({ slot: "commodity_export", tariffId: EXPORT })]);
    customer.event(change("session_complete"));
    customer.advance(2 * DAY);
    expect(customer.openCases).toEqual([]);
    customer.input({ type: "person_forgotten" });
    expect(customer.state.tariffs).toMatchObject([{ id: "trf_1", verified: null, quiet: "stopped" }]);
    expect(isForgettable(customer.state)).toBe(false);
  });

  it("that nobody was told of yet does not go out by itself when all that is left is stopped", () => {
    ask("stopped");
    ask("stopped", EXPORT);
    customer.advance(60 * DAY);
    expect(customer.told).toEqual([]);
    expect(customer.published).toHaveLength(2);
  });
});
