// Which language somebody is spoken to in of whom nobody said one.
import { describe, expect, test } from "vitest";
import { isZone } from "../../src/core/time.ts";
import { firstSpoken, habitsOf, languageFor, languageIn, LANGUAGES } from "../../src/text/language.ts";

describe("the language of a home", () => {
  test.each([
    ["Europe/Berlin", "de"],
    ["Europe/Vienna", "de"],
    ["Europe/Amsterdam", "nl"],
    ["Europe/Paris", "fr"],
    ["Atlantic/Canary", "es"],
    ["Europe/Rome", "it"],
    ["Europe/Stockholm", "sv"],
    ["Europe/Copenhagen", "da"],
    ["Europe/Oslo", "nb"],
    ["Europe/Dublin", "en"],
    ["Europe/Helsinki", "fi"],
    ["Atlantic/Azores", "pt"],
    ["Europe/Warsaw", "pl"],
    // Several languages are spoken there, or none of ours.
    ["Europe/Brussels", null],
    ["Europe/Zurich", null],
    ["Europe/Luxembourg", null],
    ["Europe/Zagreb", null],
    ["UTC", null],
    ["", null],
  ] as const)("at %s is %s", (zone, language) => {
    expect(languageIn(zone)).toBe(language);
  });

  test("is told by zones that there are, each of one language", () => {
    const zones = LANGUAGES.flatMap((it) => habitsOf(it).zones);
    expect(zones.filter((it) => !isZone(it))).toEqual([]);
    expect(new Set(zones).size).toBe(zones.length);
  });
});

describe("a customer", () => {
  const all = { on: LANGUAGES, otherwise: "en" } as const;
  const some = { on: ["en", "de", "sv"], otherwise: "sv" } as const;

  test.each([
    // What their company's backend said last, what it pushed, the home's zone, what is spoken here: the language.
    ["fr", "de", "Europe/Rome", all, "fr"],
    [null, "de-AT", "Europe/Rome", all, "de"],
    [null, "nn-NO", "Europe/London", all, "nb"],
    [null, null, "Europe/Rome", all, "it"],
    [null, "hu", "Europe/Oslo", all, "nb"],
    [null, null, "Europe/Brussels", all, "en"],
    [null, null, "Europe/Berlin", some, "de"],
    [null, "fr", "Europe/Berlin", some, "de"],
    ["fr", "de", "Europe/Rome", some, "sv"],
    [null, null, "Europe/Rome", some, "sv"],
  ] as const)("told %j and %j, at %s, is spoken to in a language that is on", (spoken, locale, zone, on, language) => {
    expect(firstSpoken(on, languageFor({ spoken, locale }), languageIn(zone))).toBe(language);
  });

  test.each(LANGUAGES)(
    "of %s is spoken to in it by their contact or else by where the home is, and not where it is off",
    (language) => {
      const { zones, locale } = habitsOf(language);
      const off = {
        on: LANGUAGES.filter((it) => it !== language),
        otherwise: language === "en" ? "de" : "en",
      } as const;
      const [zone = ""] = zones;
      const byContact = languageFor({ spoken: null, locale });
      expect([firstSpoken(all, byContact, null), firstSpoken(all, null, languageIn(zone))]).toEqual([
        language,
        language,
      ]);
      expect(firstSpoken(off, byContact, languageIn(zone))).toBe(off.otherwise);
    },
  );
});
