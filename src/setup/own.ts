// What a company adds to the product from outside: words and providers of its own. Said once, by `createReconnect`, before any
// setting is read; the product itself has none.

import { addProviders, PROVIDERS } from "../channels/registry.ts";
import { CHANNELS } from "../core/policy.ts";
import { customTexts, speakIn } from "../text/custom.ts";
import { allSettings } from "./settings.ts";
import type { Provider } from "../channels/provider.ts";
import type { Complaint } from "../platform/fields.ts";
import type { CustomTexts } from "../text/custom.ts";
import type { OwnFacts, Room } from "../text/own-facts.ts";
import type { Read } from "./settings.ts";

/** What a company adds. */
export interface Own {
  /** Texts in place of those that come with the project, by language and name: docs/MESSAGES.md. */
  readonly words?: CustomTexts;
  /** Providers of its own, each for one of the channels there are, before those that come with the project: docs/CHANNELS.md. */
  readonly channels?: readonly Provider[];
}

/** Says what is wrong with texts, as long as they are with what settings put into them. */
export type CheckTexts = (words?: CustomTexts, own?: OwnFacts, room?: Room) => readonly Complaint[];

/** Looks at the company's texts; loaded at the start, and only where there are any. */
let lint: { readonly customComplaints: CheckTexts } | null =
  Object.keys(customTexts).length === 0 ? null : await import("../text/lint.ts");

/** What settings put into texts, as far as they could be read. */
export const ownFactsOf = ({
  BRAND_NAME: brand,
  PUBLIC_URL: origin,
  BRAND_DEVICES: devices,
}: Partial<Read>): OwnFacts => ({
  brand,
  origin,
  devices,
});

/** What is wrong with the company's own texts, with what could be read of its settings; nothing where it has none. */
export const textComplaints = (read: Partial<Read>): readonly Complaint[] =>
  lint?.customComplaints(undefined, ownFactsOf(read), "either") ?? [];

/** What is wrong with a provider of a company's own, in the company of those that come with the project; null where nothing is. */
function wrongWith(
  { name, channel, settings, needs, secrets = {} }: Provider,
  others: readonly Provider[],
): string | null {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name)) return "must have a name of small letters, digits and hyphens";
  if (name === "flatpeak" || others.some((it) => it.name === name)) return "has a name that is taken";
  const known = allSettings();
  const taken = Object.keys(settings).find((it) => known[it] !== undefined && known[it] !== settings[it]);
  if (taken !== undefined) return `has a setting ${taken}, which is another one's`;
  const slip = Object.keys(settings).find((it) => !/^[A-Z][A-Z0-9_]*$/.test(it));
  if (slip !== undefined) return `has a setting ${slip}, which is not written like BRAND_NAME`;
  // The compiler says what follows as well, to whoever has one.
  if (!CHANNELS.includes(channel)) return `is for no channel there is: these are ${CHANNELS.join(", ")}`;
  const named = [...needs, ...(secrets.chosen ?? []), ...(secrets.given ?? [])];
  const missing = named.find((it) => !Object.hasOwn(settings, it));
  return missing === undefined ? null : `names ${missing} among its needs or secrets, and has no such setting`;
}

/**
 * Takes what a company adds. Throws where a provider cannot be one: its name or a setting of it is another's. `check` looks at the
 * words once settings are read, which then are complained about like a setting, by the name whoever gives them has for them.
 */
export function addOwn({ words = {}, channels = [] }: Own, check: CheckTexts, wordsName: string): void {
  addProviders([]);
  for (const [index, it] of channels.entries()) {
    const problem = wrongWith(it, [...PROVIDERS, ...channels.slice(0, index)]);
    if (problem !== null) throw new Error(`the channel ${JSON.stringify(it.name)} ${problem}`);
  }
  addProviders(channels);
  speakIn(words, wordsName);
  lint = { customComplaints: check };
}
