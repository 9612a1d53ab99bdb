// What every language has to say: the names of the texts, and which placeholders they may use.
// A language that lacks a text does not compile.

/** What a message is about. The first five speak of one tariff, the others of several. */
export const MATTERS = [
  "expiring",
  // The end date we were given is the old contract's once more.
  "trap",
  "expired",
  "fetch_failed",
  "upgrade",
  "several",
  "several_expiring",
  "several_upgrade",
] as const;
export type Matter = (typeof MATTERS)[number];

/** The first message of a case, or a reminder. */
export type Stage = "first" | "again";

/** How the receiver of an SMS says that it is enough: a reply, or the link with `/stop` behind it. */
export type StopBy = "reply" | "link";

export type TextKey =
  /** Email subject, push title: the brand and a title. */
  | "subject"
  | `title.${Matter}`
  /** `short` is what fits with the longest brand and link; `first` and `again` are used wherever they fit. */
  | `sms.${Matter}.${Stage | "short"}`
  | `push.${Matter}.${Stage}`
  | `email.${Matter}.${"what" | "meanwhile" | "ask" | "button"}`
  | "email.hello"
  | "email.again"
  | "email.link"
  | "email.safety"
  | "email.why"
  | "email.stop"
  /** What `{what}`, `{stop}` and `{when}` stand for. */
  | `what.${"tariffs" | "homes"}.${"long" | "short"}`
  | `stop.${StopBy}.${"long" | "short"}`
  | "when.soon";

export type Texts = Readonly<Record<TextKey, string>>;

/** A day as numbers; months count from 1. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export interface Copy {
  /** The texts of the language; read when they are first asked for. */
  readonly texts: () => Texts;
  /** `on 9 Feb`, or with its year `on 9 February 2026`: a phrase that stands behind "your contract ends". */
  readonly onDay: (day: Day, length: "short" | "long") => string;
}

/** The name of a month in a list of twelve. */
export function monthIn(names: readonly string[], day: Day): string {
  const name = names[day.month - 1];
  if (name === undefined) throw new Error(`no month ${day.month}`);
  return name;
}

/** The placeholders a text may use. Only one tariff has a date of its own, only several are counted. */
export function placeholdersOf(key: string): readonly string[] {
  const [kind = "", about = ""] = key.split(".");
  const several = about.startsWith("several");
  if (kind === "subject") return ["brand", "title"];
  if (kind === "title") return several ? ["count", "homes"] : [];
  if (kind === "what") return ["count", "homes"];
  if (kind === "stop" || kind === "when") return [];
  const facts = several ? ["what", "count", "homes"] : about === "expiring" || about === "trap" ? ["when"] : [];
  return ["brand", ...facts, ...(kind === "sms" ? ["stop", "link"] : [])];
}

/**
 * A template with its placeholders filled in. A value that ends with a full stop swallows one behind it. A value that is
 * missing is a bug: the lint lets no such template through.
 */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{([^{}]*)\}(\.?)/g, (_, name: string, fullStop: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for {${name}}`);
    return value.endsWith(".") ? value : value + fullStop;
  });
}

const tables = new Map<unknown, Texts>();

/**
 * The texts of a language from their file. In what is deployed each is a module of its own and comes as its text, so that a
 * language costs nothing before somebody speaks it; under test and in tools it comes as an object.
 */
export function tableOf(table: Texts | string): Texts {
  if (typeof table !== "string") return table;
  const known = tables.get(table);
  if (known !== undefined) return known;
  // Written by the build from the file that the compiler has checked.
  const read = JSON.parse(table) as Texts;
  tables.set(table, read);
  return read;
}
