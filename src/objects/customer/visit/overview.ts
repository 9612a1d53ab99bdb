// The overview of a customer: every home, every tariff of it, and the one thing that can be done about each.

import { seatOn, waysBackBy } from "../../../core/link/links.ts";
import { ownOf } from "../../../core/link/own.ts";
import { waysBack } from "../../../core/person/optout.ts";
import { snoozingOf } from "../../../core/person/snooze.ts";
import { isOpen, locationOf, zoneOf } from "../../../core/read.ts";
import { withSignal } from "../../../platform/within.ts";
import { digestOf } from "../../../platform/digest.ts";
import { linkOf } from "../links.ts";
import { knownHomes, missingKinds, needsElsewhere, tariffsShown } from "../../../core/link/homes.ts";
import type { HomeSources } from "../../../core/link/homes.ts";

import type { Case, CustomerState } from "../../../core/state.ts";
import type { SlotFacts } from "../../../core/case/truth.ts";
import type { KnownTariff, KnownHome, KnownOverview } from "../contract.ts";
import type { Workplace } from "../workplace.ts";
import type { LinkSeat } from "../../../core/link/links.ts";

/** On one page: each costs a question to FlatPeak. Homes with something to repair come first. */
const HOMES_PER_PAGE = 12;
/** For everything together: homes that have not answered by then are shown as last known. */
const BUDGET_MS = 4_500;

/** What an overview shows that is to be seen from outside. */
export type Outlook = Omit<KnownOverview, "snoozing" | "waysBack">;

/** The slots of a home as FlatPeak tells of them now; null where it cannot, or not before `late`. */
async function ask(
  { deps }: Workplace,
  locationId: string,
  zone: string,
  late: Promise<null>,
): Promise<readonly SlotFacts[] | null> {
  const answer = await Promise.race([deps.flatpeak.probe(locationId, false, zone), late]);
  if (answer?.kind === "status") return answer.slots;
  return answer?.kind === "gone" ? [] : null;
}

/** What a home is called in an address, where its id has no business. 64 bits: nobody has so many homes that two of them meet. */
const homeKeyOf = async (locationId: string): Promise<string> =>
  (await digestOf(Uint8Array.from(new TextEncoder().encode(`home ${locationId}`)))).slice(0, 16);

async function homeOf(
  place: Workplace,
  state: CustomerState,
  sources: HomeSources,
  seat: LinkSeat,
  now: number,
): Promise<KnownHome> {
  const { locationId, number } = sources;
  const overviewLink = await linkOf(place.deps, state.customerId, { ...seat, purpose: "overview" });
  const linkTo = async (tariffId: string): Promise<string> => {
    const it = state.cases.find((other) => isOpen(other) && other.tariffId === tariffId);
    if (it !== undefined) return linkOf(place.deps, state.customerId, seatOn(state.contact, it, "open"));
    return `${overviewLink}/tariffs/${encodeURIComponent(tariffId)}`;
  };
  const shown = tariffsShown(state, sources, now);
  const tariffs = await Promise.all(
    shown.map(async ({ isThere, ...it }): Promise<KnownTariff> => ({
      ...it,
      link: it.action === null ? null : await linkTo(it.tariffId),
      manage: isThere ? `tariffs/${encodeURIComponent(it.tariffId)}` : null,
    })),
  );
  const homeKey = await homeKeyOf(locationId);
  const missing = missingKinds(sources, shown).map((slot) => ({
    slot,
    link: `tariffs/${homeKey}?do=add&slot=${slot}`,
  }));
  const label = state.contact.labels[locationId] ?? null;
  return { locationId, homeKey, label, number, timezone: zoneOf(state, locationId), tariffs, missing };
}

const onPage = (ids: readonly string[], page: number): readonly string[] =>
  ids.slice((page - 1) * HOMES_PER_PAGE, page * HOMES_PER_PAGE);

/**
 * Asks FlatPeak about a page of a customer's homes, counted from 1: those we know of at once, others as soon as it has named
 * them. `gone` are the cases that ended as disconnected and whose links still work; `seat` is the link it is shown behind.
 */
export async function lookAround(
  place: Workplace,
  state: CustomerState,
  gone: readonly Case[],
  seat: LinkSeat,
  now: number,
  page: number,
): Promise<Outlook> {
  const homes = knownHomes(state, gone);
  const { named, ids, shown, pages } = await withSignal(BUDGET_MS, async (signal) => {
    const late = new Promise<null>((resolve) => signal.addEventListener("abort", () => resolve(null), { once: true }));
    const asked = new Map<string, Promise<readonly SlotFacts[] | null>>();
    const askAll = (some: readonly string[]): void => {
      for (const id of some) if (!asked.has(id)) asked.set(id, ask(place, id, zoneOf(state, id), late));
    };
    askAll(onPage(homes, page));
    const listed = await Promise.race([place.deps.flatpeak.locationsOf(state.customerId), late]);
    const all = [...new Set([...homes, ...[...(listed ?? [])].sort()])];
    const last = Math.max(1, Math.ceil(all.length / HOMES_PER_PAGE));
    const some = onPage(all, Math.min(page, last));
    askAll(some);
    const answers = await Promise.all(some.map(async (id) => ({ id, asked: (await asked.get(id)) ?? null })));
    return { named: listed, ids: all, shown: answers, pages: last };
  });
  const numbers = new Map([...ids].sort().map((id, index) => [id, index + 1]));
  const inOrder = [...shown].sort((one, other) => (one.id < other.id ? -1 : 1));
  const drawn = await Promise.all(
    inOrder.map(({ id, asked }) =>
      homeOf(place, state, { locationId: id, number: numbers.get(id) ?? 0, asked, gone }, seat, now),
    ),
  );
  // Where a home is shown as last known, that is as old as what FlatPeak last told of it.
  const since = shown.flatMap(({ id, asked }) => (asked === null ? (locationOf(state, id).answeredAt ?? []) : []));
  return {
    homes: drawn.filter((home) => home.tariffs.length + home.missing.length > 0),
    page: Math.min(page, pages),
    pages,
    elsewhere: needsElsewhere(state, new Set(shown.map(({ id }) => id))),
    asOf: Math.min(now, ...since),
    stale: named === null || shown.some(({ asked }) => asked === null),
  };
}

/** The same with what the customer asked of us, which FlatPeak knows nothing of. */
export function remembered(overview: Outlook, state: CustomerState, now: number): KnownOverview {
  const isWanted = waysBack(state.contact).length === 0;
  const isOnly = overview.homes.flatMap(({ tariffs }) => tariffs).length === 1 && overview.pages === 1;
  const withOwn = (it: KnownTariff): KnownTariff => {
    const own = isWanted ? ownOf(state, it.tariffId, now) : null;
    return own === null || (isOnly && own.quiet === null) ? it : { ...it, own };
  };
  return {
    ...overview,
    homes: overview.homes.map((home) => ({ ...home, tariffs: home.tariffs.map(withOwn) })),
    snoozing: snoozingOf(state, now),
    waysBack: waysBackBy(state.contact, true, now),
  };
}
