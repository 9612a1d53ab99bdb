// What a language brings: its texts, and the habits that no text can say. English says which texts there are; a language that
// lacks one of them does not compile.

import type connectInEnglish from "./en/connect.json";
import type messagesInEnglish from "./en/message.json";
import type pagesInEnglish from "./en/page.json";

/** The name of a text of our messages, like `sms.expired.first`. */
export type MessageKey = keyof typeof messagesInEnglish;
/** The name of a text of our pages, like `page.done.repaired.title`. */
export type PageKey = keyof typeof pagesInEnglish;
/** The name of a text of the Connect pages, like `connect.rate_fixed.heading`. */
export type ConnectKey = keyof typeof connectInEnglish;
export type TextKey = MessageKey | PageKey | ConnectKey;

/** Texts by name. What stands in `{braces}` is a placeholder, see template.ts. */
export type Texts<Key extends TextKey = TextKey> = Readonly<Record<Key, string>>;

/**
 * A file of texts. In what is deployed each is a module of its own and comes as its text, so that a language costs nothing
 * before somebody speaks it; under test and in tools it comes as an object. The compiler has checked both.
 */
export type TextFile<Key extends TextKey> = Texts<Key> | string;

export interface Tongue {
  /** What the language calls itself. */
  readonly name: string;
  /** Whose habits its dates follow, as a BCP 47 tag. */
  readonly locale: string;
  /** The time zones, by their names in the tz database, of the places where a stranger is spoken to in it; none where several languages are. */
  readonly zones: readonly string[];
  readonly direction: "ltr" | "rtl";
  /** What stands between a name and what it names. */
  readonly colon: string;
  /** Whole words that promote or press: a service message has no use for them, and with them it may count as marketing. */
  readonly pushy: RegExp;
  /** `9 Feb`. Months count from 1. */
  readonly shortDate: (day: number, month: number) => string;
  /** The phrase that stands behind "your contract ends": `on 9 Feb`, or `on 9 February 2026`. */
  readonly onDay: (date: string, length: "short" | "long") => string;
  /** Mends a date that is written as nobody writes it in this language. */
  readonly mendDate?: (date: string) => string;
  readonly messages: TextFile<MessageKey>;
  readonly pages: TextFile<PageKey>;
}

/** The name of a month, counted from 1, in a list of twelve. Throws where there is no such month. */
export function monthIn(names: readonly string[], month: number): string {
  const name = names[month - 1];
  if (name === undefined) throw new Error(`no month ${month}`);
  return name;
}

const texts = new Map<string, unknown>();

/** The texts of a file, read when they are first asked for. */
export function readTexts<Key extends TextKey>(file: TextFile<Key>): Texts<Key> {
  if (typeof file !== "string") return file;
  if (!texts.has(file)) texts.set(file, JSON.parse(file));
  // Written by the build from the file that the compiler has checked.
  return texts.get(file) as Texts<Key>;
}
