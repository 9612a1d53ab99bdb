// Whatever colour a brand has, what is written on it and with it can be read.
import fc from "fast-check";
import { expect, test } from "vitest";
import { STYLE } from "../../../src/web/html/style.ts";
import { brandColour, themeOf } from "../../../src/web/html/theme.ts";
import { contrast, halves } from "../../support/contrast.ts";

const grounds = halves(STYLE);

test("every colour of a brand gives texts with a contrast of 4.5 at least, in light and in dark", () => {
  const colours = fc.integer({ min: 0, max: 0xffffff }).map((it) => `#${it.toString(16).padStart(6, "0")}`);
  fc.assert(
    fc.property(colours, (colour) => {
      halves(themeOf(colour)).forEach((theme, at) => {
        expect(theme["accent"]).toBe(colour);
        expect(contrast(theme["on-accent"], theme["accent"])).toBeGreaterThanOrEqual(4.5);
        for (const ground of [grounds[at]?.["paper"], grounds[at]?.["card"], theme["tint"]]) {
          expect(contrast(theme["link"], ground)).toBeGreaterThanOrEqual(4.5);
        }
      });
    }),
    { numRuns: 500, examples: [["#000000"], ["#ffffff"], ["#0000ff"], ["#ffff00"], ["#777777"]] },
  );
});

test("the colours of the frame can be read, and the edge of a field be seen", () => {
  for (const half of grounds) {
    for (const ground of ["paper", "card", "calm-tint"]) {
      expect(contrast(half["ink"], half[ground])).toBeGreaterThanOrEqual(7);
      expect(contrast(half["soft"], half[ground])).toBeGreaterThanOrEqual(4.5);
    }
    for (const tone of ["ok", "warn", "bad"]) {
      expect(contrast(half[tone], half[`${tone}-tint`])).toBeGreaterThanOrEqual(4.5);
      expect(contrast(half[tone], half["card"])).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(half["edge"], half["card"])).toBeGreaterThanOrEqual(3);
    expect(contrast(half["edge"], half["paper"])).toBeGreaterThanOrEqual(3);
  }
});

test("a colour that can be read is taken as it is; what is none becomes the project's", () => {
  expect(themeOf("#0b6b4b")).toContain("--link:#0b6b4b");
  expect(brandColour("#0AF")).toBe("#00aaff");
  for (const none of [null, "", "red", "#12", "#1234", "#0b6b4b;", "url(x)"]) {
    expect(themeOf(none)).toBe(themeOf("#0b6b4b"));
  }
});
