// How long what a company puts into texts is, where it is known, and where it is not.

import type { Language } from "./language.ts";

/** What a company's settings put into texts. What is not known counts as being as long as it may be. */
export interface OwnFacts {
  readonly brand?: string | undefined;
  /** Where its links are. */
  readonly origin?: string | undefined;
  /** What it calls its customers' devices, by language; where it has no word for a language, ours is used. */
  readonly devices?: Readonly<Partial<Record<Language, string>>> | undefined;
}

/** A text must fit with the company's own facts, or with these or with what is usual. */
export type Room = "own" | "either";

/** What a link has behind its origin. */
const LINK_PATH = `/c/${"x".repeat(30)}`;

/** The longest values that settings and FlatPeak's usual ids allow: a brand of 30 characters, `PUBLIC_URL` of 32. */
export const LONGEST = { brand: "B".repeat(30), link: `https://${"g".repeat(24)}${LINK_PATH}`, several: 99 };
/** What most messages have. A text that does not fit with these would hardly ever be sent. */
export const USUAL = { brand: "B".repeat(10), link: `https://${"g".repeat(14)}${LINK_PATH}`, several: 2 };

export type Values = typeof LONGEST;

/** The same, as far as they are not known to be something else. */
export const valuesOf = ({ brand, origin }: OwnFacts, assumed: Values): Values => ({
  brand: brand ?? assumed.brand,
  link: origin === undefined ? assumed.link : `${origin}${LINK_PATH}`,
  several: assumed.several,
});
