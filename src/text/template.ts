// Placeholders: which of them a text may use, and how they are filled in.

import type { ConnectKey, PageKey, TextKey } from "./tongue.ts";

/** The facts a page tells in a text, by the text's name. A text that is not here tells none. */
const PAGE_FACTS = {
  "page.home": ["number"],
  "page.before.heading": ["date"],
  "page.before.ready.date": ["date"],
  "page.done.end_date.known": ["date"],
  "page.done.end_date.past": ["date"],
  "page.overview.attention.many": ["count"],
  "page.overview.stale": ["time"],
  "page.overview.prices.estimated": ["date"],
  "page.overview.pages.current": ["page", "pages"],
  "page.snooze.range": ["from", "to"],
  "page.snooze.wrong": ["from", "to"],
  "page.snooze.until": ["date"],
  "page.stop.back.company": ["brand"],
} as const satisfies Readonly<Partial<Record<PageKey, readonly string[]>>>;

/** The same for the texts of Connect pages. */
const CONNECT_FACTS = {
  "connect.signin.named": ["name"],
  "connect.errors.price_unreadable": ["price"],
  "connect.errors.price_currency": ["currency"],
  "connect.errors.gap": ["from", "to"],
  "connect.errors.overlap": ["from", "to"],
  "connect.errors.percentage": ["number"],
  "connect.errors.date_unreadable": ["date"],
  "connect.errors.date_early": ["date"],
  "connect.errors.date_late": ["date"],
  "connect.list.none": ["typed"],
  "connect.list.more": ["shown", "count"],
  "connect.provider_select.still": ["name"],
  "connect.provider_select.still.yes": ["name"],
  "connect.tariff_structure.other": ["name"],
  "connect.price.hint": ["small", "large"],
  "connect.price.hint.plain": ["large"],
  "connect.price.known": ["price"],
  "connect.price.said": ["small", "large"],
  "connect.price.said.plain": ["large"],
  "connect.price.ask": ["typed"],
  "connect.price.ask.one": ["typed"],
  "connect.rate_tod.period": ["number"],
  "connect.rate_tod.remove.button": ["number"],
  "connect.rate_tod.said": ["count"],
  "connect.surcharge.fixed.hint": ["small", "large"],
  "connect.surcharge.percentage.hint": ["number"],
  "connect.surcharge.example": ["market", "price"],
  "connect.contract_term.old": ["date"],
  "connect.contract_term.months": ["count", "date"],
  "connect.contract_term.ask": ["date"],
  "connect.contract_term.said": ["date"],
  "connect.pending.named": ["name"],
  "connect.failed.named": ["name"],
  "connect.failed.since": ["date"],
  "connect.summary.ending.heading": ["date"],
  "connect.summary.ended.heading": ["date"],
  "connect.summary.span": ["from", "to"],
  "connect.summary.range": ["low", "high"],
  "connect.summary.chart": ["low", "high"],
} as const satisfies Readonly<Partial<Record<ConnectKey, readonly string[]>>>;

/** What others wrote is cut to this length before a Connect page tells it. */
export const FACT_MAX = 60;

type FactNames = typeof PAGE_FACTS & typeof CONNECT_FACTS;

/** The values of placeholders. */
export type Facts = Readonly<Record<string, string>>;

/** What has to be said beside the name of a text: nothing, or a value for each of its placeholders. */
export type FactsOf<Key extends PageKey | ConnectKey> = Key extends keyof FactNames
  ? [facts: Readonly<Record<FactNames[Key][number], string>>]
  : [];

const shownFacts: Readonly<Partial<Record<string, readonly string[]>>> = { ...PAGE_FACTS, ...CONNECT_FACTS };

/** What a message can tell of its matter. */
function factsAbout(matter: string): readonly string[] {
  if (matter.startsWith("several")) return ["what", "count", "homes"];
  const nouns = ["contract", "tariff"];
  return matter === "expiring" || matter === "trap" ? ["when", ...nouns] : nouns;
}

/** The placeholders a text may use. Of messages, only one tariff has a date of its own, only several are counted. */
export function placeholdersOf(key: TextKey): readonly string[] {
  const [kind = "", about = ""] = key.split(".");
  const several = about.startsWith("several");
  switch (kind) {
    case "page":
    case "connect":
      return shownFacts[key] ?? [];
    case "subject":
      return ["brand", "title"];
    case "title":
      return several ? ["count", "homes"] : [];
    case "what":
      return ["count", "homes"];
    case "whatsapp":
      return about === "foot" ? ["brand"] : [];
    case "stop":
    case "when":
    case "noun":
      return [];
    default: {
      return [
        "brand",
        ...(kind === "sms" ? [] : ["devices"]),
        ...factsAbout(about),
        ...(kind === "sms" ? ["stop", "link"] : []),
      ];
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
