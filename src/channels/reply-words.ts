// What a customer's text message asks for: silence, messages again, or neither. A stop is heard in every language we write
// in; an ordinary word is one only where it is the whole message.

import table from "./replies.json" with { type: "json" };
import { LANGUAGES, habitsOf, saidAnywhere } from "../text/language.ts";
import { readFile } from "../text/tongue.ts";
import type { Language } from "../text/language.ts";

export type ReplyWord = "stop" | "start" | "other";

/** The carriers' own keywords (twilio.com/docs/messaging/tutorials/advanced-opt-out), as a module of its own like the texts. */
const carriers = readFile(table);
const words = (heard: string): ReadonlySet<string> => new Set(heard.split(" "));

/** Mean one thing only, so that a message that begins with one is heard, whatever follows. */
const FIRST_WORDS = words(carriers.first);
/** Heard where they are all that is said: the carriers' keywords, and what people write in each language. */
const WHOLE_MESSAGES = words(`${carriers.whole} ${saidAnywhere("stop")}`);
/** Counts only as the whole message: nobody is to be written to again by an accident. */
const START_MESSAGES = words(`${carriers.start} ${saidAnywhere("start")}`);
/** Said out of politeness, before a wish or after it. */
const COURTESY = words(saidAnywhere("courtesy"));
/** Answered by the carrier, or by whoever provides it: what is no word of any language alone. */
const KEYWORDS = words(`${carriers.first} ${carriers.whole} ${carriers.start}`);
/** Words of the longest of them. */
const LONGEST_COURTESY = 4;

/**
 * The words of a message, each as its bare letters: without accents, in one case, and in the common form of letters that
 * look alike (full width, bold). What cannot be seen joins what stands around it; everything else ends a word.
 */
function wordsOf(body: string): readonly string[] {
  const plain = body
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}\p{DI}'’ʼ]/gu, "")
    .toUpperCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
}

/** How many words a courtesy takes that begins the given ones; 0 where none does. */
const courtesy = (said: readonly string[]): number =>
  said.findIndex((_, index) => COURTESY.has(said.slice(0, index + 1).join(""))) + 1;

/** The same words without courtesies at either end. */
function bare(said: readonly string[]): readonly string[] {
  let from = 0;
  let to = said.length;
  for (let taken = 1; taken > 0 && to - from > 1; from += taken) {
    taken = courtesy(said.slice(from, Math.min(to - 1, from + LONGEST_COURTESY)));
  }
  for (let taken = 1; taken > 0 && to - from > 1; to -= taken) {
    const last = said.slice(Math.max(from + 1, to - LONGEST_COURTESY), to);
    const start = last.findIndex((_, index) => COURTESY.has(last.slice(index).join("")));
    taken = start === -1 ? 0 : last.length - start;
  }
  return said.slice(from, to);
}

/** What a message asks for by its words alone. */
export function wordOf(body: string): ReplyWord {
  const said = wordsOf(body);
  if (START_MESSAGES.has(said.join(""))) return "start";
  const wish = bare(said);
  const [first = ""] = wish;
  const whole = wish.join("");
  return FIRST_WORDS.has(first) || FIRST_WORDS.has(whole) || WHOLE_MESSAGES.has(whole) ? "stop" : "other";
}

/**
 * The language whose own word for a stop a message is. Null for the carriers' keywords, which are answered by whoever provides the
 * number, and for all that begins with one: nobody is to be answered twice.
 */
export function languageOfStop(body: string): Language | null {
  const wish = bare(wordsOf(body));
  const whole = wish.join("");
  if (KEYWORDS.has(whole) || FIRST_WORDS.has(wish[0] ?? "")) return null;
  return LANGUAGES.find((it) => habitsOf(it).stop.split(" ").includes(whole)) ?? null;
}
