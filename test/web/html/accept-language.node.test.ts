// The language of a page for someone we know nothing of.
import { expect, test } from "vitest";
import { LANGUAGES } from "../../../src/text/language.ts";
import { visitorLanguage } from "../../../src/web/html/accept-language.ts";

test.each([
  ["de-AT,de;q=0.9,en;q=0.8", "de"],
  ["hu, nl;q=0.4, fr;q=0.6", "fr"],
  ["FR-ch", "fr"],
  ["es;q=0, it", "it"],
  ["hu", "en"],
  ["*", "en"],
  ["no, en;q=0.8", "nb"],
  ["nn-NO", "nb"],
  ["", "en"],
  [undefined, "en"],
  [";;;,,,q=", "en"],
] as const)("%s gives %s", (header, language) => {
  expect(visitorLanguage(null, header, { on: LANGUAGES, otherwise: "en" })).toBe(language);
});

test("a browser that asks for none of ours is answered as the company says", () => {
  expect(visitorLanguage(null, "hu", { on: LANGUAGES, otherwise: "nl" })).toBe("nl");
  expect(visitorLanguage(null, "fr", { on: LANGUAGES, otherwise: "nl" })).toBe("fr");
});

test("a customer's own language comes before the browser's, and what is switched off is spoken by nobody", () => {
  const spoken = { on: ["en", "de"], otherwise: "de" } as const;
  expect(visitorLanguage("en", "de", spoken)).toBe("en");
  expect(visitorLanguage("fr", "fr;q=0.9, en;q=0.8", spoken)).toBe("en");
  expect(visitorLanguage("fr", "nl", spoken)).toBe("de");
});
