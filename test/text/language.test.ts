// Which language somebody is spoken to in of whom nobody said one.
import { describe, expect, test } from "vitest";
import { isZone } from "../../src/core/time.ts";
import { LANGUAGES, habitsOf, languageIn } from "../../src/text/language.ts";

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
