// Prices as they stand on bills: what is understood, what is asked about, what is refused, what is said back.

import { describe, expect, it } from "vitest";
import { connectWords } from "../../../../src/text/connect.ts";
import { LANGUAGES } from "../../../../src/text/language.ts";
import { largeAmount, priceNote, usualAmount } from "../../../../src/web/connect/pages/money.ts";
import {
  inSmallUnit,
  movePoint,
  plainDigits,
  readDecimal,
  readPrice,
} from "../../../../src/web/connect/pages/price.ts";

const { tell } = connectWords("en");
const plain = (text: string): string => text.replaceAll("\u00A0", " ");

/** What is sent for a price, in JSON, and what is said back in English. */
function understood(text: string, currency: string): readonly [sent: string, said: string] {
  const reading = readPrice(text, currency, "rate");
  if (reading.kind !== "price") throw new Error(`${text} is ${reading.kind}`);
  return [JSON.stringify(reading.cost), plain(tell(priceNote("en", reading.cost, currency)))];
}

describe("a price that is clear", () => {
  it.each([
    ["27.5", "GBP", "0.275", "27.5 p per kWh, that is GBP 0.275"],
    ["27,5", "GBP", "0.275", "27.5 p per kWh, that is GBP 0.275"],
    ["0.275", "GBP", "0.275", "27.5 p per kWh, that is GBP 0.275"],
    ["£0.275", "GBP", "0.275", "27.5 p per kWh, that is GBP 0.275"],
    ["27.5p", "GBP", "0.275", "27.5 p per kWh, that is GBP 0.275"],
    ["27.5 pence per kWh", "GBP", "0.275", "27.5 p per kWh, that is GBP 0.275"],
    [" 27.5 P/kWh ", "GBP", "0.275", "27.5 p per kWh, that is GBP 0.275"],
    [".275", "GBP", "0.275", "27.5 p per kWh, that is GBP 0.275"],
    ["27.", "GBP", "0.27", "27 p per kWh, that is GBP 0.27"],
    ["28.555", "GBP", "0.28555", "28.555 p per kWh, that is GBP 0.28555"],
    ["29", "GBP", "0.29", "29 p per kWh, that is GBP 0.29"],
    ["57", "GBP", "0.57", "57 p per kWh, that is GBP 0.57"],
    ["0,275 €", "EUR", "0.275", "27.5 ct per kWh, that is EUR 0.275"],
    ["0,3217 €/kWh", "EUR", "0.3217", "32.17 ct per kWh, that is EUR 0.3217"],
    ["32,17 Cent", "EUR", "0.3217", "32.17 ct per kWh, that is EUR 0.3217"],
    ["32,17 ct./kWh", "EUR", "0.3217", "32.17 ct per kWh, that is EUR 0.3217"],
    ["14.49", "EUR", "0.1449", "14.49 ct per kWh, that is EUR 0.1449"],
    ["1.25", "NOK", "1.25", "125 øre per kWh, that is NOK 1.25"],
    ["1,25 kr", "NOK", "1.25", "125 øre per kWh, that is NOK 1.25"],
    ["125 øre", "NOK", "1.25", "125 øre per kWh, that is NOK 1.25"],
    ["125", "NOK", "1.25", "125 øre per kWh, that is NOK 1.25"],
    ["27,5 Rp.", "CHF", "0.275", "27.5 Rp. per kWh, that is CHF 0.275"],
    ["36,5", "HUF", "36.5", "HUF 36.5 per kWh"],
    ["0.4", "XYZ", "0.4", "XYZ 0.4 per kWh"],
    ["27.5p inc VAT", "GBP", "0.275", "27.5 p per kWh, that is GBP 0.275"],
    ["27.5p (incl. VAT)", "GBP", "0.275", "27.5 p per kWh, that is GBP 0.275"],
    ["27.5p/kWh, including 5% VAT", "GBP", "0.275", "27.5 p per kWh, that is GBP 0.275"],
    ["£0.275 inclusive of VAT.", "GBP", "0.275", "27.5 p per kWh, that is GBP 0.275"],
    ["27.5 VAT included", "GBP", "0.275", "27.5 p per kWh, that is GBP 0.275"],
    ["incl. VAT 27.5p", "GBP", "0.275", "27.5 p per kWh, that is GBP 0.275"],
    ["32,17 ct/kWh inkl. MwSt.", "EUR", "0.3217", "32.17 ct per kWh, that is EUR 0.3217"],
    ["32,17 ct inkl. 19 % MwSt", "EUR", "0.3217", "32.17 ct per kWh, that is EUR 0.3217"],
    ["0,3217 € brutto", "EUR", "0.3217", "32.17 ct per kWh, that is EUR 0.3217"],
    ["0,2516 € TTC", "EUR", "0.2516", "25.16 ct per kWh, that is EUR 0.2516"],
    ["0,2516 €/kWh T.T.C.", "EUR", "0.2516", "25.16 ct per kWh, that is EUR 0.2516"],
    ["0,28 euro incl. btw", "EUR", "0.28", "28 ct per kWh, that is EUR 0.28"],
    ["0,19 €/kWh IVA incluido", "EUR", "0.19", "19 ct per kWh, that is EUR 0.19"],
    ["0,24 €/kWh IVA inclusa", "EUR", "0.24", "24 ct per kWh, that is EUR 0.24"],
    ["8,52 snt/kWh (sis. alv 25,5 %)", "EUR", "0.0852", "8.52 ct per kWh, that is EUR 0.0852"],
    ["15,4 cêntimos com IVA", "EUR", "0.154", "15.4 ct per kWh, that is EUR 0.154"],
    ["0,1658 € c/ IVA", "EUR", "0.1658", "16.58 ct per kWh, that is EUR 0.1658"],
    ["0,89 zł z VAT", "PLN", "0.89", "89 gr per kWh, that is PLN 0.89"],
    ["1,07 złotych brutto", "PLN", "1.07", "107 gr per kWh, that is PLN 1.07"],
    ["95,5 øre/kWh inkl. mva", "NOK", "0.955", "95.5 øre per kWh, that is NOK 0.955"],
    ["2,10 kr. inkl. moms", "DKK", "2.1", "210 øre per kWh, that is DKK 2.10"],
    ["32 c inc. GST", "AUD", "0.32", "32 c per kWh, that is AUD 0.32"],
  ])("%s in %s is sent as %s and said back as %s", (text, currency, sent, said) => {
    expect(understood(text, currency)).toEqual([sent, said]);
  });

  it("is said back in every language, in its own digits", () => {
    const said = LANGUAGES.map((it) => plain(connectWords(it).tell(priceNote(it, 0.275, "EUR"))));
    expect(said[0]).toBe("27.5 ct per kWh, that is EUR 0.275");
    for (const it of said.slice(1)) expect(it).toMatch(/^27,5 ct .*0,275 EUR$/);
  });

  it("never gains or loses a digit, whatever the price", () => {
    for (let hundredths = 200; hundredths <= 9_999; hundredths += 7) {
      const text = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`;
      const digits = `0.${String(hundredths).padStart(4, "0")}`;
      expect(readPrice(text, "GBP", "rate")).toEqual({ kind: "price", cost: Number(digits) });
      expect(Number(inSmallUnit(Number(digits)))).toBe(Number(text));
    }
  });
});

describe("a price that looks wrong", () => {
  it.each([
    ["£27.5", "GBP", [0.275, 27.5]],
    ["1.5", "GBP", [1.5, 0.015]],
    ["1,234.5", "GBP", [1_234.5, 12.345]],
    ["1.234,5", "EUR", [1_234.5, 12.345]],
    ["1 234", "EUR", [1_234, 12.34]],
    ["1'234", "CHF", [1_234, 12.34]],
    ["10", "NOK", [10, 0.1]],
    ["-0.02", "GBP", [-0.02]],
    ["−2", "EUR", [-0.02]],
    ["0", "GBP", [0]],
    ["0,00", "EUR", [0]],
  ])("%s in %s is asked about: %j", (text, currency, choices) => {
    expect(readPrice(text, currency, "rate")).toEqual({ kind: "question", choices });
    for (const choice of choices) {
      expect(readPrice(text, currency, "rate", choice)).toEqual({ kind: "price", cost: choice });
    }
    expect(readPrice(text, currency, "rate", 99)).toEqual({ kind: "question", choices });
  });

  it("is asked about where FlatPeak names no currency and the digits are no price in any", () => {
    expect(readPrice("27.5", null, "rate")).toEqual({ kind: "question", choices: [27.5] });
    expect(readPrice("0.275", null, "rate")).toEqual({ kind: "price", cost: 0.275 });
  });
});

describe("a surcharge", () => {
  it.each([
    ["1.5", "GBP", 0.015],
    ["0,015", "EUR", 0.015],
    ["-0.02", "GBP", -0.02],
    ["minus 2 p", "GBP", -0.02],
    ["−1,5 ct", "EUR", -0.015],
    ["0", "GBP", 0],
    ["5 øre", "NOK", 0.05],
  ])("of %s in %s is %d", (text, currency, cost) => {
    expect(readPrice(text, currency, "surcharge")).toEqual({ kind: "price", cost });
  });
});

describe("what is no price", () => {
  it.each([
    ["", "missing"],
    ["   ", "missing"],
    ["abc", "unreadable"],
    ["27.5.3", "unreadable"],
    ["1,2,3", "unreadable"],
    ["12 3", "unreadable"],
    ["1e5", "unreadable"],
    ["0x1F", "unreadable"],
    ["Infinity", "unreadable"],
    ["NaN", "unreadable"],
    ["27-5", "unreadable"],
    ["27.5 p or 28 p", "unreadable"],
    ["27.5p ex VAT", "unreadable"],
    ["25 ct zzgl. MwSt.", "unreadable"],
    ["25 ct HT", "unreadable"],
    ["27.12345678", "unreadable"],
    ["9".repeat(50), "unreadable"],
    ["<b>1</b>", "unreadable"],
    ["€0.30", "foreign"],
    ["30 ct", "foreign"],
  ])("%j is %s", (text, kind) => {
    expect(readPrice(text, "GBP", "rate")).toEqual({ kind });
  });
});

describe("numbers", () => {
  it.each([
    ["007", "7"],
    ["-0", "0"],
    ["1.250.000", "1250000"],
    ["1,234.50", "1234.5"],
    ["+3", "3"],
    [",5", "0.5"],
    ["1.2.3", null],
    [".", null],
    ["-", null],
  ])("%s is read as %s", (text, number) => {
    expect(readDecimal(text)).toBe(number);
  });

  it("move their point exactly", () => {
    expect([movePoint("27.5", -2), movePoint("0.275", 2), movePoint("-5", -2), movePoint("0", 2)]).toEqual([
      "0.275",
      "27.5",
      "-0.05",
      "0",
    ]);
  });

  it("are never written with an exponent or a computer's crumbs", () => {
    expect([plainDigits(1e-7), plainDigits(0.1 + 0.2), plainDigits(-0), plainDigits(12)]).toEqual([
      "0.0000001",
      "0.3",
      "0",
      "12",
    ]);
  });

  it("are amounts as the language writes them", () => {
    expect(plain(largeAmount("de", 0.275, "EUR"))).toBe("0,275 EUR");
    expect(plain(largeAmount("en", -0.02, "GBP"))).toBe("GBP -0.02");
    expect(plain(usualAmount("en", 0.275, null))).toBe("0.275");
  });
});
