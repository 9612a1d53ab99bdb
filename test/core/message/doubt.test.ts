// Proves what becomes of a message about several tariffs of which nobody knows whether it arrived, when one of them changes before it is
// repeated: the others are told, and nobody is told twice or of what is not so.

import { beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../../src/core/time.ts";
import { VirtualCustomer, change, problem, slot } from "../../support/virtual.ts";
import type { ProblemEvent } from "../../../src/core/case/event.ts";

const EXPORT = { slot: "commodity_export", tariffId: "trf_2" } as const;
const FAILED = { type: "tariff.fetch.failed", reason: "fetch_failed" } as const;
const bothBroken = [slot({ status: "ERROR" }), slot({ ...EXPORT, status: "ERROR" })];

describe("a message about two tariffs that may have arrived", () => {
  let customer: VirtualCustomer;
  /** What reached the backend, each with when that was. */
  let calls: { readonly id: string; readonly cases: readonly number[]; readonly at: number }[];

  /** Told of both, by a message whose first answer was lost. */
  function doubted(first: Partial<ProblemEvent>, second: Partial<ProblemEvent> = {}): void {
    customer.event(problem(first));
    customer.event(problem({ tariffId: "trf_2", ...second }));
    customer.advance(customer.settings.groupWait + SECOND);
    expect(calls).toHaveLength(1);
  }
  const idsOf = (no: number): readonly string[] => calls.filter(({ cases }) => cases.includes(no)).map(({ id }) => id);

  beforeEach(() => {
    const { ladders } = new VirtualCustomer().settings;
    customer = new VirtualCustomer({ ladders: { ...ladders, fetch_failed: [0, 3 * DAY] } });
    calls = [];
    customer.truth.set("loc_1", bothBroken);
    customer.deliver = ({ id, caseNos }) => {
      calls.push({ id, cases: caseNos, at: customer.now });
      if (calls.length > 1) return { kind: "sent" };
      return { kind: "retry", why: "500", retryAfter: null, maybeArrived: true };
    };
  });

  it("is repeated as it was when one of them becomes worse, of which the next one tells", () => {
    doubted(FAILED);
    customer.event(problem());
    customer.advance(HOUR);
    expect(calls.map(({ id, cases }) => [id, cases])).toEqual([
      ["ntf_cus_1_1", [1, 2]],
      ["ntf_cus_1_1", [1, 2]],
    ]);
    expect(customer.told).toMatchObject([{ cases: [1, 2], reason: "expired" }]);
    customer.advance(2 * DAY);
    expect(calls[2]).toMatchObject({ id: "ntf_cus_1_2", cases: [1] });
    expect(new Set(idsOf(2)).size).toBe(1);
  });

  it("is not repeated when both become worse: the next one tells of both", () => {
    doubted(FAILED, FAILED);
    customer.event(problem());
    customer.event(problem({ tariffId: "trf_2" }));
    customer.advance(3 * DAY);
    expect(calls.map(({ id, cases }) => [id, cases])).toEqual([
      ["ntf_cus_1_1", [1, 2]],
      ["ntf_cus_1_2", [1, 2]],
    ]);
  });

  it("is not repeated when one of them is repaired: the other has its next reminder when that is due", () => {
    doubted(FAILED);
    customer.truth.set("loc_1", [slot(), slot({ ...EXPORT, status: "ERROR" })]);
    customer.event(change("session_complete"));
    customer.advance(2 * DAY);
    expect(calls).toHaveLength(1);
    expect(customer.whats()).toContain("message_uncertain");
    customer.advance(DAY + 10 * MINUTE);
    expect(calls[1]).toMatchObject({ id: "ntf_cus_1_2", cases: [2] });
  });

  it("is repeated where a contract has ended meanwhile, and the next one says so", () => {
    const contractEndDate = "2026-02-09";
    customer.truth.set("loc_1", [slot({ status: "ERROR", contractEndDate }), slot({ ...EXPORT, status: "ERROR" })]);
    doubted({ type: "tariff.expiring", reason: "expiring", contractEndDate });
    customer.event(problem());
    customer.advance(3 * DAY);
    expect(calls.map(({ id, cases }) => [id, cases])).toEqual([
      ["ntf_cus_1_1", [1, 2]],
      ["ntf_cus_1_1", [1, 2]],
      ["ntf_cus_1_2", [1]],
    ]);
  });

  it("is in doubt for a week, and the journal says once that nothing was heard", () => {
    doubted(FAILED);
    customer.truth.set("loc_1", [slot(), slot(EXPORT)]);
    customer.event(change("session_complete"));
    customer.advance(8 * DAY);
    expect(customer.whats().filter((it) => it === "message_unconfirmed")).toHaveLength(1);
  });
});
