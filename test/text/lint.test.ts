// Hostile brand names, and texts that a company put in the place of ours.
import { describe, expect, it } from "vitest";
import { LANGUAGES, TONGUES } from "../../src/text/language.ts";
import { readTexts } from "../../src/text/tongue.ts";
import { SAMPLE, allWordings } from "../../src/dev/messages/all.ts";
import { brandComplaint, plainBrand, smsBrand } from "../../src/text/brand.ts";
import { connectTexts, connectWords } from "../../src/text/connect.ts";
import { complaintsOf, customComplaints } from "../../src/text/lint.ts";
import { longWinded } from "../../src/text/plain.ts";
import { sayIn } from "../../src/text/page.ts";
import { plainName } from "../../src/text/plural.ts";
import { segmentsOf } from "../../src/text/sms.ts";
import { wordsFor } from "../../src/text/message.ts";
import type { CustomTexts } from "../../src/text/custom.ts";
import type { Texts, Tongue } from "../../src/text/tongue.ts";

/** Line ends and what turns or hides text, listed here anew. */
const UNSEEN = /[\p{Cc}\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/u;

const hostile = [
  "https://evil.example/x",
  "Evil http://evil.example",
  "www.evil.example",
  "evil.example",
  "evil．example／x",
  "evil。example",
  "evil\u2024example",
  "e\u200Bvil.exa\u200Bmple",
  "pay@evil.example",
  "mailto:pay@evil.example",
  "10.0.0.1/x",
  "Brand\nSecond line",
  "Brand\r\nX: y",
  "Brand\u2028Line",
  "Brand\u202Ednarb",
  "Brand\u200F\u2067",
  "Brand \u{1F50B}",
  "\u{1F50B}",
  "Bränd ’s “Énergie” ç",
  "{link} {stop}",
  "<b>Brand</b>",
  "€".repeat(30),
  "Œ".repeat(30),
  "Энергия",
];

describe("a hostile brand", () => {
  it.each(hostile)("%j gives no address, no line end and no unseen character", (brand) => {
    for (const wording of allWordings("en", { ...SAMPLE, brand })) {
      const { subject, text, html } = wordsFor(wording);
      const shown = plainBrand(brand);
      expect(`${subject}${shown}`).not.toMatch(UNSEEN);
      const rest = text.replaceAll(wording.stopLink, "").replaceAll(wording.link, "");
      expect(rest).not.toMatch(/:\/\/|www\.|@|evil[.。．․]|10\.0/u);
      // An email has lines, and so has a message by WhatsApp, but of our making.
      expect(["email", "whatsapp"].includes(wording.channel) ? text.replaceAll("\n", "") : text).not.toMatch(UNSEEN);
      expect(html ?? "").not.toMatch(/evil\.|<b>/);
    }
    for (const wording of allWordings("en", { ...SAMPLE, brand }).filter((it) => it.channel === "sms")) {
      expect(wordsFor(wording).text.startsWith(smsBrand(brand))).toBe(true);
    }
  });

  it("takes no more room by SMS than the longest plain one", () => {
    for (const brand of ["€".repeat(30), "Œ".repeat(30), "Bränd ’s “Énergie” ç"]) {
      expect(segmentsOf(smsBrand(brand)).units).toBeLessThanOrEqual(30);
      expect(segmentsOf(smsBrand(brand)).encoding).toBe("GSM-7");
    }
  });

  it("keeps a name that the alphabet cannot write: who writes is worth a second segment", () => {
    expect(smsBrand("Энергия")).toBe("Энергия");
  });

  it.each([
    ["E.ON", "E.ON"],
    ["Müller & Söhne", "Müller & Söhne"],
    ["Acme™", "Acme™"],
    ["Booking.com", "Booking com"],
    ["1KOMMA5°", "1KOMMA5°"],
  ])("leaves %s as %s", (brand, shown) => {
    expect(plainBrand(brand)).toBe(shown);
  });

  it("is refused only where nobody could read who writes", () => {
    expect(brandComplaint("Example Energy")).toBeNull();
    expect(brandComplaint("Энергия")).toBeNull();
    expect(brandComplaint("\u202E \n")).toBe("must have a letter or a digit");
    expect(brandComplaint("\u{1F50B}")).toBe("must have a letter or a digit");
  });
});

describe("a replaced text", () => {
  const problems = (texts: Partial<Texts>): readonly string[] =>
    complaintsOf("en", { en: texts }).map((it) => it.problem);

  it("is used where it is given, and the rest stays", () => {
    const custom: CustomTexts = { en: { "sms.expired.first": "{brand}: tariff over. Again: {link} {stop}" } };
    expect(customComplaints(custom)).toEqual([]);
    const [wording] = allWordings("en").filter((it) => it.channel === "sms" && it.reason === "expired");
    if (wording === undefined) throw new Error("no wording");
    expect(wordsFor(wording, custom).text).toBe(
      `Example Energy: tariff over. Again: ${SAMPLE.link} For no more texts, reply STOP.`,
    );
    expect(wordsFor(wording, custom).subject).toBe(wordsFor(wording).subject);
  });

  it("is used on a page as in a message", () => {
    const custom: CustomTexts = { en: { "page.snooze.until": "Back on {date}", "page.home": "Flat {number}" } };
    expect(customComplaints(custom)).toEqual([]);
    const say = sayIn("en", custom);
    expect(say("page.snooze.until", { date: "12 March 2026" })).toBe("Back on 12\u00A0March 2026");
    expect(say("page.home", { number: "2" })).toBe("Flat 2");
    expect(say("page.snooze.undo")).toBe(sayIn("en")("page.snooze.undo"));
    expect(sayIn("de", custom)("page.home", { number: "2" })).toBe(sayIn("de")("page.home", { number: "2" }));
  });

  it("has the room that the company's own brand, links and devices leave it", () => {
    const filler = "Please connect your new tariff. Then your prices are right. ".repeat(2);
    const flawed = (letters: number, own = {}): boolean =>
      customComplaints({ en: { "sms.expired.first": `{brand}: ${filler.slice(0, letters)}a {link} {stop}` } }, own)
        .length > 0;
    /** Halves what is in question: each look at the texts takes its time. */
    const roomOf = (own = {}, from = 0, to = 100): number => {
      const middle = Math.floor((from + to) / 2);
      if (middle === from) return from;
      return flawed(middle, own) ? roomOf(own, from, middle) : roomOf(own, middle, to);
    };
    // Ten letters and an origin of 22 are what a company usually has.
    expect(roomOf({ brand: "Volt", origin: "https://v.example" })).toBe(roomOf() + 6 + 5);
    expect(roomOf({ brand: "Stadtwerke Beispiel", origin: "https://v.example" })).toBe(roomOf() - 9 + 5);
  });

  it("is looked at alone: ours have a short form where a long brand leaves them no room", () => {
    const custom: CustomTexts = { en: { "page.home": "Flat {number}" } };
    const large = { brand: "B".repeat(30), origin: `https://${"g".repeat(40)}` };
    expect(customComplaints(custom, large)).toEqual([]);
  });

  it("that a usual company could use is no reason to refuse a deployment", () => {
    const custom: CustomTexts = {
      en: { "sms.expired.first": "{brand}: your tariff ended. Please connect the new one: {link} {stop}" },
    };
    const large = { brand: "B".repeat(30), origin: `https://${"g".repeat(40)}` };
    expect(customComplaints(custom, large)).toHaveLength(1);
    expect(customComplaints(custom, large, "either")).toEqual([]);
  });

  it("has the room that the company's own word for devices leaves it", () => {
    const words = (count: number): CustomTexts => ({
      en: { "push.expired.first": `${"Your {devices} wait. ".repeat(count)}Again?` },
    });
    const isFlawed = (devices?: Record<string, string>): boolean => customComplaints(words(5), { devices }).length > 0;
    expect([isFlawed(), isFlawed({ en: "cars" }), isFlawed({ de: "Wallboxen" })]).toEqual([true, false, false]);
    const tooMany = words(9);
    expect(customComplaints(tooMany, { devices: { en: "cars" } })).toEqual([]);
    expect(customComplaints(tooMany, { devices: {} })).toHaveLength(1);
  });

  it.each<[Partial<Texts>, string]>([
    [{ "sms.expired.first": "{brand}: over. See {link} now {stop}" }, "must end with {link} {stop}"],
    [{ "sms.expired.first": "{brand}: over. {stop} See: {link}" }, "must end with {link} {stop}"],
    [{ "sms.expired.first": "{brand}: {link} over. {link} {stop}" }, "must have {link} once"],
    [{ "sms.expired.first": "{brand}: over. See {stop}" }, "must have {link} once"],
    [{ "sms.expired.first": "{brand}: over. {link}" }, "must have {stop} once"],
    [{ "sms.expired.first": "Over, says {brand}. {link} {stop}" }, "does not begin with {brand}"],
    [{ "sms.expired.first": "{brand}: {price} over. {link} {stop}" }, "has the unknown placeholder {price}"],
    [{ "sms.expired.first": "{brand}: ends {when}. {link} {stop}" }, "has the unknown placeholder {when}"],
    [{ "sms.expired.first": "{brand}: a } b. {link} {stop}" }, "has a brace that belongs to no placeholder"],
    [{ "push.expired.first": "See https://example.com" }, "has something like an address of its own"],
    [{ "push.expired.first": "See example.com" }, "has something like an address of its own"],
    [{ "push.expired.first": "Over.\nSee." }, "has a line end or a character that is not seen"],
    [{ "email.hello": "Hello\u202E" }, "has a line end or a character that is not seen"],
    [{ "push.expired.first": "Over!" }, "has an exclamation mark"],
    [{ "push.expired.first": "It costs 5 € more." }, "speaks of a price"],
    [{ "push.expired.first": "Reconnect and save." }, 'promotes or presses: "save"'],
    [{ "push.expired.first": "NEW: your tariff." }, 'raises its voice: "NEW"'],
    [{ "page.confirm.text": "Connect YOUR tariff." }, 'raises its voice: "YOUR"'],
    [{ "sms.expired.first": "{brand}: ☀ over. {link} {stop}" }, 'has "☀", which a text message loses'],
    [{ "push.expired.first": "Please act immediately." }, 'promotes or presses: "immediately"'],
    [{ "push.expired.first": "x".repeat(181) }, "may have 181 characters, at most 180 fit"],
    [{ "title.expired": "x".repeat(34) }, "may have 34 characters, at most 33 fit"],
    [{ "title.expired": "Your electricity contract ran out yesterday" }, "may have 43 characters, at most 33 fit"],
    [{ "email.expired.button": "x".repeat(41) }, "may have 41 characters, at most 40 fit"],
    [{ "email.hello": "" }, "is empty"],
    [{ "email.hello": "Hello, " }, "begins or ends with a space"],
    [{ subject: "{title}" }, "does not begin with {brand}"],
    [{ subject: "{brand}" }, "must have {title} once"],
    [{ "what.homes.short": "{count} tariffs" }, "must have {homes}"],
    [{ "stop.reply.short": "Reply to stop." }, "must name the word STOP"],
    [{ "stop.link.short": "Use the link." }, "must name /stop"],
    [{ "page.confirm.heading": "Reconnect now!" }, "has an exclamation mark"],
    [{ "page.confirm.heading": "x".repeat(61) }, "may have 61 characters, at most 60 fit"],
    [{ "page.confirm.button": "x".repeat(41) }, "may have 41 characters, at most 40 fit"],
    [{ "page.stop.undo": "x".repeat(41) }, "may have 41 characters, at most 40 fit"],
    [{ "page.confirm.text": "See example.com" }, "has something like an address of its own"],
    [{ "page.confirm.text": "Reconnect and save." }, 'promotes or presses: "save"'],
    [{ "page.confirm.text": "{brand} needs you." }, "has the unknown placeholder {brand}"],
    [{ "page.snooze.until": "We will ask again" }, "must have {date}"],
    [{ "page.overview.stale": "From {time}, {when}." }, "has the unknown placeholder {when}"],
    [{ "page.stop.back.reply": "Write to us." }, "must name the word START"],
    [{ "title.several#few": "{count} tariffs" } as object, "is of no number, by the plural rules of en"],
    [{ "title.severals#few": "{count} tariffs" } as object, "is the name of no text"],
  ])("%j is refused", (texts, problem) => {
    expect(problems(texts)).toContain(problem);
  });

  it("may have a name in capitals", () => {
    expect(problems({ "push.expired.first": "Your EV charger waits. Reply STOP or START." })).toEqual([]);
  });

  it("may not turn into other words in a text message, and may have them where they stay", () => {
    const inSpanish = (texts: Partial<Texts>) => complaintsOf("es", { es: texts }).map((it) => it.problem);
    expect(inSpanish({ "sms.expired.first": "{brand}: su tarifa no está. {link} {stop}" })).toEqual([
      'has "está", which a text message turns into "esta"',
    ]);
    expect(inSpanish({ "push.expired.first": "Su tarifa no está." })).toEqual([]);
  });

  it("must leave sentences short on average", () => {
    expect(longWinded({ "email.hello": "One two three four five six seven eight nine ten eleven twelve." })).toBeNull();
    const long = { "email.hello": "Each of these many words makes it harder to read, as no one is waiting for them." };
    expect(longWinded(long)).toMatch(/^have 17\.0 words/);
    const windy = Object.fromEntries(
      Object.keys(readTexts(TONGUES.en.pages)).map((it) => [it, `${"word ".repeat(30)}end.`]),
    );
    expect(complaintsOf("en", { en: windy }).filter(({ text }) => text === "all")).toHaveLength(1);
  });

  it("must fit one text message with the longest brand and link, and others with what is usual", () => {
    const short = (letters: number): Partial<Texts> => ({
      "sms.expired.short": `{brand}: ${"x".repeat(letters)} {link} {stop}`,
    });
    // 30 for the brand, 2, 1, 22 for "Reply STOP to opt out.", 1, 65 for the link.
    expect(problems(short(39))).toEqual([]);
    expect(problems(short(40))).toEqual(["may need 161 characters, a text message has 160"]);
    expect(problems({ "sms.expired.first": `{brand}: ${"x".repeat(70)} {link} {stop}` })).toEqual([
      "may need 161 characters, a text message has 160",
    ]);
  });

  it("is named to the operator with its language, unknown names included", () => {
    const custom = { en: { "sms.expird.first": "x", "email.hello": "Hi!" }, xx: {} } as unknown as CustomTexts;
    expect(customComplaints(custom)).toEqual([
      { setting: "src/text/custom.ts", problem: "xx all is none of our languages" },
      { setting: "src/text/custom.ts", problem: "en sms.expird.first is the name of no text" },
      { setting: "src/text/custom.ts", problem: "en email.hello has an exclamation mark" },
    ]);
  });

  it.each(LANGUAGES)("stands in %s under the names that English gives, no more and no fewer", (language) => {
    const namesIn = (tongue: Tongue): readonly string[] =>
      [...Object.keys(readTexts(tongue.messages)), ...Object.keys(readTexts(tongue.pages))]
        .filter((name) => name === plainName(name))
        .sort();
    expect(namesIn(TONGUES[language])).toEqual(namesIn(TONGUES.en));
  });

  it.each(LANGUAGES)("stands in %s for Connect pages too, under English's names and in its order", (language) => {
    const names = Object.keys(connectTexts(language)).filter((name) => name === plainName(name));
    expect(names).toEqual(Object.keys(connectTexts("en")));
  });

  it.each<[Partial<Texts>, string]>([
    [{ "connect.rate_fixed.heading": "x".repeat(61) }, "may have 61 characters, at most 60 fit"],
    [{ "connect.actions.EDIT": "x".repeat(41) }, "may have 41 characters, at most 40 fit"],
    [{ "connect.list.none": "Nothing." }, "must have {typed}"],
    [{ "connect.list.none": "Nothing called {typed} at {place}." }, "has the unknown placeholder {place}"],
    [{ "connect.rate_fixed.text": "About £ 0.30" }, "speaks of a price"],
    [{ "connect.summary.text": "Connected, hurry" }, 'promotes or presses: "hurry"'],
  ])("%j is refused on a Connect page", (texts, problem) => {
    expect(problems(texts)).toContain(problem);
  });

  it("is used on a Connect page, and one that is none is named where all are looked at", () => {
    const custom = { en: { "connect.summary.heading": "All set", "connect.summary.headin": "x" } } as CustomTexts;
    expect(connectWords("en", custom).say("connect.summary.heading")).toBe("All set");
    expect(connectWords("en", custom).tell({ key: "connect.summary.text" })).toBe(
      connectWords("en").say("connect.summary.text"),
    );
    expect(complaintsOf("en", custom, connectTexts("en"))).toEqual([
      { language: "en", text: "connect.summary.headin", problem: "is the name of no text" },
    ]);
  });

  it("is none by default", () => {
    expect(customComplaints()).toEqual([]);
    for (const language of LANGUAGES) expect(complaintsOf(language, {}, connectTexts(language))).toEqual([]);
  });
});
