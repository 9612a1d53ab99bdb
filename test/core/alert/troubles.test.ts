// Alerts: one per trouble and day, one when it is over, none for what comes and goes.

import { describe, expect, it } from "vitest";
import { alertWords } from "../../../src/channels/alert/words.ts";
import { SETTLES_AFTER_MS, hearWord, nextDueAt, takeDue } from "../../../src/core/alert/troubles.ts";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import type { Trouble } from "../../../src/core/alert/troubles.ts";

const START = Date.UTC(2031, 2, 4, 10);
const word = (isThere: boolean, at: number, key = "sms") =>
  ({ isThere, key, type: "channel.closed", facts: { channel: key, why: "twilio 20003" }, at }) as const;

/** Lives `words` through, woken whenever something is due until `until` (ms); what was told, with its hour since the start. */
function live(words: readonly ReturnType<typeof word>[], until: number): readonly string[] {
  let troubles: readonly Trouble[] = [];
  const told: string[] = [];
  const tellUntil = (end: number): void => {
    for (let due = nextDueAt(troubles); due !== null && due <= end; due = nextDueAt(troubles)) {
      const taken = takeDue(troubles, due);
      troubles = taken.troubles;
      told.push(...taken.alerts.map((it) => `${it.what} ${(it.at - START) / HOUR}`));
      // Whoever is woken again and again for nothing never comes to an end.
      if (told.length > 1_000) throw new Error("no end");
    }
  };
  for (const it of words) {
    tellUntil(it.at - 1);
    troubles = hearWord(troubles, it);
  }
  tellUntil(until);
  return told;
}

it("stand on the lines we give them, whatever a supplier is called", () => {
  const facts = { supplier: "Nord\r\nBcc: all@example.com\u0000", customers: 5 };
  const alert = { id: "alr_1", what: "there", type: "supplier.outage", facts, since: START, at: START } as const;
  const { subject, text } = alertWords(alert, { brand: "Wärme", publicUrl: "https://a.example", isTest: false });
  expect(subject).toBe("[Wärme] Trouble: outage of supplier Nord Bcc: all@example.com ");
  expect(text.split("\n")).toHaveLength(2);
});

it("an alert is not turned around by what it names, nor cut within a character", () => {
  const place = { brand: "Wärme", publicUrl: "https://a.example", isTest: false };
  const of = (why: string): string => {
    const facts = { channel: "sms", why };
    return alertWords({ id: "alr_1", what: "there", type: "channel.closed", facts, since: START, at: START }, place)
      .text;
  };
  expect(of("not\u202e taken \u2066by \u200bus")).toMatch(/^sms is closed: not taken by us\. /);
  const long = of(`x${"⚡🔌".repeat(100)}`);
  expect(long.isWellFormed()).toBe(true);
  expect(long).toContain("🔌⚡.");
});

describe("alerts", () => {
  it("come once when a trouble begins, once a day while it lasts, and once when it is over", () => {
    const words = [word(true, START), word(true, START + HOUR), word(false, START + 50 * HOUR)];
    expect(live(words, START + 10 * DAY)).toEqual(["there 0", "still 24", "still 48", "over 50.25"]);
  });

  it("say nothing of an end that does not last, nor of what is back a minute later", () => {
    const words = Array.from({ length: 40 }, (_, no) => word(no % 2 === 0, START + no * 10 * MINUTE));
    expect(live(words, START + 5 * DAY)).toEqual(["there 0", `over ${(39 * 10 + SETTLES_AFTER_MS / MINUTE) / 60}`]);
  });

  it("come at most once a day though it ends and begins again", () => {
    const words = Array.from({ length: 12 }, (_, no) => word(no % 2 === 0, START + no * HOUR));
    const told = live(words, START + 5 * DAY);
    expect(told.filter((it) => !it.startsWith("over"))).toEqual(["there 0"]);
    expect(told.filter((it) => it.startsWith("over"))).toHaveLength(1);
  });

  it("tell of what came back when a day is over, and of that end too", () => {
    const words = [
      word(true, START),
      word(false, START + HOUR),
      word(true, START + 5 * HOUR),
      word(false, START + 30 * HOUR),
    ];
    expect(live(words, START + 5 * DAY)).toEqual(["there 0", "over 1.25", "there 24", "over 30.25"]);
  });

  it("of different troubles know nothing of each other, and forget what is over", () => {
    const words = [word(true, START), word(true, START, "email"), word(false, START + HOUR)];
    expect(live(words, START + 2 * HOUR)).toEqual(["there 0", "there 0", "over 1.25"]);
    let troubles = hearWord([], word(true, START));
    troubles = takeDue(hearWord(troubles, word(false, START + 1)), START + HOUR).troubles;
    expect(troubles).toEqual([]);
    expect(nextDueAt(troubles)).toBeNull();
  });

  it("have ids of letters, digits, - and _, no two alike", () => {
    const { alerts } = takeDue(
      [word(true, START, "a:b"), word(true, START, "c")].reduce(hearWord, [] as readonly Trouble[]),
      START,
    );
    expect(new Set(alerts.map(({ id }) => id)).size).toBe(2);
    for (const { id } of alerts) expect(id).toMatch(/^[\w-]+$/);
  });
});
