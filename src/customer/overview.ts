// The overview of a customer: every home, every tariff of it, and the one thing that can be done about each.

import { factsFor, judge } from "../core/truth.ts";
import { waysBack } from "../core/optout.ts";
import { snoozedUntil } from "../core/snooze.ts";
import { isOpen, locationOf, tariffOf, zoneOf } from "../core/state.ts";
import { addDays, wallClock } from "../core/time.ts";
import { EXPIRING_HORIZON_DAYS } from "../core/settings.ts";
import { withSignal } from "../platform/within.ts";
import { linkOf } from "./render.ts";
import type { Overview, OverviewHome, OverviewTariff, TariffAction, TariffState } from "../core/overview.ts";
import type { Reason } from "../core/reason.ts";
import type { Case, CustomerState } from "../core/state.ts";
import type { CivilDate } from "../core/time.ts";
import type { SlotFacts } from "../core/truth.ts";
import type { Workplace } from "./engine.ts";

/** The same with the ids behind what is shown, which the pages have no use for. */
export interface KnownTariff extends OverviewTariff {
  readonly tariffId: string;
}
export interface KnownHome extends OverviewHome {
  readonly locationId: string;
  readonly tariffs: readonly KnownTariff[];
}
export interface KnownOverview extends Overview {
  readonly homes: readonly KnownHome[];
}

/** Homes with something to repair come first. */
const MAX_HOMES = 12;
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
  if (it !== undefined && judge(it, slots, today) === "broken") return STATES[it.reason];
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

/** One home; `asked` is what FlatPeak told of it, null where it did not. */
async function homeOf(
  at: Workplace,
  state: CustomerState,
  { locationId, number, asked }: Pick<KnownHome, "locationId" | "number"> & { asked: readonly SlotFacts[] | null },
  now: number,
): Promise<KnownHome> {
  const slots = asked ?? known(state, locationId);
  const timezone = zoneOf(state, locationId);
  const today = wallClock(now, timezone).date;
  const open = state.cases.filter((it) => isOpen(it) && it.locationId === locationId);
  const overviewLink = await linkOf(at.deps, state.customerId, 0);
  const tariffs = await Promise.all(
    slots.flatMap((facts) => {
      const { tariffId } = facts;
      if (tariffId === null || facts.status === "NOT_SUPPORTED") return [];
      const it = open.find((other) => other.tariffId === tariffId || factsFor(other, slots) === facts);
      const tariffState = stateOf(facts, it, slots, today);
      const action = ACTIONS[tariffState];
      const tariffLink = async (): Promise<string> =>
        it === undefined
          ? `${overviewLink}/tariffs/${encodeURIComponent(tariffId)}`
          : linkOf(at.deps, state.customerId, it.no);
      return [
        (async (): Promise<KnownTariff> => ({
          tariffId,
          slot: facts.slot,
          state: tariffState,
          connectionType: facts.connectionType,
          endDate: facts.contractEndDate,
          lastReadAt:
            facts.readAt ??
            (asked !== null && facts.status === "CONNECTED" ? now : tariffOf(state, tariffId).connectedAt),
          action,
          link: action === null ? null : await tariffLink(),
        }))(),
      ];
    }),
  );
  const label = state.contact.labels[locationId] ?? null;
  return { locationId, label, number, timezone, tariffs };
}

/** Asks FlatPeak about every home of a customer: those we know of at once, others as soon as it has named them. */
export async function lookAround(at: Workplace, state: CustomerState, now: number): Promise<KnownOverview> {
  const { listed, homes } = await withSignal(BUDGET_MS, async (signal) => {
    const late = new Promise<null>((resolve) => signal.addEventListener("abort", () => resolve(null), { once: true }));
    const asked = new Map<string, Promise<readonly SlotFacts[] | null>>();
    const askAll = (ids: readonly string[]): void => {
      for (const id of ids)
        if (!asked.has(id) && asked.size < MAX_HOMES) asked.set(id, ask(at, id, zoneOf(state, id), late));
    };
    askAll([...state.cases.filter(isOpen), ...state.cases].map((it) => it.locationId));
    askAll(state.locations.map((it) => it.id));
    const named = await Promise.race([at.deps.flatpeak.locationsOf(state.customerId), late]);
    askAll(named ?? []);
    const answers = await Promise.all([...asked].map(async ([id, answer]) => ({ id, asked: await answer })));
    return { listed: named, homes: answers.sort((one, other) => (one.id < other.id ? -1 : 1)) };
  });
  const all = await Promise.all(
    homes.map(({ id, asked }, index) => homeOf(at, state, { locationId: id, number: index + 1, asked }, now)),
  );
  // Where a home is shown as last known, that is as old as what FlatPeak last told of it.
  const since = homes.flatMap(({ id, asked }) => (asked === null ? (locationOf(state, id).answeredAt ?? []) : []));
  return {
    homes: all.filter((home) => home.tariffs.length > 0),
    asOf: Math.min(now, ...since),
    stale: listed === null || homes.some(({ asked }) => asked === null),
    snoozedUntil: null,
    waysBack: [],
  };
}

/** The same with what the customer asked of us, which FlatPeak knows nothing of. */
export function remembered(overview: KnownOverview, state: CustomerState, now: number): KnownOverview {
  return {
    ...overview,
    snoozedUntil: snoozedUntil(state, now),
    waysBack: waysBack(state.contact),
  };
}
