// What happens is told once, in order, by whatever wakes the customer, and before nothing that is due.

import { describe, expect, it } from "vitest";
import { step } from "../../src/core/step.ts";
import { nextAlarm } from "../../src/core/duties.ts";
import { CUSTOMER_EVENTS } from "../../src/core/announce/events.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";
import { VirtualCustomer, problem, slot } from "../support/virtual.ts";
import type { Policy } from "../../src/core/policy.ts";

const broken = (settings: Partial<Policy> = {}): VirtualCustomer => {
  const it = new VirtualCustomer({ announces: CUSTOMER_EVENTS, ...settings });
  it.truth.set("loc_1", [slot({ status: "ERROR" })]);
  it.event(problem());
  return it;
};

const typesOf = (it: VirtualCustomer): readonly string[] => it.announced.map(({ type }) => type);

describe("what the backend is told", () => {
  it("is what happened, numbered, each once", () => {
    const it = broken();
    it.advance(HOUR);
    it.input({ type: "link_opened", caseNo: 1 });
    it.input({ type: "link_opened", caseNo: 1 });
    it.input({ type: "opted_out", by: "page" });
    it.advance(DAY);
    expect(typesOf(it)).toEqual(["case.opened", "notification.sent", "link.opened", "customer.stopped"]);
    expect(it.announced.map(({ no }) => no)).toEqual([1, 2, 1, 2]);
    expect(it.announced[0]?.data).toMatchObject({ case: 1, reason: "expired", location_id: "loc_1" });
    expect(it.state.unannounced).toBeNull();
  });

  it("names the tariff where the customer stopped that one alone, and nobody where they only wait", () => {
    const it = broken({ announces: ["customer.stopped"] });
    it.input({ type: "tariff_quieted", tariffId: "trf_1", wish: it.now + DAY, link: "open 1" });
    it.input({ type: "tariff_quieted", tariffId: "trf_1", wish: "stopped", link: "open 1" });
    it.advance(HOUR);
    expect(it.announced.map(({ data }) => data)).toEqual([{ by: "page", only: null, tariff_id: "trf_1" }]);
  });

  it("wakes nobody by itself sooner than five minutes after, and nobody where nothing is chosen", () => {
    const it = broken({ groupWait: HOUR, groupWaitMax: HOUR });
    expect(nextAlarm(it.state, it.now, it.settings)).toBe(it.now + 5 * MINUTE);
    const silent = broken({ announces: [], groupWait: HOUR, groupWaitMax: HOUR });
    expect(silent.state.unannounced).toBeNull();
    expect(nextAlarm(silent.state, silent.now, silent.settings)).toBeGreaterThan(silent.now + 30 * MINUTE);
  });

  it("is only what was chosen", () => {
    const it = broken({ announces: ["link.opened"] });
    it.advance(HOUR);
    it.input({ type: "link_opened", caseNo: 1 });
    it.advance(DAY);
    expect(typesOf(it)).toEqual(["link.opened"]);
  });

  it("waits longer each time it is not taken, and is let go of after five days", () => {
    const it = broken({ announces: ["case.opened"] });
    const tries: number[] = [];
    it.takeEvents = () => {
      tries.push(it.now);
      return { upTo: 0, isWhole: false, wait: 0 };
    };
    it.advance(20 * DAY);
    expect(tries.length).toBeGreaterThan(100);
    expect(tries.length).toBeLessThan(400);
    expect(Math.max(...tries) - Math.min(...tries)).toBeLessThan(5 * DAY + 2 * HOUR);
    expect(it.state.unannounced).toBeNull();
  });

  it("goes on behind what was taken, and heeds how long the backend wants to be left alone", () => {
    const it = broken();
    const tries: number[] = [];
    it.takeEvents = ([first]) => {
      tries.push(it.now);
      return { upTo: first?.no ?? 0, isWhole: false, wait: 2 * HOUR };
    };
    it.advance(DAY);
    expect(tries).toHaveLength(2);
    expect((tries[1] ?? 0) - (tries[0] ?? 0)).toBeGreaterThanOrEqual(2 * HOUR);
  });

  it("is no more than a hundred things at once", () => {
    const it = broken();
    it.takeEvents = () => ({ upTo: 0, isWhole: false, wait: 30 * DAY });
    for (let no = 0; no < 150; no++) {
      it.input({ type: "opted_out", by: "page" });
      it.input({ type: "opted_in", by: "page" });
    }
    expect(it.state.unannounced?.events).toHaveLength(100);
    expect(new Set(it.state.unannounced?.events.map(({ no }) => no)).size).toBe(100);
  });

  it("is forgotten where there is nobody to be told any more", () => {
    const it = broken();
    expect(it.state.unannounced).not.toBeNull();
    const after = step(it.state, { type: "time_passed" }, it.now, { ...it.settings, announces: [] });
    expect(after.state.unannounced).toBeNull();
  });
});
