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

/** A category of Unicode's plural rules. */
export type Category = Intl.LDMLPluralRule;

/** The name of a form of a text, for numbers of a category; see plural.ts. */
export type FormKey = `${TextKey}#${Category}`;

/** Texts by name. What stands in `{braces}` is a placeholder, see template.ts. */
export type Texts<Key extends TextKey = TextKey> = Readonly<Record<Key, string>>;

/**
 * A file of a language. In what is deployed each is a module of its own and comes as its text, so that a language costs nothing
 * before somebody speaks it; under test and in tools it comes as an object. The compiler has checked both.
 */
export type DataFile<Data> = Data | string;
export type TextFile<Key extends TextKey> = DataFile<Texts<Key>>;

/** A rule by which a date is mended that was put together as nobody writes it: a pattern, and what stands in the place of it. */
interface Mend {
  readonly from: string;
  readonly to: string;
}

/** What a language does in its own way, and no text can say. */
export interface Habits {
  /** What the language calls itself. */
  readonly name: string;
  /** Other languages, by their codes, whose readers read it: it is theirs where they have none of their own here. */
  readonly also: readonly string[];
  /** Whose habits its dates, numbers and plurals follow, as a BCP 47 tag. */
  readonly locale: string;
  /** `ltr` or `rtl`. */
  readonly direction: string;
  /** The time zones, by their names in the tz database, of the places where a stranger is spoken to in it; none where several languages are. */
  readonly zones: readonly string[];
  /** Where those live who speak it, most of them first, by ISO 3166-1. */
  readonly countries: readonly string[];
  /** What stands between a name and what it names. */
  readonly colon: string;
  /** An amount and the code of its currency. */
  readonly amount: string;
  /** The months as they stand in a short date, January first. */
  readonly months: readonly string[];
  /** `{day} {month}`, as in "9 Feb". */
  readonly shortDate: string;
  /** The phrase that stands behind "your contract ends": `on {date}`. */
  readonly onDay: string;
  /** Tried on every date and on every such phrase, in this order. */
  readonly mends: readonly Mend[];
  /** Whole words that promote or press, as a pattern: a service message has no use for them, and with them it may count as marketing. */
  readonly pushy: string;
  /** Whole words, as a pattern, that are other words without the accents that a text message lacks; empty where there are none. */
  readonly misread: string;
  /** What people write who want no more messages, each without spaces and accents; heard where it is all they say. */
  readonly stop: string;
  /** What they write who want messages again, besides START. */
  readonly start: string;
  /** What is said beside a wish out of politeness, written likewise. */
  readonly courtesy: string;
}

export interface Tongue {
  readonly habits: DataFile<Habits>;
  readonly messages: TextFile<MessageKey>;
  readonly pages: TextFile<PageKey>;
}

const known = new Map<string, unknown>();

/** What stands in a file, read when it is first asked for. */
export function readFile<Data extends object>(file: DataFile<Data>): Data {
  if (typeof file !== "string") return file;
  if (!known.has(file)) known.set(file, JSON.parse(file));
  // Written by the build from the file that the compiler has checked.
  return known.get(file) as Data;
}

/** The texts of a file. */
export const readTexts = <Key extends TextKey>(file: TextFile<Key>): Texts<Key> => readFile(file);
