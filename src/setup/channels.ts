// Which providers a deployment has, and what is wrong with their settings. Made from the list of providers: none of them is
// known here by its name.

import { contactLookup } from "../channels/contact-lookup/outside.ts";
import { providers } from "../channels/registry.ts";
import { CHANNELS } from "../core/policy.ts";
import type { Fields, Outside, Provider } from "../channels/provider.ts";
import type { ChannelName } from "../core/policy.ts";
import type { Complaint } from "../platform/fields.ts";

/** Everything outside that has settings of its own, besides FlatPeak. */
export const outsides = (): readonly Outside[] => [...providers(), contactLookup];

/** Every setting of every provider, by its name. */
export const channelSettings = (): Fields =>
  Object.fromEntries(outsides().flatMap(({ settings }) => Object.entries(settings)));

/** The secrets among them: those that whoever deploys makes up, and those that a provider gave out. */
export const chosenSecrets = (): readonly string[] => outsides().flatMap(({ secrets }) => secrets?.chosen ?? []);
export const givenSecrets = (): readonly string[] => outsides().flatMap(({ secrets }) => secrets?.given ?? []);

/** What the environment has, whether it can be read or not. */
export interface Given {
  /** A setting that is not left out. */
  has(setting: string): boolean;
  isBound(binding: string): boolean;
}

export const givenIn = (env: Readonly<Record<string, unknown>>): Given => ({
  has: (setting) => env[setting] !== undefined && env[setting] !== "",
  isBound: (binding) => typeof env[binding] === "object" && env[binding] !== null,
});

const isWhole = ({ needs, binding }: Outside, given: Given): boolean =>
  needs.every((name) => given.has(name)) && (binding === undefined || given.isBound(binding));

const isShared = (setting: string): boolean => outsides().filter(({ needs }) => needs.includes(setting)).length > 1;

/** The settings that no other outside has, and that show, when set, that this one is wanted. */
const ownOf = ({ needs, secrets }: Outside): readonly string[] =>
  [...needs, ...(secrets?.chosen ?? []), ...(secrets?.given ?? [])].filter((name) => !isShared(name));

/** Complains about every setting that is missing for what was begun. */
export function channelComplaints(given: Given): readonly Complaint[] {
  const complaints = new Map<string, string>();
  const missing = (setting: string, why: string): unknown =>
    complaints.has(setting) || complaints.set(setting, `is missing, while ${why}`);
  const begun = outsides().filter((it) => ownOf(it).some((name) => given.has(name)));
  for (const outside of begun) {
    const sign = ownOf(outside).find((name) => given.has(name)) ?? "";
    for (const name of outside.needs) if (!given.has(name)) missing(name, `${sign} is set`);
  }
  const shared = new Set(
    outsides()
      .flatMap(({ needs }) => needs)
      .filter((name) => isShared(name) && given.has(name)),
  );
  for (const name of shared) {
    const sharers = outsides().filter(({ needs }) => needs.includes(name));
    if (sharers.some((it) => begun.includes(it) || isWhole(it, given))) continue;
    const unbound = sharers.flatMap(({ binding }) =>
      binding === undefined ? [] : ` and there is no ${binding} binding`,
    );
    const [lacking] = sharers.flatMap(ownOf);
    if (lacking !== undefined) missing(lacking, `${name} is set${unbound.join("")}`);
  }
  return [...complaints].map(([setting, problem]) => ({ setting, problem }));
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;

/** Who would carry a channel in this deployment: the first that is whole, else the first that settings could make whole. */
function carrierOf(channel: ChannelName, given: Given): Provider | undefined {
  const able = providers().filter((it) => it.channel === channel);
  const settable = able.filter(({ binding }) => binding === undefined || given.isBound(binding));
  return (
    settable.find((it) => isWhole(it, given)) ?? settable.find(({ binding }) => binding !== undefined) ?? settable[0]
  );
}

/** Why nobody could be told by the channels of an order; null where one of them is there, whole or begun. */
export function unreachable(order: readonly ChannelName[], given: Given): string | null {
  const needsOf = (channel: ChannelName): readonly string[] => carrierOf(channel, given)?.needs ?? [];
  if (order.some((it) => needsOf(it).length === 0 || needsOf(it).some((name) => given.has(name)))) return null;
  const lacking = order.map(
    (it) => `${listed(needsOf(it))} ${needsOf(it).length > 1 ? "are" : "is"} missing for ${it}`,
  );
  const others = CHANNELS.filter((it) => needsOf(it).length > 0 && needsOf(it).every((name) => given.has(name)));
  const instead = others.length === 0 ? "" : `, while ${listed(others)} could be named there`;
  return `names no channel that is configured, so that nobody could be told: ${lacking.join(", ")}${instead}`;
}

/** The ways out that are configured. */
export interface ChannelConfig {
  /** What was read of the settings of all of them, by their names. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** All that are whole. Of several for one channel, the first carries its messages; each is heard. */
  readonly providers: readonly Provider[];
  readonly hasContactLookup: boolean;
}

/** Keeps what is whole. */
export const toChannels = (settings: Readonly<Record<string, unknown>>, given: Given): ChannelConfig => ({
  settings,
  providers: providers().filter((it) => isWhole(it, given)),
  hasContactLookup: isWhole(contactLookup, given),
});

/** Who carries the messages of each channel that is configured. */
export const carriersOf = (configured: readonly Provider[]): ReadonlyMap<ChannelName, Provider> =>
  // A later entry takes the place of an earlier one, so the first comes last.
  new Map(configured.toReversed().map((it) => [it.channel, it]));

/** The channels whose provider takes no idempotency key. One that is not configured goes by the first that could carry it. */
export function keylessOf(configured: readonly Provider[]): readonly ChannelName[] {
  const carriers = carriersOf([...configured, ...providers()]);
  return CHANNELS.filter((it) => carriers.get(it)?.isKeyless === true);
}
