// Every setting there is, as the sources have it, with the words that docs/SETTINGS.md has for it.

import { chosenHere, givenHere } from "../../setup/secret-settings.ts";
import { outsides } from "../../setup/channels.ts";
import { allSettings } from "../../setup/settings.ts";
import type { Outside } from "../../channels/provider.ts";

// Read once: what a company adds is known before this is loaded.
const SETTINGS = allSettings();
const CHOSEN = chosenHere();
const GIVEN = givenHere();

export const NAMES: readonly string[] = Object.keys(SETTINGS);

export const isSecret = (name: string): boolean => CHOSEN.includes(name) || GIVEN.includes(name);

/** A secret that whoever deploys makes up. */
export const isChosen = (name: string): boolean => CHOSEN.includes(name);

/** What is wrong with a value by itself; null where nothing is. An empty one counts as left out. */
export function problemOf(name: string, value: string): string | null {
  const read = SETTINGS[name]?.safeParse(value === "" ? undefined : value);
  if (read === undefined) return "is no setting";
  if (read.success) return null;
  return value === "" ? "is missing" : (read.error.issues[0]?.message ?? "cannot be read");
}

/** Those without which nothing works. */
export const REQUIRED: readonly string[] = NAMES.filter((name) => problemOf(name, "") !== null);

/** What is best decided before the first start, though it has a default. */
export const EARLY: readonly string[] = [
  "LANGUAGES",
  "DEFAULT_LOCALE",
  "BRAND_DEVICES",
  "HELP_URL",
  "PRIVACY_URL",
  "BRAND_LEGAL",
  "APP_URL",
  "JURISDICTION",
  "ALERT_URL",
  "ALERT_EMAIL",
];

/** The ways out, each by its name, with what it is to be told apart by. */
export interface Way {
  readonly name: string;
  readonly channel: string;
  readonly outside: Outside;
  /** Its provider calls back, at `/webhooks/:name`. */
  readonly hears: boolean;
}

const CONTACT_LOOKUP = "contact_lookup";

export const WAYS: readonly Way[] = outsides()
  .filter(({ needs }) => needs.length > 0)
  .map((outside) => ({
    name: "name" in outside && typeof outside.name === "string" ? outside.name : CONTACT_LOOKUP,
    channel:
      "channel" in outside && typeof outside.channel === "string" ? outside.channel : "where to reach a customer",
    outside,
    hears: "listen" in outside,
  }));

/** Its settings that are asked for: those it needs, then its secrets that it can do without. */
export const askedOf = ({ outside: { needs, secrets } }: Way): readonly string[] => [
  ...new Set([...needs, ...(secrets?.chosen ?? []), ...(secrets?.given ?? [])]),
];

/** What is asked of a way beside what it needs: for a backend, what it hears of. */
export const besideOf = ({ outside }: Way): readonly string[] =>
  outside.needs.some((name) => name === "HANDOFF_URL") ? ["EVENTS_OUT"] : [];

/** What docs/SETTINGS.md says of each setting, and its default. Marks are left out. */
export function wordsIn(page: string): ReadonlyMap<string, { readonly what: string; readonly standard: string }> {
  const rows = page.split("\n").flatMap((line) => {
    const [, named = "", standard = "", what = ""] = /^\| (.+?) \| (.*?) ?\| (.*?) ?\|$/.exec(line) ?? [];
    const names = [...named.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name = ""]) => name);
    return names.map((name) => [name, { what: plain(what), standard: plain(standard) }] as const);
  });
  // Other tables speak of settings as well; the first row that has one in its first column is its own.
  return new Map(rows.toReversed());
}

const plain = (markdown: string): string =>
  markdown
    .replace(/:?\s*\[[^\]]*\]\([^)]*\)/g, "")
    .replaceAll(/[`*]/g, "")
    .trim();
