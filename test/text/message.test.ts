// Every message in every language says what it must, and fits.
import { describe, expect, it } from "vitest";
import { connectTexts } from "../../src/text/connect.ts";
import { LANGUAGES, TONGUES } from "../../src/text/language.ts";
import { SAMPLE, allWordings } from "../../src/dev/messages/all.ts";
import { telegramsIn } from "../../src/dev/messages/telegrams.ts";
import { complaintsOf } from "../../src/text/lint.ts";
import { LONGEST } from "../../src/text/own-facts.ts";
import { hasUnseen, segmentsOf, toGsm7 } from "../../src/text/sms.ts";
import { wordsFor } from "../../src/text/message.ts";
import { readTexts } from "../../src/text/tongue.ts";
import type { Sample } from "../../src/dev/messages/all.ts";
import type { Message, Wording } from "../../src/text/message.ts";
import type { Language } from "../../src/text/language.ts";

const longest: Sample = { ...SAMPLE, ...LONGEST, stopLink: `${LONGEST.link}/stop`, homes: LONGEST.several };

function one(language: Language, facts: Partial<Wording> = {}): Message {
  return wordsFor({
    brand: "Example Energy",
    language,
    channel: "sms",
    reason: "expired",
    count: 1,
    homes: 1,
    rung: 1,
    endDateTrap: false,
    contractEndDate: "2026-02-09",
    endsToday: false,
    slot: null,
    devices: null,
    foot: { legal: null, helpUrl: null, privacyUrl: null },
    link: SAMPLE.link,
    stopLink: SAMPLE.stopLink,
    stopBy: "reply",
    hasApp: true,
    ...facts,
  });
}

/** How each language names the contract that is wanted, and the one that is not. */
const NEW: Readonly<Record<Language, RegExp>> = {
  en: /\bnew\b/i,
  de: /\bneue[rsn]?\b/i,
  fr: /nouve(?:au|lle)/i,
  nl: /nieuwe?\b/i,
  es: /nuev[oa]/i,
  it: /nuov[oia]/i,
  sv: /\bny(?:a|tt)\b/i,
  da: /\bnye?\b/i,
  nb: /\bnye?\b/i,
  fi: /\buu(?:si|de[nt]|siin|sien)\b/i,
  pt: /\bnov[oa]s?\b/i,
  pl: /\bnow(?:a|ą|ej|e|ych)(?!\p{L})/iu,
};
const OLD: Readonly<Record<Language, RegExp>> = {
  en: /\bold\b/,
  de: /\balte[ns]?\b/,
  fr: /ancien(?:ne)?\b/,
  nl: /\boude\b/,
  es: /antigu[oa]/,
  it: /vecchi[oa]/,
  fi: /\bvanha(?:n|an)\b/,
  sv: /\bgamla\b/,
  da: /\bgamle\b/,
  nb: /\bgamle\b/,
  pt: /\bantigo\b/,
  pl: /\bstarej\b/,
};
const ESTIMATED: Readonly<Record<Language, RegExp>> = {
  en: /estimated prices|estimates/,
  de: /geschätzten Preisen/,
  fr: /prix estimés/,
  nl: /geschatte prijzen/,
  es: /precios estimados/,
  it: /prezzi stimati/,
  sv: /uppskattade priser/,
  da: /anslåede priser/,
  nb: /anslåtte priser/,
  fi: /arvioi(?:duilla hinnoilla|tuja hintoja)/,
  pt: /preços estimados|estimativas/,
  pl: /szacowany(?:mi|ch) cen|cen szacowanych/,
};

/** How each language asks. */
const REQUESTS: Readonly<Record<Language, RegExp>> = {
  en: /please/i,
  de: /bitte/i,
  fr: /merci de|ajoutez|connectez|voyez/i,
  nl: /\b(vul|geef|koppel|bekijk)\b/i,
  es: /añada|conecte|conéctela|vuelva|vea/i,
  it: /inserisca|colleghi|veda/i,
  sv: /\b(lägg|anslut|se)\b/i,
  da: /\b(tilføj|forbind|se)\b/i,
  nb: /\b(legg|koble|se)\b/i,
  fi: /lisää|yhdistä|tarkista/i,
  pt: /indique|associe|verifique/i,
  pl: /dodaj|połącz|prosimy/i,
};

