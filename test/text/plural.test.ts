// The forms of a text by how many it speaks of.
import { describe, expect, test } from "vitest";
import { formOf, furtherCategories, withCustom } from "../../src/text/plural.ts";
import { connectWords } from "../../src/text/connect.ts";
import { sayIn } from "../../src/text/page.ts";
import { SAMPLE, allWordings } from "../../src/dev/messages/all.ts";
import { wordsFor } from "../../src/text/message.ts";
import type { Texts } from "../../src/text/tongue.ts";

describe("the forms a text that counts must have besides its plain one", () => {
  test.each([
    ["en-GB", []],
    ["de-DE", []],
    ["sv-SE", []],
    ["pl-PL", ["few"]],
    ["cs-CZ", ["few"]],
    ["lt-LT", ["one", "other"]],
    ["sl-SI", ["two", "few", "one"]],
  ] as const)("in %s are %j", (locale, categories) => {
    expect([...furtherCategories(locale)].sort()).toEqual([...categories].sort());
  });
});

describe("a text that counts", () => {
  const texts = { "page.home": "plain", "page.home#other": "of others" } as Texts<"page.home">;

  test("is said in the form of its number, and in its plain one where there is none of that", () => {
    expect(formOf("en", texts, "page.home", 3)).toBe("of others");
    expect(formOf("en", texts, "page.home", "1")).toBe("plain");
    expect(formOf("en", texts, "page.home", undefined)).toBe("plain");
  });

  test("is replaced in all its forms", () => {
    expect(withCustom(texts, { "page.home": "mine" })).toEqual({ "page.home": "mine" });
    expect(withCustom(texts, undefined)).toBe(texts);
  });
});

describe("Polish", () => {
  test.each([
    ["2", "2 taryfy wymagają sprawdzenia.", "Zapisano 2 okresy."],
    ["5", "5 taryf wymaga sprawdzenia.", "Zapisano 5 okresów."],
    ["12", "12 taryf wymaga sprawdzenia.", "Zapisano 12 okresów."],
    ["21", "21 taryf wymaga sprawdzenia.", "Zapisano 21 okresów."],
    ["22", "22 taryfy wymagają sprawdzenia.", "Zapisano 22 okresy."],
    ["112", "112 taryf wymaga sprawdzenia.", "Zapisano 112 okresów."],
  ])("counts %s", (count, tariffs, periods) => {
    expect(sayIn("pl")("page.overview.attention.many", { count })).toBe(tariffs);
    expect(connectWords("pl").say("connect.rate_tod.said", { count })).toBe(periods);
  });

  test("has the word for what is wrong agree with how many there are", () => {
    const said = (several: number): readonly string[] =>
      allWordings("pl", { ...SAMPLE, several }).flatMap((it) =>
        it.reason === "expiring" && it.count > 1 && it.homes === 1 && it.rung === 1 ? [wordsFor(it).text] : [],
      );
    for (const text of said(3)) expect(text).toMatch(/ko[nń]cz[aą] si[eę] 3 (?:Twoje )?taryfy/);
    for (const text of said(5)) expect(text).toMatch(/ko[nń]czy si[eę] 5 (?:Twoich )?taryf(?!y)/);
  });

  test("says one by itself, and a fraction in the plain form", () => {
    expect(sayIn("pl")("page.overview.attention.one")).toBe("Jedna taryfa wymaga sprawdzenia.");
    expect(connectWords("pl").say("connect.rate_tod.said", { count: "1.5" })).toBe("Zapisano 1.5 okresów.");
  });
});
