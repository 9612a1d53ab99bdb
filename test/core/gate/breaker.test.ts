// Proves, in virtual time, when a channel is closed to everybody and when it opens: for what is the account's or the sender's,
// and for what nobody can place only by a pattern of different recipients.

import { describe, expect, it } from "vitest";
import { consequencesOf } from "../../../src/core/message/outcome.ts";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { HEALTHY, hear, knock } from "../../../src/core/gate/breaker.ts";
import type { DeliveryOutcome } from "../../../src/core/message/outcome.ts";
import type { Health } from "../../../src/core/gate/breaker.ts";

class Gate {
  health: Health = HEALTHY;
  now = 1_800_000_000_000;
  readonly told: string[] = [];

  /** An attempt, or a callback, brought this for a recipient. */
  hears(outcome: DeliveryOutcome, who: string | null = "ann", isLate = false): this {
    const heard = hear(this.health, { consequences: consequencesOf(outcome), who, isLate }, { now: this.now });
    this.health = heard.health;
    this.told.push(...heard.notices.map(({ type, why }) => `${type} ${why}`));
    return this;
  }

  /** Somebody wants to go out: 0, or how long they are sent away. */
  knocks(who = "ann", isAhead = false): number {
    const { health, door } = knock(this.health, { who, isAhead }, { now: this.now });
    this.health = health;
    return door.kind === "go" ? 0 : door.for;
  }

  get isOpen(): boolean {
    return this.health.closed === null;
  }
}

const account = (why = "401"): DeliveryOutcome => ({ kind: "misconfigured", why, scope: "account" });
const sender: DeliveryOutcome = { kind: "misconfigured", why: "21659", scope: "sender" };
const unregistered: DeliveryOutcome = { kind: "misconfigured", why: "30034", scope: "sender" };
const country: DeliveryOutcome = { kind: "failed", why: "21408", scope: "platform" };
const filtered: DeliveryOutcome = { kind: "failed", why: "30007", scope: "us" };
const unknown: DeliveryOutcome = { kind: "retry", why: "63999", retryAfter: null, tries: 3, scope: "unproven" };
const dead: DeliveryOutcome = { kind: "failed", why: "21211", scope: "recipient", address: "dead" };
const accepted: DeliveryOutcome = { kind: "accepted" };
const sent: DeliveryOutcome = { kind: "sent" };

describe("a gate", () => {
  it.each([account(), sender])("closes at the first refusal of the account or the sender: %o (row 35)", (outcome) => {
    const gate = new Gate().hears(outcome);
    expect(gate.isOpen).toBe(false);
    expect(gate.told).toHaveLength(1);
    expect(gate.knocks("bob")).toBe(MINUTE);
  });

  it.each<[string, DeliveryOutcome]>([
    ["a number that is none", dead],
    ["who said stop", { kind: "failed", why: "21610", scope: "recipient", address: "opted_out", cause: "stop" }],
    ["a busy moment", { kind: "retry", why: "429", retryAfter: 7_000 }],
    ["an answer that was lost", { kind: "uncertain", why: "timed out" }],
    ["an outage", { kind: "retry", why: "503", retryAfter: null, maybeArrived: true }],
    ["no address", { kind: "no_address" }],
  ])("never closes for %s, whoever many they are (row 34)", (_, outcome) => {
    const gate = new Gate();
    for (let no = 0; no < 50; no++) gate.hears(outcome, `number ${no}`);
    expect(gate.health).toEqual(HEALTHY);
    expect(gate.told).toEqual([]);
  });

  it("stays open for the 40 numbers when 2 of 42 are in a country that is not enabled, and tells of it once (row 34)", () => {
    const gate = new Gate();
    for (let day = 0; day < 3; day++) {
      for (let no = 0; no < 42; no++) {
        expect(gate.knocks(`number ${no}`)).toBe(0);
        gate.hears(no % 21 === 7 ? country : accepted, `number ${no}`);
      }
      for (let times = 0; times < 20; times++) gate.hears(country, "number 7");
      gate.now += 8 * HOUR;
    }
    expect(gate.isOpen).toBe(true);
    expect(gate.told).toEqual(["channel.impaired 21408"]);
    gate.now += DAY;
    gate.hears(country, "number 7");
    expect(gate.told).toHaveLength(2);
  });

  it.each([country, filtered, unknown])(
    "closes for what nobody can place when three different recipients met it, and nobody else was served: %o (row 35)",
    (outcome) => {
      const gate = new Gate();
      for (let times = 0; times < 50; times++) gate.hears(outcome, "ann").hears(outcome, "bob");
      expect(gate.isOpen).toBe(true);
      gate.hears(sent, "eve");
      gate.hears(outcome, "eve").hears(outcome, "bob");
      expect(gate.isOpen).toBe(true);
      gate.hears(outcome, "joe");
      expect(gate.isOpen).toBe(false);
      expect(gate.told.filter((it) => it.startsWith("channel.closed"))).toHaveLength(1);
    },
  );

  it("does not make a pattern of different refusals, nor of one a day", () => {
    const gate = new Gate();
    for (const [no, why] of ["63999", "21999", "30999"].entries()) {
      gate.hears({ kind: "retry", why, retryAfter: null, scope: "unproven" }, `number ${no}`);
    }
    for (let day = 0; day < 10; day++) {
      gate.hears(unknown, `another ${day}`);
      gate.now += DAY;
    }
    expect(gate.isOpen).toBe(true);
  });

  it("does not hold a refused number for proof of a wrong sender that was put right", () => {
    const gate = new Gate().hears(sender);
    gate.now += MINUTE;
    expect(gate.knocks("bob")).toBe(0);
    expect(gate.hears(dead, "bob").isOpen).toBe(false);
    gate.now += 15 * MINUTE;
    expect(gate.knocks("eve")).toBe(0);
    expect(gate.hears(accepted, "eve").isOpen).toBe(true);
  });

  it("takes a refused number for proof that the account is known again", () => {
    expect(new Gate().hears(account()).hears(dead).isOpen).toBe(true);
  });

  it("tries with somebody else first than with those it was refused to", () => {
    const gate = new Gate();
    for (const who of ["ann", "bob", "eve"]) gate.hears(country, who);
    gate.now += MINUTE;
    expect(gate.knocks("ann")).toBe(MINUTE);
    expect(gate.knocks("joe")).toBe(0);
    expect(gate.hears(accepted, "joe").isOpen).toBe(true);
  });

  it("lets one at a time try, less and less often", () => {
    const gate = new Gate().hears(account());
    let calls = 0;
    const start = gate.now;
    for (; gate.now - start < DAY; gate.now += 10_000) {
      for (const who of ["ann", "bob", "eve"]) {
        if (gate.knocks(who) > 0) continue;
        calls += 1;
        gate.hears(account(), who);
      }
    }
    expect(calls).toBeGreaterThan(90);
    expect(calls).toBeLessThan(102);
    expect(gate.told).toEqual(["channel.closed 401"]);
  });
});