describe.each(LANGUAGES)("messages in %s", (language) => {
  it("ask for something in every push, but for the offer that asks for nothing", () => {
    const texts = Object.entries(readTexts(TONGUES[language].messages));
    const pushes = texts.filter(([key]) => key.startsWith("push.") && !/upgrade|repaired/.test(key));
    expect(pushes.length).toBeGreaterThan(10);
    expect(pushes.filter(([, text]) => !REQUESTS[language].test(text))).toEqual([]);
  });

  it("have nothing the check complains about", () => {
    expect(complaintsOf(language, {})).toEqual([]);
  });

  it("are one text message with the longest legal values, in every month, the link whole, and how to stop behind it", () => {
    for (let month = 1; month <= 12; month++) {
      const contractEndDate = `2026-${String(month).padStart(2, "0")}-28`;
      for (const wording of allWordings(language, { ...longest, contractEndDate })) {
        if (wording.channel !== "sms") continue;
        // Only a date differs from month to month.
        if (month > 1 && (wording.reason !== "expiring" || wording.count > 1 || wording.endsToday)) continue;
        for (const endDateTrap of [false, true]) {
          const { text } = wordsFor({ ...wording, endDateTrap });
          expect({ text, ...segmentsOf(text) }).toMatchObject({ encoding: "GSM-7", segments: 1 });
          const [, behind] = text.split(` ${longest.link} `);
          expect(behind).toMatch(/STOP|\/stop/u);
        }
      }
    }
  });

  it("are hardly ever in their short form with a brand of 11 letters and a link of 60", () => {
    const { all, short } = telegramsIn(language);
    expect(short.length / all).toBeLessThanOrEqual(0.02);
  });

  it("begin with the brand, on one line, with no address but the link and no placeholder left", () => {
    for (const wording of allWordings(language)) {
      const { subject, text } = wordsFor(wording);
      expect(subject.startsWith("Example Energy")).toBe(true);
      expect(hasUnseen(subject)).toBe(false);
      expect(`${subject}${text}`).not.toMatch(/[{}!]/);
      if (wording.channel === "email") continue;
      // A message by WhatsApp has paragraphs.
      expect(hasUnseen(wording.channel === "whatsapp" ? text.replaceAll("\n", "") : text)).toBe(false);
      expect(text.replace(wording.link, "")).not.toMatch(/:\/\/|www\./);
      expect(text.split(wording.link)).toHaveLength(wording.channel === "push" ? 1 : 2);
      expect(text.startsWith("Example Energy") || wording.channel === "push").toBe(true);
    }
  });

  it("fit a notification on a phone", () => {
    for (const wording of allWordings(language, longest)) {
      if (wording.channel !== "push") continue;
      const { subject, text } = wordsFor(wording);
      expect(subject.length).toBeLessThanOrEqual(65);
      expect(text.length).toBeLessThanOrEqual(180);
    }
  });

  it("ask for the new contract from the start, and say after the trap that the old one was given", () => {
    for (const channel of ["sms", "push", "email", "handoff"] as const) {
      for (const [rung, brand, link] of [
        [1, SAMPLE.brand, SAMPLE.link],
        [2, SAMPLE.brand, SAMPLE.link],
        [1, longest.brand, longest.link],
      ] as const) {
        const expiring = { channel, rung, brand, link, reason: "expiring" } as const;
        const plain = one(language, expiring);
        const trap = one(language, { ...expiring, endDateTrap: true });
        expect(plain.text).toMatch(NEW[language]);
        expect(trap.text).toMatch(NEW[language]);
        expect(trap.text).toMatch(OLD[language]);
        expect(trap.text).not.toBe(plain.text);
        expect(one(language, { ...expiring, count: 3 }).text).toMatch(NEW[language]);
      }
    }
  });

  it("say, in every first email about something that broke, that the power stays on", () => {
    const { "email.expiring.what": what } = readTexts(TONGUES[language].messages);
    const supply = what.split(/(?<=\.) /).at(-1);
    for (const reason of ["expiring", "expired", "fetch_failed"] as const)
      for (const count of [1, 3]) expect(one(language, { channel: "email", reason, count }).text).toContain(supply);
  });

  it("say that a contract ends today on the day it does, and name no date beside it", () => {
    const today = readTexts(TONGUES[language].messages)["when.today"];
    for (const channel of ["sms", "push", "email", "handoff"] as const) {
      const { text } = one(language, { channel, reason: "expiring", endsToday: true });
      expect(text).toContain(` ${channel === "sms" ? toGsm7(today) : today}`);
      expect(text).not.toMatch(/\b9\b/);
    }
  });

  it("name what is sold, and the grid, for what they are", () => {
    for (const channel of ["sms", "push", "email"] as const) {
      const [imported, exported, network] = (
        ["commodity_import", "commodity_export", "non_commodity_import"] as const
      ).map((slot) => one(language, { channel, reason: "expiring", slot }).text);
      const texts = readTexts(TONGUES[language].messages);
      const written = (noun: string): string => (channel === "sms" ? toGsm7(noun) : noun);
      expect(imported).toContain(written(texts["noun.contract.import"]));
      expect(exported).toContain(written(texts["noun.contract.export"]));
      expect(network).toContain(written(texts["noun.contract.network"]));
    }
  });

  it("name the devices as the company does, else as what they are", () => {
    const own = one(language, { channel: "email", devices: "Wallboxen" }).text;
    expect(own).toContain(" Wallboxen");
    expect(own).not.toContain(readTexts(TONGUES[language].messages)["noun.devices.long"]);
    const push = one(language, { channel: "push", reason: "fetch_failed" }).text;
    expect(push).toContain(readTexts(TONGUES[language].messages)["noun.devices.short"]);
  });

  it("say how to stop: by a reply where one can be given, else by the link; a company's own channel says it itself", () => {
    expect(one(language).text).toContain("STOP");
    expect(one(language, { stopBy: "link" }).text).toContain("/stop");
    expect(one(language, { stopBy: "link" }).text).not.toContain("STOP");
    const mail = one(language, { channel: "email" });
    expect(mail.text).toContain(SAMPLE.stopLink);
    expect(mail.html).toContain(`href="${SAMPLE.stopLink}"`);
    for (const channel of ["handoff", "log"] as const) {
      const { text } = one(language, { channel });
      expect(text).not.toMatch(/stop/i);
      expect(text.endsWith(` ${SAMPLE.link}`)).toBe(true);
    }
  });

  it("say that prices are estimated meanwhile", () => {
    for (const reason of ["expired", "fetch_failed"] as const) {
      for (const channel of ["push", "email"] as const) {
        expect(one(language, { reason, channel }).text).toMatch(ESTIMATED[language]);
      }
    }
  });

  it("count the tariffs and the homes", () => {
    for (const channel of ["sms", "push", "email", "handoff"] as const) {
      const { text } = one(language, { channel, count: 7, homes: 4 });
      expect(text).toMatch(/\b7\b/);
      expect(text).toMatch(/\b4\b/);
    }
    expect(one(language, { channel: "push", count: 7, homes: 1 }).text).not.toMatch(/\b1\b/);
  });

  it("differ between the first message and a reminder", () => {
    for (const channel of ["sms", "push", "email"] as const) {
      expect(one(language, { channel, rung: 2 }).text).not.toBe(one(language, { channel, rung: 1 }).text);
      expect(one(language, { channel, rung: 4 }).text).toBe(one(language, { channel, rung: 2 }).text);
    }
  });

  it("are the same for the same facts", () => {
    for (const wording of allWordings(language)) expect(wordsFor(wording)).toEqual(wordsFor({ ...wording }));
  });
});

