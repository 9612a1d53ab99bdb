import { describe, expect, it } from "vitest";
import { REASONS } from "../../src/core/reason.ts";
import { wordsFor } from "../../src/core/words.ts";
import type { Wording } from "../../src/core/words.ts";

const link = `https://go.example.com/c/${"x".repeat(30)}`;
const every: readonly Wording[] = REASONS.flatMap((reason) =>
  [1, 2].flatMap((rung) =>
    [1, 12].flatMap((count) =>
      [true, false].map((endDateTrap) => ({
        brand: "Example Energy",
        reason,
        rung,
        count,
        endDateTrap,
        contractEndDate: "2026-09-30",
        link,
      })),
    ),
  ),
);

describe("words", () => {
  it.each(every)(
    "fit one text message with the link whole and last: $reason, $rung, $count, $endDateTrap",
    (wording) => {
      const { text, subject } = wordsFor(wording);
      expect(text.endsWith(` ${link}`)).toBe(true);
      expect(text.length).toBeLessThanOrEqual(160);
      // Plain ASCII without the characters that count twice in the GSM alphabet.
      expect(text).toMatch(/^[\x20-\x5a\x5f\x61-\x7a]+$/);
      expect(text.startsWith("Example Energy: ")).toBe(true);
      expect(subject.startsWith("Example Energy: ")).toBe(true);
    },
  );

  it("ask for the new contract from the start, and say so plainly after the trap", () => {
    const expiring = {
      brand: "B",
      reason: "expiring",
      rung: 1,
      count: 1,
      contractEndDate: "2026-02-09",
      link,
    } as const;
    expect(wordsFor({ ...expiring, endDateTrap: false }).text).toContain("ends on 9 Feb. Have your new contract?");
    expect(wordsFor({ ...expiring, endDateTrap: true }).text).toContain(
      "your old contract ends. Please enter your NEW",
    );
    expect(wordsFor({ ...expiring, endDateTrap: false, contractEndDate: null }).text).toContain("ends soon");
  });
});
