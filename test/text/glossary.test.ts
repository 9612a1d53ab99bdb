// What docs/GLOSSARY.md says of a language, where a machine can tell: people are addressed in one way, and things have one name each.
import { expect, test } from "vitest";
import { connectTexts } from "../../src/text/connect.ts";
import { LANGUAGES, TONGUES } from "../../src/text/language.ts";
import { readTexts } from "../../src/text/tongue.ts";
import type { Language } from "../../src/text/language.ts";

/** Whole words that belong to the other way to address somebody, or are another name of what has one. */
const ELSEWHERE: Readonly<Record<Language, string>> = {
  en: "utility|provider|tariffs? plan",
  de: "du|dir|dich|dein\\p{L}*|Energie(?:tarif|vertrag|verträg)\\p{L}*|Lieferant\\p{L}*",
  fr: "tu|toi|ton|tes|contrats? d’électricité|tarifs? d’électricité|alimentation",
  nl: "u|uw|uzelf|stroom(?:contract|tarief|voorziening)\\p{L}*",
  es: "tú|tu|tus|vuestr[oa]s?|(?:tarifas?|contratos?) de (?:energía|electricidad)|aparatos|app",
  it: "tu|tuo|tua|tuoi|tue|voi|vostr[oaie]|(?:tariff[ae]|contratt[oi]) di energia",
  sv: "ni|er|era|ert|elhandlare|elleverantör",
  da: "jer|jeres|elleverandør",
  nb: "dere|deres|strømselskap",
  fi: "te|teidän|teille|tariffi\\p{L}*",
  pt: "tu|teu|tua|teus|tuas|você|vocês|fornecedor\\p{L}*",
  pl: "Pan|Pani|Państwo|Państwa|dostawc\\p{L}*",
};

/** What is their own and not yours. */
const RIGHT: Partial<Record<Language, RegExp>> = { nb: /\bmed deres egne\b/ };

test.each(LANGUAGES)("%s addresses people in one way, and has one name for each thing", (language) => {
  const { messages, pages } = TONGUES[language];
  const texts = { ...readTexts(messages), ...readTexts(pages), ...connectTexts(language) };
  const elsewhere = new RegExp(`(?<![\\p{L}{])(?:${ELSEWHERE[language]})(?![\\p{L}}])`, "iu");
  const found = Object.entries(texts).flatMap(([name, text]) => {
    const other = elsewhere.exec(text.replace(RIGHT[language] ?? "", ""));
    return other === null ? [] : [`${name}: ${other[0]}`];
  });
  expect(found).toEqual([]);
});

test("no date stands behind a word that bends before some numbers", () => {
  const { messages, pages } = TONGUES.it;
  const texts = Object.entries({ ...readTexts(messages), ...readTexts(pages), ...connectTexts("it") });
  expect(texts.filter(([, text]) => /(?:^|\P{L})(?:il|[dn]el|dal|al|sul) \{(?:date|from|to)\}/u.test(text))).toEqual(
    [],
  );
});