describe("accents", () => {
  it("are kept, but for those an SMS would pay for", () => {
    expect(one("fr", { channel: "email" }).text).toContain("connaît");
    expect(one("fr", { channel: "push", reason: "fetch_failed" }).text).toContain("estimés");
    expect(one("it", { channel: "handoff", rung: 2 }).text).toContain("è");
    expect(one("es", { channel: "handoff", count: 2 }).text).toContain("cuáles");
    expect(one("es", { count: 2 }).text).toContain("cuales");
    expect(one("de", { reason: "upgrade" }).text).toContain("lässt");
    expect(one("fi", { reason: "fetch_failed" }).text).toContain("enää saa sähkösi");
    expect(one("pl", { channel: "email", reason: "expiring" }).text).toContain("kończy się");
    expect(one("pl", { reason: "expiring" }).text).toContain("konczy sie");
  });
});

describe("punctuation", () => {
  const allTexts = (language: Language): readonly string[] =>
    [readTexts(TONGUES[language].messages), readTexts(TONGUES[language].pages), connectTexts(language)].flatMap((it) =>
      Object.values(it),
    );

  it("in French has a space before it at which no line breaks", () => {
    expect(allTexts("fr").filter((it) => /(?:^|[^\s«]) [:;?!»]|« /.test(it))).toEqual([]);
    expect(one("fr", { channel: "email" }).text).toContain("\u00A0:");
  });

  it.each(LANGUAGES)("in %s has apostrophes as they are set, which a text message writes straight", (language) => {
    expect(allTexts(language).filter((it) => it.includes("'"))).toEqual([]);
    for (const wording of allWordings(language).filter(({ channel }) => channel === "sms"))
      expect(wordsFor(wording).text).not.toMatch(/[’\u00A0\u202F]/u);
  });
});

