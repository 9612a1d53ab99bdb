// Many suppliers that fail at once: a handful of alerts tells of all of them, and one alone is told of as ever.

import { describe, expect, it } from "vitest";
import { GATHERS_FOR_MS, crowdsDueAt, gather, takeCrowds } from "../../../src/core/alert/crowd.ts";
import { alertWords } from "../../../src/channels/alert/words.ts";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import type { Alert } from "../../../src/core/alert/troubles.ts";
import type { Crowd } from "../../../src/core/alert/crowd.ts";

const START = Date.UTC(2031, 2, 4, 10);
const PLACE = { brand: "Acme", publicUrl: "https://a.example", isTest: false };

const alert = (what: Alert["what"], supplier: string, at: number): Alert => ({
  id: `alr_${supplier}_${what}_${at}`,
  what,
  type: "supplier.outage",
  facts: { supplier, customers: 5 },
  since: at,
  at,
});

/** Lives through what suppliers have to tell, woken whenever something is due; the alerts that came. */
function live(told: readonly Alert[], until: number): { readonly alerts: readonly Alert[]; readonly left: number } {
  let crowds: readonly Crowd[] = [];
  const alerts: Alert[] = [];
  const wakeUntil = (end: number): void => {
    for (let due = crowdsDueAt(crowds); due !== null && due <= end; due = crowdsDueAt(crowds)) {
      const taken = takeCrowds(crowds, due);
      crowds = taken.crowds;
      alerts.push(...taken.alerts);
      if (alerts.length > 1_000) throw new Error("no end");
    }
  };
  for (const it of told) {
    wakeUntil(it.at - 1);
    crowds = gather(crowds, it, it.at);
  }
  wakeUntil(until);
  return { alerts, left: crowds.length };
}

const heads = (alerts: readonly Alert[]): readonly string[] =>
  alerts.map((it) => `${(it.at - START) / MINUTE} ${alertWords(it, PLACE).subject}`);
const many = (what: Alert["what"], count: number, from: number, within: number): readonly Alert[] =>
  Array.from({ length: count }, (_, no) => alert(what, `prv_${no}`, from + Math.floor((no * within) / count)));

describe("alerts of suppliers", () => {
  it("come as they are where there is one: once it is there, once a day, and once it is over", () => {
    const { alerts, left } = live(
      [alert("there", "prv_a", START), alert("still", "prv_a", START + DAY), alert("over", "prv_a", START + 30 * HOUR)],
      START + 5 * DAY,
    );
    expect(heads(alerts)).toEqual([
      "5 [Acme] Trouble: outage of supplier prv_a",
      "1445 [Acme] Still: outage of supplier prv_a",
      "1805 [Acme] Over: outage of supplier prv_a",
    ]);
    expect(alerts[0]).toMatchObject({ facts: { supplier: "prv_a", customers: 5 }, since: START });
    expect(left).toBe(0);
  });

  it("are one where a thousand fail within some minutes, and one when these are over", () => {
    const there = many("there", 1_000, START, 4 * MINUTE);
    const over = many("over", 1_000, START + 5 * HOUR, 4 * MINUTE);
    const { alerts } = live([...there, ...over], START + 2 * DAY);
    expect(heads(alerts)).toEqual([
      "5 [Acme] Trouble: outage of 1000 or more suppliers",
      "305 [Acme] Over: outage of 1000 or more suppliers",
    ]);
    const [first, last] = alerts.map((it) => alertWords(it, PLACE).text.split("\n")[0]);
    expect(first).toContain("1000 or more suppliers cannot be read, prv_0, prv_1, prv_2 among them.");
    expect(last).toBe(
      "prv_0, prv_1, prv_2 are among them. The first began at 2031-03-04T15:00Z; all were seen to be over by 2031-03-04T15:05Z.",
    );
  });

  it("are few where hundreds fail over three hours, and leave none out", () => {
    const { alerts } = live(many("there", 300, START, 3 * HOUR), START + DAY);
    expect(alerts.length).toBeLessThanOrEqual(4);
    const counts = alerts.map(({ facts }) => Number(facts["suppliers"] ?? 1));
    expect(counts.reduce((sum, it) => sum + it, 0)).toBe(300);
    // The first comes as soon as ever.
    expect(alerts[0]?.at).toBe(START + GATHERS_FOR_MS);
  });

  it("are at most eight in a day, however they trickle in, and none waits for longer than four hours", () => {
    const told = many("there", 24 * 12, START, DAY);
    const { alerts } = live(told, START + DAY - 1);
    expect(alerts.length).toBeLessThanOrEqual(8);
    const gaps = alerts.slice(1).map((it, no) => it.at - (alerts[no]?.at ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(4 * HOUR + GATHERS_FOR_MS);
  });

  it("say once what is heard twice, nothing of what is over before, and no end that did not last", () => {
    const twice = alert("there", "prv_a", START);
    expect(gather(gather([], twice, START), twice, START + 1)).toEqual(gather([], twice, START));
    const before = live([twice, alert("over", "prv_a", START + MINUTE)], START + DAY);
    expect([heads(before.alerts), before.left]).toEqual([[], 0]);
    const back = [twice, alert("over", "prv_a", START + DAY), alert("still", "prv_a", START + DAY + MINUTE)];
    expect(heads(live(back, START + 2 * DAY).alerts)).toEqual([
      "5 [Acme] Trouble: outage of supplier prv_a",
      "1446 [Acme] Still: outage of supplier prv_a",
    ]);
  });

  it("say how many, on one line, whatever suppliers are called", () => {
    const [it] = live(
      [alert("there", "Nord\r\nBcc: all@example.com", START), alert("there", "x".repeat(500), START)],
      START + HOUR,
    ).alerts;
    expect(it && alertWords(it, PLACE).subject).toBe("[Acme] Trouble: outage of 2 suppliers");
    expect(it && alertWords(it, PLACE).text.split("\n")).toHaveLength(2);
  });
});
