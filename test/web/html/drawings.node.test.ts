// Drawings can be seen, and what is written in them be read: reckoned from the colours they are drawn with, as no tool that looks at
// a page can tell what lies behind the words of a drawing (WCAG 2.2: 4.5 to 1 for text, 3 to 1 for what else has to be seen).

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chartOf } from "../../bench/chart.ts";
import { styleOf } from "../../../src/web/connect/pages/style.ts";
import { STYLE } from "../../../src/web/html/style.ts";
import { themeOf } from "../../../src/web/html/theme.ts";
import { contrast, halves } from "../../support/contrast.ts";

/** The rules of some CSS: what they hold for, and each property. */
function rulesOf(css: string): readonly { readonly of: string; readonly name: string; readonly value: string }[] {
  return [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(([, of = "", body = ""]) =>
    body
      .split(";")
      .map((it) => it.split(":").map((part) => part.trim()))
      .flatMap(([name = "", value = ""]) => (value === "" ? [] : [{ of: of.trim(), name, value }])),
  );
}

const variableIn = (value: string): string => /^var\(--([\w-]+)\)$/.exec(value)?.[1] ?? "";

test("the prices of a summary are seen on their ground, whatever colour the brand has, in light and in dark", () => {
  const drawn = rulesOf(styleOf(["prices"])).filter(
    ({ of, name }) => /\.chart|\.hours/.test(of) && ["fill", "stroke", "color"].includes(name),
  );
  const used = drawn.filter(({ value }) => variableIn(value) !== "");
  expect(used.map(({ of }) => of)).toEqual(
    expect.arrayContaining([".chart .bar", ".chart .estimate", ".chart .zero", ".hours"]),
  );
  // A colour of its own would not follow the scheme, nor what a person has set.
  expect(drawn.filter(({ value }) => !/^(var\(|none$|CanvasText$)/.test(value))).toEqual([]);
  const grounds = halves(STYLE);
  const colours = fc.integer({ min: 0, max: 0xffffff }).map((it) => `#${it.toString(16).padStart(6, "0")}`);
  fc.assert(
    fc.property(colours, (colour) => {
      halves(themeOf(colour)).forEach((theme, at) => {
        const names = { ...grounds[at], ...theme };
        for (const { of, name, value } of used) {
          const least = name === "color" ? 4.5 : 3;
          const ratio = contrast(names[variableIn(value)], names["card"]);
          expect([of, ratio >= least]).toEqual([of, true]);
        }
      });
    }),
    { numRuns: 300, examples: [["#000000"], ["#ffffff"], ["#ffff00"], ["#777777"]] },
  );
});

describe("the control room's prices", () => {
  const read = (name: string): string =>
    readFileSync(resolve(import.meta.dirname, "../../../src/dev/emulator/browser", name), "utf8");
  const pairs = [...read("base.css").matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)];
  const schemes = [2, 3].map((at) => Object.fromEntries(pairs.map((it) => [it[1] ?? "", it[at] ?? ""])));
  const rules = rulesOf(read("room.css"));
  const valueOf = (of: string, name: string): string =>
    rules.find((it) => it.of.endsWith(of) && it.name === name)?.value ?? "";

  test.each(["light", "dark"])("are seen on their ground in %s", (scheme) => {
    const names = schemes[scheme === "light" ? 0 : 1] ?? {};
    const ground = names[variableIn(valueOf(".chart svg", "background"))] ?? "";
    const seen = [
      [".chart rect", "fill"],
      [".chart rect.best", "fill"],
      [".chart rect.estimate", "stroke"],
      [".chart rect.best.estimate", "stroke"],
      [".chart line", "stroke"],
      [".chart .now", "stroke"],
    ] as const;
    for (const [of, name] of seen)
      expect([of, contrast(names[variableIn(valueOf(of, name))], ground) >= 3]).toEqual([of, true]);
    expect(contrast(names[variableIn(valueOf(".hours", "color"))], names["card"])).toBeGreaterThanOrEqual(4.5);
  });
});

test("what is written in the picture of the figures can be read on a light page and on a dark one", () => {
  const css = /<style>([^]*)<\/style>/.exec(chartOf([]))?.[1] ?? "";
  const [light = "", dark = ""] = [...css.matchAll(/text\{[^}]*fill:(#[0-9a-f]{3})\}/g)].map(([, it = ""]) => it);
  // The grounds of the page on which a README is read.
  expect(contrast(light, "#ffffff")).toBeGreaterThanOrEqual(4.5);
  expect(contrast(dark, "#0d1117")).toBeGreaterThanOrEqual(4.5);
});
