// The overview of a customer: every home, every tariff of it, and the one thing that can be done about each.

import { factsFor, judge } from "../../../core/case/truth.ts";
import { waysBackBy } from "../../../core/link/links.ts";
import { snoozedUntil } from "../../../core/person/snooze.ts";
import { isOpen, locationOf, tariffOf, zoneOf } from "../../../core/state.ts";
import { addDays, wallClock } from "../../../core/time.ts";
import { EXPIRING_HORIZON_DAYS } from "../../../core/policy.ts";
import { withSignal } from "../../../platform/within.ts";
import { linkOf } from "../effects/render.ts";
import type { TariffAction, TariffState } from "../../../core/link/overview.ts";
import type { Reason } from "../../../core/case/reason.ts";
import type { Case, CustomerState } from "../../../core/state.ts";
import type { CivilDate } from "../../../core/time.ts";
import type { SlotFacts } from "../../../core/case/truth.ts";
import type { KnownTariff, KnownHome, KnownOverview } from "../contract.ts";
import type { Workplace } from "../workplace.ts";
import type { LinkSeat } from "../../../core/link/links.ts";

/** The same with the ids behind what is shown, which the pages have no use for. */

/** On one page: each costs a question to FlatPeak. Homes with something to repair come first. */
const HOMES_PER_PAGE = 12;
/** For everything together: homes that have not answered by then are shown as last known. */
const BUDGET_MS = 4_500;

const STATES: Readonly<Record<Reason, TariffState>> = {
  expiring: "expiring",
  expired: "expired",
  fetch_failed: "failed",
  upgrade: "upgrade",
};

const ACTIONS: Readonly<Record<TariffState, TariffAction | null>> = {
  connected: null,
  unknown: null,
  expiring: "update",
  expired: "update",
  failed: "reconnect",
  disconnected: "reconnect",
  upgrade: "upgrade",
};

function stateOf(facts: SlotFacts, it: Case | undefined, slots: readonly SlotFacts[], today: CivilDate): TariffState {
  const verdict = it === undefined ? null : judge(it, slots, today);
  // Where FlatPeak cannot tell, its event is what is known.
  if (it !== undefined && (verdict === "broken" || verdict === "unknown") && facts.status !== "NOT_CONNECTED")
    return STATES[it.reason];
  const { status, contractEndDate: end } = facts;
  if (status === "ERROR") return "failed";
  if (status === "NOT_CONNECTED") return "disconnected";
  if (status !== "CONNECTED") return "unknown";
  if (end === null || end > addDays(today, EXPIRING_HORIZON_DAYS)) return "connected";
  return end < today ? "expired" : "expiring";
}

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

/** What was last known of a home. */
function known(state: CustomerState, locationId: string): readonly SlotFacts[] {
  const cases = state.cases.filter((it) => it.locationId === locationId);
  return cases.map(
    (it) =>
      tariffOf(state, it.tariffId).verified?.facts ?? {
        slot: it.slot ?? "unknown",
        status: "ERROR",
        connectionType: null,
        tariffId: it.tariffId,
        contractEndDate: it.contractEndDate,
      },
  );
}

/** What a home is drawn from. */
interface Sources {
  readonly locationId: string;
  /** Counted over all homes of the customer. */
  readonly number: number;
  /** What FlatPeak told of it; null where it did not. */
  readonly asked: readonly SlotFacts[] | null;
  /** Cases that ended as disconnected: the way back in stays open for as long as their links do. */
  readonly gone: readonly Case[];
}

/** What can be shown of one tariff, but for its link. */
type Drawn = Omit<KnownTariff, "action" | "link">;

/** The tariffs that FlatPeak shows, and those that it does not and a case is about. */
function draw(state: CustomerState, { locationId, asked, gone }: Sources, now: number): readonly Drawn[] {
  const slots = asked ?? known(state, locationId);
  const today = wallClock(now, zoneOf(state, locationId)).date;
  const open = state.cases.filter((it) => isOpen(it) && it.locationId === locationId);
  const shown = slots.flatMap((facts) => {
    const { tariffId, slot, connectionType, contractEndDate: endDate } = facts;
    if (tariffId === null || facts.status === "NOT_SUPPORTED") return [];
    const it = open.find((other) => other.tariffId === tariffId || factsFor(other, slots) === facts);
    const isReadNow = asked !== null && facts.status === "CONNECTED";
    const lastReadAt = facts.readAt ?? (isReadNow ? now : tariffOf(state, tariffId).connectedAt);
    return [{ tariffId, slot, state: stateOf(facts, it, slots, today), connectionType, endDate, lastReadAt }];
  });
  const isShown = (it: Case): boolean =>
    shown.some(({ tariffId, slot }) => tariffId === it.tariffId || (slot === it.slot && slot !== "unknown"));
  const hidden = [...open, ...gone.filter((it) => it.locationId === locationId)].filter((it) => !isShown(it));
  const unseen = new Map(hidden.map((it) => [it.tariffId, it]));
  return [
    ...shown,
    ...[...unseen.values()].map((it) => {
      const { tariffId, slot, reason, end, contractEndDate: endDate } = it;
      const verdict = judge(it, slots, today);
      const isGone = end !== null || verdict === "disconnected";
      const tariffState: TariffState = isGone ? "disconnected" : verdict === "healthy" ? "connected" : STATES[reason];
      const { connectedAt: lastReadAt } = tariffOf(state, tariffId);
      return {
        tariffId,
        slot: slot ?? "unknown",
        state: tariffState,
        connectionType: null,
        endDate: isGone ? null : endDate,
        lastReadAt,
      };
    }),
  ];
}