describe("dates", () => {
  const ending = (language: Language, channel: "push" | "email", contractEndDate: string | null): string =>
    one(language, { reason: "expiring", channel, contractEndDate }).text;

  it.each([
    ["en", "2026-02-09", "ends on 9 Feb.", "ends on 9 February 2026."],
    ["de", "2026-11-09", "endet am 9. Nov.", "endet am 9. November 2026."],
    ["fr", "2026-08-01", "le 1er août.", "le 1er août 2026."],
    ["nl", "2026-03-31", "op 31 mrt.", "op 31 maart 2026."],
    ["es", "2026-09-05", "el 5 sept.", "el 5 de septiembre de 2026."],
    ["da", "2026-10-09", "udløber den 9. okt.", "udløber den 9. oktober 2026."],
    ["nb", "2026-05-17", "går ut 17. mai.", "går ut 17. mai 2026."],
    ["sv", "2026-02-01", "går ut den 1 feb.", "går ut den 1 februari 2026."],
    ["it", "2026-12-08", "scade l’8 dic.", "scade l’8 dicembre 2026."],
    ["it", "2026-05-02", "scade il 2 mag.", "scade il 2 maggio 2026."],
    ["fi", "2026-10-08", "päättyy 8.10.", "päättyy 8. lokakuuta 2026."],
    ["pt", "2026-03-01", "termina a 1/03.", "termina a 1 de março de 2026."],
    ["pl", "2026-10-08", "kończy się 8.10.", "kończy się 8 października 2026."],
  ] as const)("in %s: %s", (language, date, short, long) => {
    expect(ending(language, "push", date)).toContain(`${short} `);
    expect(ending(language, "email", date)).toContain(`${long} `);
  });

  it("are left out where none is known", () => {
    expect(ending("en", "push", null)).toContain("ends soon.");
    expect(ending("de", "email", null)).toContain("endet bald.");
  });
});

