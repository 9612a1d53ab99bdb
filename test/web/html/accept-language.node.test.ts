// The language of a page for someone we know nothing of.
import { expect, test } from "vitest";
import { acceptedLanguage } from "../../../src/web/html/accept-language.ts";

test.each([
  ["de-AT,de;q=0.9,en;q=0.8", "de"],
  ["pl, nl;q=0.4, fr;q=0.6", "fr"],
  ["FR-ch", "fr"],
  ["es;q=0, it", "it"],
  ["pl", "en"],
  ["*", "en"],
  ["", "en"],
  [undefined, "en"],
  [";;;,,,q=", "en"],
] as const)("%s gives %s", (header, language) => {
  expect(acceptedLanguage(header, "en")).toBe(language);
});

test("a browser that asks for none of ours is answered as the company says", () => {
  expect(acceptedLanguage("pl", "nl")).toBe("nl");
  expect(acceptedLanguage("fr", "nl")).toBe("fr");
});
