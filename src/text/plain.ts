// Are these words plain? Short sentences, no shouting, and in a text message no letter that its alphabet turns into another word.

import { habitsOf } from "./language.ts";
import { toGsm7 } from "./sms.ts";
import { plainName } from "./plural.ts";
import type { Language } from "./language.ts";
import type { Facts } from "./template.ts";

/** Words of a sentence on average, over all texts of a language. */
const SENTENCE_MAX = 12;

/** What is written in capitals by everybody: the words to reply with, and what bills and phones call things. */
const NAMES = ["STOP", "START", "SMS", "QR", "VAT", "TVA", "BTW", "IVA", "ALV", "PVM"];

/** The kinds of texts that an SMS is made of. */
const OF_SMS = ["sms", "stop", "what", "when", "noun"];

const words = (text: string): readonly string[] => text.split(/\s+/u).filter((it) => /[\p{L}\p{N}{]/u.test(it));

/** The sentences of a text; what is no sentence, like the words on a button, is none. */
const sentencesOf = (text: string): readonly (readonly string[])[] =>
  /[.?!]$/u.test(text)
    ? text
        .split(/(?<=[.?!])\s+/u)
        .map(words)
        .filter((it) => it.length > 0)
    : [];

/** How many words a sentence of these texts has, on average; SMS, which stand in one line with their link, are left out. */
export function sentenceLength(texts: Facts): number {
  const sentences = Object.entries(texts)
    .filter(([name]) => !name.startsWith("sms."))
    .flatMap(([, text]) => sentencesOf(text));
  return sentences.reduce((sum, it) => sum + it.length, 0) / Math.max(sentences.length, 1);
}

/** What is wrong with how long-winded all texts of a language are together, or null. */
export function longWinded(texts: Facts): string | null {
  const length = sentenceLength(texts);
  return length > SENTENCE_MAX
    ? `have ${length.toFixed(1)} words in a sentence on average, at most ${SENTENCE_MAX} are read with ease`
    : null;
}

/** What is wrong with the words of a text, placeholders left out. */
export function wrongWords(language: Language, name: string, plain: string): readonly string[] {
  // Two or three capitals are a name, like EV, unless they call out like "NEW:".
  const loud = /(?<!\p{L})(?:\p{Lu}{4,}(?!\p{L})|\p{Lu}{2,3}(?=\s?:))/gu;
  const shouted = Array.from(plain.matchAll(loud), ([it]) => it).filter((it) => !NAMES.includes(it));
  const isOfSms = OF_SMS.includes(plainName(name).split(".")[0] ?? "");
  const { misread } = habitsOf(language);
  const other = new RegExp(`(?<!\\p{L})(?:${misread})(?!\\p{L})`, "iu").exec(plain);
  const lost = Array.from(plain).filter((it) => it.trim() !== "" && toGsm7(it) === "");
  return [
    ...shouted.map((it) => `raises its voice: "${it}"`),
    ...(isOfSms && misread !== "" && other !== null
      ? [`has "${other[0]}", which a text message turns into "${toGsm7(other[0])}"`]
      : []),
    ...(isOfSms ? lost.map((it) => `has "${it}", which a text message loses`) : []),
  ];
}
