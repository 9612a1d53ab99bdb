// Proves what becomes of a customer whose home is another's now: silence, and nothing of the home is left.

import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../../../src/core/time.ts";
import { VirtualCustomer, problem, slot } from "../../support/virtual.ts";
import type { ProbeAnswer } from "../../../src/core/case/truth.ts";

/** A customer who was told of one problem at each of two homes. */
function told(): VirtualCustomer {
  const customer = new VirtualCustomer();
  customer.truth.set("loc_2", [slot({ status: "ERROR", tariffId: "trf_2" })]);
  customer.event(problem());
  customer.event(problem({ tariffId: "trf_2", locationId: "loc_2" }));
  customer.advance(HOUR);
  expect(customer.told).toMatchObject([{ cases: [1, 2] }]);
  return customer;
}

const owned = (owner: string | null | undefined): ProbeAnswer => ({
  kind: "status",
  slots: [slot({ status: "ERROR" }), slot({ status: "ERROR", tariffId: "trf_2" })],
  timezone: "Europe/London",
  ...(owner === undefined ? {} : { owner }),
});

describe("a home that changed hands (row 12)", () => {
  it("ends its cases in silence, and no other home's", () => {
    const customer = told();
    customer.input({ type: "location_left", locationId: "loc_1" });
    expect(customer.openCases).toEqual(["trf_2 expired"]);
    expect(customer.whats()).toContain("case_moved");
    expect(customer.state.locations.map(({ id }) => id)).toEqual(["loc_2"]);
    customer.advance(60 * DAY);
    expect(customer.told.slice(1).every(({ cases }) => cases.join() === "2")).toBe(true);
    expect(customer.published).toHaveLength(1);
  });

  it("ends them by the look before the next message, when FlatPeak names another owner", () => {
    const customer = told();
    customer.probeAnswer = (locationId) => owned(locationId === "loc_1" ? "cus_2" : "cus_1");
    customer.advance(60 * DAY);
    expect(customer.told.slice(1).every(({ cases }) => cases.join() === "2")).toBe(true);
    expect(customer.whats().filter((what) => what === "case_moved")).toHaveLength(1);
  });

  it.each([null, undefined, "cus_1"])("is not one where FlatPeak names %j", (owner) => {
    const customer = told();
    customer.probeAnswer = () => owned(owner);
    customer.advance(4 * DAY);
    expect(customer.told[1]).toMatchObject({ cases: [1, 2] });
  });

  it("changes nothing for who knows nothing of it", () => {
    const customer = told();
    const before = customer.state;
    customer.input({ type: "location_left", locationId: "loc_3" });
    expect(customer.state.cases).toEqual(before.cases);
    expect(customer.whats()).not.toContain("location_left");
  });

  it("is looked at anew when it comes back", () => {
    const customer = told();
    customer.input({ type: "location_left", locationId: "loc_1" });
    customer.event(problem({ occurredAt: customer.now }));
    expect(customer.state.locations.find(({ id }) => id === "loc_1")?.homeToldAt ?? null).toBeNull();
    expect(customer.openCases).toContain("trf_1 expired");
  });
});