describe("a long link", () => {
  it("is never cut: the message takes as many segments as it needs, in its shortest words", () => {
    const link = `${SAMPLE.link}${"x".repeat(120)}`;
    const { text } = one("en", { link });
    expect(text).toBe(`Example Energy: energy tariff ended. Add new one: ${link} Reply STOP to opt out.`);
    expect(segmentsOf(text).segments).toBe(2);
  });
});

describe("an email", () => {
  it("is small, says its language, is read in the dark and loads nothing", () => {
    for (const language of LANGUAGES) {
      for (const wording of allWordings(language, longest)) {
        const { html } = wordsFor(wording);
        expect(html !== null).toBe(wording.channel === "email");
        if (html === null) continue;
        expect(new TextEncoder().encode(html).length).toBeLessThan(12_000);
        expect(html).toContain(`<html lang="${language}"`);
        expect(html).toContain("prefers-color-scheme:dark");
        expect(html).not.toMatch(/<(img|script|link|iframe|form)\b|\ssrc=|url\(|@import/);
        const addresses = Array.from(html.matchAll(/https?:\/\/[^"<\s]+/g), (it) => it[0]);
        expect(new Set(addresses)).toEqual(new Set([wording.link, wording.stopLink]));
      }
    }
  });

  it("escapes what it is given", () => {
    const { html, text } = one("en", {
      channel: "email",
      brand: `A&B <b title="x">'s`,
      link: `${SAMPLE.link}?a=1&b=2`,
    });
    expect(html).not.toContain("<b title");
    expect(html).toContain("A&amp;B &lt;b title=&quot;x&quot;&gt;&#39;s");
    expect(html).toContain("?a=1&amp;b=2");
    expect(text).toContain("A&B");
  });

  it("says the same in text: what, the link, no password, why", () => {
    const { text } = one("en", { channel: "email" });
    expect(text).toContain("The energy tariff that Example Energy has on record for you has ended");
    expect(text).toContain(`Reconnect the tariff:\n${SAMPLE.link}\n`);
    expect(text).toContain("password");
    expect(text).toContain("You are getting this email because");
  });

  it("carries the date and the request where people read them first; a reminder says that it is one, and thanks nobody again", () => {
    const ending = { channel: "email", reason: "expiring" } as const;
    expect(one("en", ending).subject).toBe("Example Energy: Your energy contract ends on 9 February 2026");
    expect(one("en", { ...ending, endsToday: true }).subject).toBe("Example Energy: Your energy contract ends today");
    expect(one("de", { ...ending, rung: 2 }).subject).toBe(
      "Example Energy: Erinnerung: Ihr Stromvertrag endet am 9. Februar 2026",
    );
    const [, preview = ""] = /overflow:hidden">([^<]*)</.exec(one("en", ending).html ?? "") ?? [];
    expect(preview).toMatch(/^Please add the details of your new contract/);
    const trap = { ...ending, endDateTrap: true };
    expect(one("en", trap).text).toContain("Thank you");
    expect(one("en", { ...trap, rung: 2 }).text).not.toContain("Thank you");
  });

  it("ends with who the company is, where help is and the privacy notice, where it says so, written out as text too", () => {
    const foot = { legal: "Example Energy Ltd <1>", helpUrl: "https://example.com/help", privacyUrl: null };
    const { text, html } = one("en", { channel: "email", foot });
    expect(text.endsWith("Help:\nhttps://example.com/help\n\nExample Energy Ltd <1>")).toBe(true);
    expect(html).toContain('href="https://example.com/help"');
    expect(html).toContain("Example Energy Ltd &lt;1&gt;");
    expect(html).not.toContain("Privacy notice");
  });

  it("sets a space before the colon of a link's line in French", () => {
    const { text } = one("fr", { channel: "email" });
    expect(text).toContain(`Reconnecter le tarif :\n${SAMPLE.link}\n`);
    expect(text).toContain(`Ne plus recevoir ces messages :\n${SAMPLE.stopLink}`);
  });
});