async function homeOf(
  at: Workplace,
  state: CustomerState,
  sources: Sources,
  seat: LinkSeat,
  now: number,
): Promise<KnownHome> {
  const { locationId, number } = sources;
  const overviewLink = await linkOf(at.deps, state.customerId, { ...seat, purpose: "overview" });
  const linkTo = async (tariffId: string): Promise<string> => {
    const it = state.cases.find((other) => isOpen(other) && other.tariffId === tariffId);
    if (it !== undefined) return linkOf(at.deps, state.customerId, { ...seat, purpose: "open", no: it.no });
    return `${overviewLink}/tariffs/${encodeURIComponent(tariffId)}`;
  };
  const tariffs = await Promise.all(
    draw(state, sources, now).map(async (it): Promise<KnownTariff> => {
      const action = ACTIONS[it.state];
      return { ...it, action, link: action === null ? null : await linkTo(it.tariffId) };
    }),
  );
  const label = state.contact.labels[locationId] ?? null;
  return { locationId, label, number, timezone: zoneOf(state, locationId), tariffs };
}

/** Homes we know of: those with something to repair first, each kind in an order that stays. */
function knownHomes(state: CustomerState, gone: readonly Case[]): readonly string[] {
  const open = state.cases.filter(isOpen).map((it) => it.locationId);
  const rest = [...gone.map((it) => it.locationId), ...state.locations.map(({ id }) => id)];
  return [...new Set([...open.sort(), ...rest.sort()])];
}

const onPage = (ids: readonly string[], page: number): readonly string[] =>
  ids.slice((page - 1) * HOMES_PER_PAGE, page * HOMES_PER_PAGE);

/** Open cases at homes that are not on a page: what they need the customer for is not asked about there. */
const needsElsewhere = (state: CustomerState, here: ReadonlySet<string>): number =>
  state.cases.filter(
    (it) => isOpen(it) && !here.has(it.locationId) && it.reason !== "upgrade" && it.disconnected === null,
  ).length;

/**
 * Asks FlatPeak about a page of a customer's homes, counted from 1: those we know of at once, others as soon as it has named
 * them. `gone` are the cases that ended as disconnected and whose links still work; `seat` is the link it is shown behind.
 */
export async function lookAround(
  at: Workplace,
  state: CustomerState,
  gone: readonly Case[],
  seat: LinkSeat,
  now: number,
  page: number,
): Promise<KnownOverview> {
  const homes = knownHomes(state, gone);
  const { named, ids, shown, pages } = await withSignal(BUDGET_MS, async (signal) => {
    const late = new Promise<null>((resolve) => signal.addEventListener("abort", () => resolve(null), { once: true }));
    const asked = new Map<string, Promise<readonly SlotFacts[] | null>>();
    const askAll = (some: readonly string[]): void => {
      for (const id of some) if (!asked.has(id)) asked.set(id, ask(at, id, zoneOf(state, id), late));
    };
    askAll(onPage(homes, page));
    const listed = await Promise.race([at.deps.flatpeak.locationsOf(state.customerId), late]);
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
      homeOf(at, state, { locationId: id, number: numbers.get(id) ?? 0, asked, gone }, seat, now),
    ),
  );
  // Where a home is shown as last known, that is as old as what FlatPeak last told of it.
  const since = shown.flatMap(({ id, asked }) => (asked === null ? (locationOf(state, id).answeredAt ?? []) : []));
  return {
    homes: drawn.filter((home) => home.tariffs.length > 0),
    page: Math.min(page, pages),
    pages,
    elsewhere: needsElsewhere(state, new Set(shown.map(({ id }) => id))),
    asOf: Math.min(now, ...since),
    stale: named === null || shown.some(({ asked }) => asked === null),
    snoozedUntil: null,
    waysBack: [],
  };
}

/** The same with what the customer asked of us, which FlatPeak knows nothing of. */
export function remembered(overview: KnownOverview, state: CustomerState, now: number): KnownOverview {
  return {
    ...overview,
    snoozedUntil: snoozedUntil(state, now),
    waysBack: waysBackBy(state.contact, true, now),
  };
}
