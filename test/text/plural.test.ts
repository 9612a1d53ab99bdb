// The forms of a text by how many it speaks of.
import { describe, expect, test } from "vitest";
import { formOf, furtherCategories, withCustom } from "../../src/text/plural.ts";
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
