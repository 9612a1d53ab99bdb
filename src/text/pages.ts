// The texts of the pages by language. In what is deployed each language is a module of its own, read when a page first speaks
// it; the compiler checks every file against the texts that there must be.

import { fill } from "./copy.ts";
import de from "./de/page.json" with { type: "json" };
import en from "./en/page.json" with { type: "json" };
import es from "./es/page.json" with { type: "json" };
import fr from "./fr/page.json" with { type: "json" };
import it from "./it/page.json" with { type: "json" };
import nl from "./nl/page.json" with { type: "json" };
import type { Language } from "./language.ts";
import type { PageCopy } from "./page-copy.ts";

type Back = PageCopy["stop"]["back"];

/** The same texts as they stand in a file: a text with facts in it is a template, `{date}` and the like in place of them. */
interface PageTexts extends Omit<PageCopy, "home" | "done" | "overview" | "snooze" | "stop"> {
  readonly home: string;
  readonly done: Omit<PageCopy["done"], "endDate"> & {
    readonly endDate: Omit<PageCopy["done"]["endDate"], "text"> & {
      readonly text: { readonly known: string; readonly unknown: string };
    };
  };
  readonly overview: Omit<PageCopy["overview"], "attention" | "stale" | "pages"> & {
    readonly attention: { readonly one: string; readonly many: string };
    readonly stale: string;
    readonly pages: Omit<PageCopy["overview"]["pages"], "current"> & { readonly current: string };
  };
  readonly snooze: Omit<PageCopy["snooze"], "range" | "wrong" | "until"> &
    Readonly<Record<"range" | "wrong" | "until", string>>;
  readonly stop: Omit<PageCopy["stop"], "back"> & { readonly back: Readonly<Record<keyof Back, string>> };
}

const TABLES: Readonly<Record<Language, PageTexts | string>> = { en, de, fr, nl, es, it };

/** Under test and in tools a file comes as an object, deployed as its text; the compiler has checked both. */
const read = (table: PageTexts | string): PageTexts =>
  typeof table === "string" ? (JSON.parse(table) as PageTexts) : table;

const by = (template: string) => (brand: string) => fill(template, { brand });

function copyOf(texts: PageTexts): PageCopy {
  const { done, overview, snooze, stop } = texts;
  const { text } = done.endDate;
  const { reply, company, none, late } = stop.back;
  return {
    ...texts,
    home: (number) => fill(texts.home, { number: String(number) }),
    done: {
      ...done,
      endDate: { ...done.endDate, text: (date) => (date === null ? text.unknown : fill(text.known, { date })) },
    },
    overview: {
      ...overview,
      attention: (count) =>
        count === 1 ? overview.attention.one : fill(overview.attention.many, { count: String(count) }),
      stale: (when) => fill(overview.stale, { when }),
      pages: {
        ...overview.pages,
        current: (page, pages) => fill(overview.pages.current, { page: String(page), pages: String(pages) }),
      },
    },
    snooze: {
      ...snooze,
      range: (from, to) => fill(snooze.range, { from, to }),
      wrong: (from, to) => fill(snooze.wrong, { from, to }),
      until: (date) => fill(snooze.until, { date }),
    },
    stop: { ...stop, back: { reply: by(reply), company: by(company), none: by(none), late: by(late) } },
  };
}

const copies = new Map<Language, PageCopy>();

/** The texts of the pages in a language. */
export function pageCopyOf(language: Language): PageCopy {
  const known = copies.get(language);
  if (known !== undefined) return known;
  const copy = copyOf(read(TABLES[language]));
  copies.set(language, copy);
  return copy;
}