describe("a gate that a callback closed", () => {
  /** Every trial is taken, and a minute later the callback says that it never arrived. */
  function day(gate: Gate): number {
    let submissions = 0;
    const start = gate.now;
    let wordAt = Infinity;
    for (; gate.now - start < DAY; gate.now += MINUTE) {
      if (gate.now >= wordAt) {
        gate.hears(unregistered, "ann", true);
        wordAt = Infinity;
      }
      if (gate.knocks() > 0) continue;
      submissions += 1;
      gate.hears(accepted);
      wordAt = gate.now + MINUTE;
    }
    return submissions;
  }

  it("is not opened by a message that is taken: the next callback would say the same (row 23)", () => {
    const gate = new Gate().hears(unregistered, "ann", true);
    gate.now += 15 * MINUTE;
    expect(gate.knocks()).toBe(0);
    expect(gate.hears(accepted).isOpen).toBe(false);
    expect(gate.hears(sent, "ann", true).isOpen).toBe(true);
  });

  it("lets out a handful of messages a day while that goes on, and tells once (row 23)", () => {
    const gate = new Gate();
    expect(day(gate)).toBeLessThanOrEqual(10);
    expect(gate.told).toEqual(["channel.closed 30034"]);
    expect(day(gate)).toBeLessThanOrEqual(8);
  });

  it("opens when nothing is heard against a trial that was taken: not every network reports", () => {
    const gate = new Gate().hears(unregistered, "ann", true);
    gate.now += 15 * MINUTE;
    expect(gate.knocks()).toBe(0);
    gate.hears(accepted);
    expect(gate.knocks()).toBe(15 * MINUTE);
    gate.now += 15 * MINUTE;
    expect(gate.knocks()).toBe(0);
    expect(gate.isOpen).toBe(true);
  });

  it("closes by a row of filtered texts, which no accepted one contradicts (row 23)", () => {
    const gate = new Gate();
    for (const who of ["ann", "bob", "eve"]) gate.hears(accepted, who).hears(filtered, who, true);
    expect(gate.isOpen).toBe(false);
    expect(gate.hears(accepted, "joe").isOpen).toBe(false);
    const delivered = new Gate().hears(filtered, "ann", true).hears(filtered, "bob", true);
    delivered.hears(sent, "joe", true).hears(filtered, "eve", true);
    expect(delivered.isOpen).toBe(true);
  });

  it("that opened in vain goes on with its trials where it was", () => {
    const gate = new Gate().hears(account());
    for (let times = 0; times < 4; times++) {
      gate.now += 15 * MINUTE;
      expect(gate.knocks()).toBe(0);
      gate.hears(account());
    }
    gate.now += 15 * MINUTE;
    gate.knocks();
    gate.hears(accepted);
    expect(gate.isOpen).toBe(true);
    gate.hears(account());
    expect(gate.knocks("bob")).toBe(15 * MINUTE);
    expect(gate.told).toHaveLength(1);
  });
});

describe("a customer whose clock was moved (row 88)", () => {
  it("does not wait for the real one, and takes nobody's turn", () => {
    const gate = new Gate().hears(account());
    for (let times = 0; times < 20; times++) expect(gate.knocks("ann", true)).toBe(0);
    expect(gate.health.closed?.trials).toBe(0);
    gate.now += MINUTE;
    expect(gate.knocks("bob")).toBe(0);
  });
});

describe("what is kept of a gate's health", () => {
  it("has an end, whatever is heard", () => {
    const gate = new Gate();
    for (let no = 0; no < 500; no++) {
      const why = `code ${no}`;
      gate.hears({ kind: "retry", why, retryAfter: null, scope: "unproven" }, `number ${no}`);
      gate.hears({ kind: "failed", why, scope: "platform" }, `number ${no}`);
      gate.hears({ kind: "misconfigured", why, scope: "account" }).hears(sent);
    }
    expect(JSON.stringify(gate.health).length).toBeLessThan(8_000);
  });
});
