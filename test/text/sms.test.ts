// What a text costs as an SMS, against a table worked out by hand from 3GPP TS 23.038 and 23.040.
import { describe, expect, it } from "vitest";
import { hasUnseen, segmentsOf, toGsm7 } from "../../src/text/sms.ts";

const a = (count: number): string => "a".repeat(count);
const cyrillic = (count: number): string => "я".repeat(count);
const GRIN = "\u{1F600}";
const ZWJ = "\u200D";

type Row = readonly [what: string, text: string, encoding: "GSM-7" | "UCS-2", units: number, segments: number];

const rows: readonly Row[] = [
  ["nothing", "", "GSM-7", 0, 0],
  ["one letter", "a", "GSM-7", 1, 1],
  ["a space", " ", "GSM-7", 1, 1],
  ["line feed", "\n", "GSM-7", 1, 1],
  ["carriage return", "\r", "GSM-7", 1, 1],
  ["both line ends", "\r\n", "GSM-7", 2, 1],
  ["tab, which the alphabet lacks", "\t", "UCS-2", 1, 1],
  ["form feed, an extension", "\f", "GSM-7", 2, 1],
  ["euro", "€", "GSM-7", 2, 1],
  ["opening bracket", "[", "GSM-7", 2, 1],
  ["closing bracket", "]", "GSM-7", 2, 1],
  ["opening brace", "{", "GSM-7", 2, 1],
  ["closing brace", "}", "GSM-7", 2, 1],
  ["caret", "^", "GSM-7", 2, 1],
  ["tilde", "~", "GSM-7", 2, 1],
  ["bar", "|", "GSM-7", 2, 1],
  ["backslash", "\\", "GSM-7", 2, 1],
  ["all extensions", "^{}\\[~]|€", "GSM-7", 18, 1],
  ["at, dollar, underscore", "@$_", "GSM-7", 3, 1],
  ["straight quotes", "\"'", "GSM-7", 2, 1],
  ["backtick", "`", "UCS-2", 1, 1],
  ["curly apostrophe", "it’s", "UCS-2", 4, 1],
  ["curly quotes", "“a”", "UCS-2", 3, 1],
  ["en dash", "–", "UCS-2", 1, 1],
  ["ellipsis", "…", "UCS-2", 1, 1],
  ["no-break space", "\u00A0", "UCS-2", 1, 1],
  ["capital C cedilla", "Ç", "GSM-7", 1, 1],
  ["small c cedilla", "ç", "UCS-2", 1, 1],
  ["grave accents it has", "èùìòà", "GSM-7", 5, 1],
  ["acute accents it has", "éÉ", "GSM-7", 2, 1],
  ["a acute", "á", "UCS-2", 1, 1],
  ["i acute", "í", "UCS-2", 1, 1],
  ["e circumflex", "ê", "UCS-2", 1, 1],
  ["German", "äöüÄÖÜß", "GSM-7", 7, 1],
  ["Spanish", "ñÑ¿¡", "GSM-7", 4, 1],
  ["Nordic", "ØøÅåÆæ", "GSM-7", 6, 1],
  ["a Greek capital it has", "Δ", "GSM-7", 1, 1],
  ["a Greek capital it writes as Latin", "Α", "UCS-2", 1, 1],
  ["pound, yen, currency, section", "£¥¤§", "GSM-7", 4, 1],
  ["e with a combining acute", "e\u0301", "UCS-2", 2, 1],
  ["emoji", GRIN, "UCS-2", 2, 1],
  ["a zero-width joiner", `a${ZWJ}b`, "UCS-2", 3, 1],
  ["a family of three, joined", `👨${ZWJ}👩${ZWJ}👧`, "UCS-2", 8, 1],
  ["a flag", "🇩🇪", "UCS-2", 4, 1],
  ["a heart and its variation selector", "❤\uFE0F", "UCS-2", 2, 1],
  ["half a surrogate pair", "\uD83D", "UCS-2", 1, 1],
  ["right-to-left mark", "\u200F", "UCS-2", 1, 1],
  ["byte order mark", "\uFEFF", "UCS-2", 1, 1],
  ["160", a(160), "GSM-7", 160, 1],
  ["161", a(161), "GSM-7", 161, 2],
  ["306", a(306), "GSM-7", 306, 2],
  ["307", a(307), "GSM-7", 307, 3],
  ["459", a(459), "GSM-7", 459, 3],
  ["460", a(460), "GSM-7", 460, 4],
  ["158 and a euro", `${a(158)}€`, "GSM-7", 160, 1],
  ["159 and a euro", `${a(159)}€`, "GSM-7", 161, 2],
  ["80 euros", "€".repeat(80), "GSM-7", 160, 1],
  ["81 euros", "€".repeat(81), "GSM-7", 162, 2],
  // 76 pairs and an idle septet per part.
  ["152 euros fill two parts", "€".repeat(152), "GSM-7", 304, 2],
  ["153 euros need a third", "€".repeat(153), "GSM-7", 306, 3],
  ["a euro up to the end of the first part", `${a(151)}€${a(153)}`, "GSM-7", 306, 2],
  ["a euro across the end of the first part", `${a(152)}€${a(152)}`, "GSM-7", 306, 3],
  ["a euro pushed on, and still two parts", `${a(152)}€${a(151)}`, "GSM-7", 305, 2],
  ["70", cyrillic(70), "UCS-2", 70, 1],
  ["71", cyrillic(71), "UCS-2", 71, 2],
  ["134", cyrillic(134), "UCS-2", 134, 2],
  ["135", cyrillic(135), "UCS-2", 135, 3],
  ["35 emoji", GRIN.repeat(35), "UCS-2", 70, 1],
  ["36 emoji", GRIN.repeat(36), "UCS-2", 72, 2],
  // 33 pairs and an idle unit per part.
  ["66 emoji fill two parts", GRIN.repeat(66), "UCS-2", 132, 2],
  ["67 emoji need a third", GRIN.repeat(67), "UCS-2", 134, 3],
  ["an emoji up to the end of the first part", `${cyrillic(65)}${GRIN}${cyrillic(67)}`, "UCS-2", 134, 2],
  ["an emoji across the end of the first part", `${cyrillic(66)}${GRIN}${cyrillic(66)}`, "UCS-2", 134, 3],
  ["one curly quote turns a full message into three", `${a(159)}’`, "UCS-2", 160, 3],
  ["euros count one each beside a curly quote", "’€€", "UCS-2", 3, 1],
];

