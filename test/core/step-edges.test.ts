import { describe, expect, it } from "vitest";
import type { SlotFacts } from "../../src/core/case/truth.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";
import { VirtualCustomer, change, problem, slot } from "../support/virtual.ts";

const healthy = [slot({ contractEndDate: "2027-02-01" })];
const broken = [slot({ status: "ERROR" })];
const ans = (slots: readonly SlotFacts[], timezone: string | null = null) => ({
  kind: "status" as const,
  slots,
  timezone,
});

describe("a customer in odd circumstances", () => {
  it("does not try again with the weaker words when its case was taken over in flight", () => {
    const c = new VirtualCustomer();
    c.truth.set("loc_1", [slot({ contractEndDate: "2026-02-03" })]);
    c.event(problem({ reason: "expiring", contractEndDate: "2026-02-03" }));
    let first = true;
    c.deliver = () => {
      if (!first) return { kind: "sent" };
      first = false;
      c.now += 1;
      c.truth.set("loc_1", broken);
      c.event(problem({ reason: "expired", contractEndDate: "2026-02-01", occurredAt: c.now }));
      return { kind: "retry", why: "503", retryAfter: null };
    };
    c.advance(6 * DAY);
    expect(c.told.map((t) => t.reason)).not.toContain("expiring");
  });

  it("does not let a look from before an event close the case that the event opened", () => {
    const c = new VirtualCustomer();
    c.truth.set("loc_1", [slot({ status: "ERROR" }), slot({ slot: "commodity_export", tariffId: "trf_2" })]);
    c.event(problem());
    let asked = 0;
    c.probeAnswer = () => {
      asked += 1;
      const looked = c.truth.get("loc_1") ?? [];
      if (asked === 1) {
        // while the answer is on its way trf_2 breaks, and its webhook comes
        c.now += 1_000;
        c.truth.set("loc_1", [
          slot({ status: "ERROR" }),
          slot({ slot: "commodity_export", tariffId: "trf_2", status: "ERROR" }),
        ]);
        c.event(problem({ tariffId: "trf_2", occurredAt: c.now }));
        c.now += 1_000;
      }
      return ans(looked, "Europe/London");
    };
    c.advance(10 * DAY);
    expect(new Set(c.told.flatMap((t) => t.cases))).toEqual(new Set([1, 2]));
  });

  it("hears an event that happened after the look and before its answer", () => {
    const c = new VirtualCustomer();
    c.event(problem());
    c.now += 5 * MINUTE;
    c.input({ type: "time_passed" });
    const lookedAt = c.now;
    c.now += 8_000;
    c.input({ type: "probe_answered", locationId: "loc_1", attempt: 1, answer: ans(healthy, "Europe/London") });
    c.truth.set("loc_1", broken);
    c.now += 5_000;
    c.event(problem({ reason: "fetch_failed", occurredAt: lookedAt + 3_000 }));
    c.advance(DAY);
    expect(c.told.length).toBe(1);
  });

  it("hands over one case while the home of another cannot be asked about", () => {
    const c = new VirtualCustomer({ ladders: { ...new VirtualCustomer().settings.ladders, expired: [0] } });
    c.truth.set("loc_2", [slot({ tariffId: "trf_2", status: "ERROR" })]);
    c.event(problem());
    c.event(problem({ tariffId: "trf_2", locationId: "loc_2" }));
    c.advance(DAY);
    expect(c.told.length).toBe(1);
    c.probeAnswer = (id) =>
      id === "loc_2"
        ? { kind: "unavailable", why: "500", retryAfter: null }
        : ans(c.truth.get(id) ?? [], "Europe/London");
    c.advance(8 * DAY);
    expect(c.openCases.length).toBeLessThan(2);
  });

  it("does not let a far Retry-After of FlatPeak park a case", () => {
    const c = new VirtualCustomer();
    c.event(problem());
    let n = 0;
    c.probeAnswer = () =>
      n++ === 0 ? { kind: "unavailable", why: "503", retryAfter: 300 * DAY } : ans(broken, "Europe/London");
    c.advance(30 * DAY);
    expect(c.told.length).toBeGreaterThan(0);
  });

  it("gets by with a zone that no clock knows", () => {
    const c = new VirtualCustomer();
    c.timezone = "Europe/Nowhere";
    c.event(problem());
    c.advance(3 * DAY);
    expect(c.told.map((it) => it.rung)).toEqual([1, 2]);
  });

  it("tells of an expiring contract whose event came while a passing failure held the case", () => {
    const c = new VirtualCustomer();
    c.event(problem({ reason: "fetch_failed" }));
    c.advance(10 * MINUTE);
    c.event(problem({ reason: "expiring", contractEndDate: "2026-02-10", occurredAt: c.now }));
    c.truth.set("loc_1", [slot({ contractEndDate: "2026-02-10" })]); // supplier is back within the hour
    c.advance(7 * DAY);
    expect(c.told.length).toBeGreaterThan(0);
  });
  it("goes on with an expiring contract once the failure that took it over has passed", () => {
    const c = new VirtualCustomer();
    c.truth.set("loc_1", [slot({ contractEndDate: "2026-02-10" })]);
    c.event(problem({ reason: "expiring", contractEndDate: "2026-02-10" }));
    c.advance(DAY);
    expect(c.told.length).toBe(1);
    c.event(problem({ reason: "fetch_failed", occurredAt: c.now }));
    c.advance(30 * DAY);
    expect(c.told.length).toBeGreaterThan(1);
  });

  it("believes that a contract has ended on its last day, west of Greenwich", () => {
    const c = new VirtualCustomer({}, Date.UTC(2026, 1, 2, 0, 30));
    c.timezone = "America/Los_Angeles";
    c.truth.set("loc_1", [slot({ contractEndDate: "2026-02-02" })]);
    c.event(problem({ reason: "expired", contractEndDate: "2026-02-02", occurredAt: c.now }));
    c.advance(5 * DAY);
    expect(c.told.map((t) => t.reason)).toEqual(["expired", "expired"]);
  });

  it("words a message of two cases for what is left when the stronger was repaired", () => {
    const c = new VirtualCustomer();
    c.truth.set("loc_1", [
      slot({ status: "ERROR" }),
      slot({ slot: "commodity_export", tariffId: "trf_2", contractEndDate: "2026-02-10" }),
    ]);
    c.event(problem());
    c.event(problem({ tariffId: "trf_2", reason: "expiring", contractEndDate: "2026-02-10" }));
    let once = true;
    c.beforeHandOut = () => {
      if (!once) return;
      once = false;
      c.truth.set("loc_1", [
        slot({ contractEndDate: "2027-01-01" }),
        slot({ slot: "commodity_export", tariffId: "trf_2", contractEndDate: "2026-02-10" }),
      ]);
      c.event(change("session_complete"));
    };
    c.advance(HOUR);
    expect(c.told.map((t) => ({ reason: t.reason, cases: t.cases }))).toEqual([{ reason: "expiring", cases: [2] }]);
  });

  it("keeps back what is prepared only after the hold began", () => {
    const c = new VirtualCustomer();
    c.event(problem());
    c.input({ type: "messages_held" });
    c.advance(DAY);
    expect(c.told).toEqual([]);
  });

  it("does not take another tariff for this one where no slot is known", () => {
    const c = new VirtualCustomer();
    c.truth.set("loc_1", [
      slot({ slot: "unknown", status: "ERROR" }),
      slot({ slot: "unknown", tariffId: "trf_2", status: "ERROR" }),
    ]);
    c.event(problem());
    c.advance(DAY);
    expect(c.told.length).toBe(1);
    c.truth.set("loc_1", [slot({ slot: "unknown", tariffId: "trf_2", status: "ERROR" })]); // trf_1 disconnected
    c.event(change("location_update"));
    c.advance(HOUR);
    expect(c.openCases).toEqual([]);
  });

  it("settles an uncertain message after a week with nothing else owed", () => {
    const c = new VirtualCustomer({ channels: ["sms"] });
    c.deliver = () => ({ kind: "uncertain", why: "x" });
    c.event(problem());
    c.advance(HOUR);
    c.truth.set("loc_1", healthy);
    c.event(change("session_complete"));
    c.advance(30 * DAY);
    expect(c.state.notifications).toEqual([]);
  });
  it("does not put reminders off for ever when a link is opened over and over", () => {
    const c = new VirtualCustomer();
    c.event(problem());
    c.advance(HOUR);
    for (let i = 0; i < 3 * 24 * 20; i++) {
      c.input({ type: "link_opened", caseNo: 1 });
      c.advance(20 * MINUTE);
    }
    expect(c.told.length).toBeGreaterThan(1);
  });

  it.each([
    ["share no minute of the day", "Pacific/Auckland", {}],
    ["share no minute of a short window", "Europe/Paris", { sendWindow: { from: 540, to: 600 } }],
  ])("finds an hour for two homes that %s", (_, zone, settings) => {
    const c = new VirtualCustomer(settings);
    c.truth.set("loc_2", [slot({ tariffId: "trf_2", status: "ERROR" })]);
    c.probeAnswer = (id) => ans(c.truth.get(id) ?? [], id === "loc_1" ? "Europe/London" : zone);
    c.event(problem());
    c.event(problem({ tariffId: "trf_2", locationId: "loc_2" }));
    c.advance(2 * DAY);
    expect(c.told.map((it) => it.cases)).toEqual([[1, 2]]);
  });

  it("counts a message that may have arrived when it is taken back, and waits with the next", () => {
    const c = new VirtualCustomer();
    c.truth.set("loc_1", [slot({ contractEndDate: "2026-02-03" })]);
    c.event(problem({ reason: "expiring", contractEndDate: "2026-02-03" }));
    c.deliver = () => ({ kind: "retry", why: "no answer", retryAfter: HOUR, maybeArrived: true });
    c.advance(10 * MINUTE);
    c.deliver = () => ({ kind: "sent" });
    c.truth.set("loc_1", broken);
    c.event(problem({ reason: "expired", occurredAt: c.now }));
    c.advance(DAY);
    expect(c.told).toEqual([]);
    c.advance(2 * DAY);
    expect(c.told.map((it) => it.reason)).toEqual(["expired"]);
  });

  it("owes a case again that its message had to leave without, since its home could not be asked about", () => {
    const c = new VirtualCustomer();
    c.truth.set("loc_2", [slot({ tariffId: "trf_2", status: "ERROR" })]);
    c.event(problem());
    c.event(problem({ tariffId: "trf_2", locationId: "loc_2" }));
    c.deliver = () => ({ kind: "retry", why: "down", retryAfter: HOUR });
    c.beforeHandOut = () => {
      c.beforeHandOut = () => {};
      c.probeAnswer = (id) =>
        id === "loc_2" ? { kind: "unavailable", why: "500", retryAfter: null } : ans(c.truth.get(id) ?? [], null);
      c.input({ type: "probe_wanted", locationId: "loc_2" });
    };
    c.advance(10 * MINUTE);
    c.deliver = () => ({ kind: "sent" });
    c.advance(DAY);
    c.probeAnswer = null;
    c.advance(2 * DAY);
    expect(c.told.map((it) => it.cases).slice(0, 2)).toEqual([[1], [2]]);
  });

  it("plans a message anew whose next attempt waits for a home that cannot be asked about", () => {
    const c = new VirtualCustomer();
    c.event(problem());
    c.deliver = () => ({ kind: "retry", why: "down", retryAfter: HOUR });
    c.advance(10 * MINUTE);
    c.probeAnswer = () => ({ kind: "unavailable", why: "500", retryAfter: null });
    c.advance(4 * DAY);
    expect(c.whats()).toContain("message_cancelled");
    expect(c.state.notifications).toEqual([]);
    c.deliver = () => ({ kind: "sent" });
    c.probeAnswer = null;
    c.advance(DAY);
    expect(c.told.map((it) => it.rung)).toEqual([1]);
  });
});
