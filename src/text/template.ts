// Placeholders: which of them a text may use, and how they are filled in.

import type { PageKey, TextKey } from "./tongue.ts";

/** The facts a page tells in a text, by the text's name. A text that is not here tells none. */
const PAGE_FACTS = {
  "page.home": ["number"],
  "page.done.end_date.known": ["date"],
  "page.overview.attention.many": ["count"],
  "page.overview.stale": ["time"],
  "page.overview.pages.current": ["page", "pages"],
  "page.snooze.range": ["from", "to"],
  "page.snooze.wrong": ["from", "to"],
  "page.snooze.until": ["date"],
  "page.stop.back.company": ["brand"],
} as const satisfies Readonly<Partial<Record<PageKey, readonly string[]>>>;

type PageFacts = typeof PAGE_FACTS;

/** What has to be said beside the name of a text: nothing, or a value for each of its placeholders. */
export type FactsOf<Key extends PageKey> = Key extends keyof PageFacts
  ? [facts: Readonly<Record<PageFacts[Key][number], string>>]
  : [];

const pageFacts: Readonly<Partial<Record<string, readonly string[]>>> = PAGE_FACTS;

/** The placeholders a text may use. Of messages, only one tariff has a date of its own, only several are counted. */
export function placeholdersOf(key: TextKey): readonly string[] {
  const [kind = "", about = ""] = key.split(".");
  const several = about.startsWith("several");
  switch (kind) {
    case "page":
      return pageFacts[key] ?? [];
    case "subject":
      return ["brand", "title"];
    case "title":
      return several ? ["count", "homes"] : [];
    case "what":
      return ["count", "homes"];
    case "stop":
    case "when":
      return [];
    default: {
      const facts = several ? ["what", "count", "homes"] : about === "expiring" || about === "trap" ? ["when"] : [];
      return ["brand", ...facts, ...(kind === "sms" ? ["stop", "link"] : [])];
    }
  }
}

/**
 * A template with its placeholders filled in. A value that ends with a full stop swallows one behind it. A value that is
 * missing is a bug and throws: the lint lets no such template through.
 */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{([^{}]*)\}(\.?)/g, (_, name: string, fullStop: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for {${name}}`);
    return value.endsWith(".") ? value : value + fullStop;
  });
}
