// What a tap leads to.

import { describe, expect, it } from "vitest";
import { leadOf } from "../../../src/core/link/tap.ts";
import { newCustomer } from "../../../src/core/state.ts";
import { VirtualCustomer, problem } from "../../support/virtual.ts";
import type { Case, CustomerState } from "../../../src/core/state.ts";
import type { CaseEnd } from "../../../src/core/case/problem.ts";

function broken(): CustomerState {
  const customer = new VirtualCustomer();
  customer.event(problem({ reason: "expired" }));
  return customer.state;
}

describe("a tap", () => {
  const state = broken();
  const [open] = state.cases;
  if (open === undefined) throw new Error("no case was opened");
  const ended = (how: CaseEnd): Case => ({ ...open, end: { how, at: 1 } });

  it("leads to Connect where there is something to repair, and where the company was told of it", () => {
    expect(leadOf(open, "open", state)).toEqual({ kind: "connect", it: open });
    expect(leadOf(ended("handed_over"), "open", state)).toMatchObject({ kind: "connect" });
    expect(leadOf(ended("disconnected"), "open", state)).toMatchObject({ kind: "connect" });
  });

  it("leads nowhere once the link has ended, or the home is another's", () => {
    expect(leadOf(null, "open", state)).toEqual({ kind: "expired" });
    expect(leadOf(ended("moved"), "open", state)).toEqual({ kind: "expired" });
  });

  it("says that all is well where it is", () => {
    expect(leadOf(ended("repaired"), "open", newCustomer("cus_1"))).toEqual({ kind: "all_good" });
  });

  it("leads to the overview where the message covered several tariffs that still need the customer", () => {
    const two = { ...state, cases: [open, { ...open, no: 2, tariffId: "trf_2" }] };
    expect(leadOf(open, "overview", two)).toEqual({ kind: "overview" });
    expect(leadOf(open, "open", two)).toMatchObject({ kind: "connect" });
    expect(leadOf(open, "overview", state)).toMatchObject({ kind: "connect" });
  });
});