describe("segments", () => {
  it.each(rows)("count %s", (_, text, encoding, units, segments) => {
    expect(segmentsOf(text)).toEqual({ encoding, units, segments });
  });
});

const written: readonly (readonly [text: string, expected: string])[] = [
  ["çÇ", "cÇ"],
  ["áíóú âêîôû ëï", "aiou aeiou ei"],
  ["äöüß èéàùò ñ ¿¡", "äöüß èéàùò ñ ¿¡"],
  ["e\u0301tat", "état"],
  ["œuvre Œuvre", "oeuvre OEuvre"],
  ["ŁÓDŹ łódź đ ı", "LODZ lodz d i"],
  ["‘a’ “b” „c“ «d» ‹e›", '\'a\' "b" "c" "d" <e>'],
  ["a–b—c−d‑e", "a-b-c-d-e"],
  ["wait…", "wait..."],
  ["a\u00A0b\u202Fc\u2009d", "a b c d"],
  ["a\nb\r\nc\td\u2028e", "a b c d e"],
  ["a\u200Bb\u200Dc\uFEFFd\u00ADe", "abcde"],
  ["a\u202Eb\u2066c\u200Fd\u061Ce", "abcde"],
  ["½ ² ™ № ＡＢ", "1/2 2 TM No AB"],
  [`a ${GRIN} b`, "a b"],
  ["東京 Power", "Power"],
  ["\uD83Dx", "x"],
  ["a\fb", "a b"],
];

describe("the GSM alphabet", () => {
  it.each(written)("writes %j as %j", (text, expected) => {
    expect(toGsm7(text)).toBe(expected);
    expect(segmentsOf(toGsm7(text)).encoding).toBe("GSM-7");
    expect(hasUnseen(toGsm7(text))).toBe(false);
  });
});
