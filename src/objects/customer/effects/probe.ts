// Asks what is true of a home: FlatPeak for its tariffs and whose it is, and the suppliers of what is broken there for an
// outage.

import { brokenSuppliers } from "../../../core/case/outage.ts";
import { consequencesOf } from "../../../core/message/outcome.ts";
import { HOME_FRESH_MS } from "../../../core/policy.ts";
import { isOpen, locationOf, zoneOf } from "../../../core/read.ts";
import { addDays, instantOf, wallClock } from "../../../core/time.ts";
import { pricesWanted } from "../../../core/case/prices.ts";
import { judge } from "../../../core/case/truth.ts";
import { inTurn, overOf } from "../../gate/turn.ts";
import { orLate } from "../../../platform/within.ts";
import { gateOf, supplierAt } from "../../rooms.ts";
import type { ProbeEffect } from "../../../core/effect.ts";
import type { CustomerState } from "../../../core/state.ts";
import type { ProbeBy } from "../../../core/probe/wanted.ts";
import type { ProbeAnswer } from "../../../core/case/truth.ts";
import type { Ask, Back, Rank } from "../../../core/gate/pace.ts";
import type { Facts } from "../../../core/journal.ts";
import type { Workplace } from "../workplace.ts";

/** A customer whose time is this far ahead has a test clock that was moved. */
export const CLOCK_MARGIN_MS = 1_000;
/** How long a tap waits to hear whose home it is. */
const OWNER_BUDGET_MS = 4_000;

type Status = Extract<ProbeAnswer, { kind: "status" }>;

const RANKS: Readonly<Record<ProbeBy, Rank>> = { person: "person", news: "message", message: "message", ahead: "look" };

/**
 * The truth of a location at `now` (ms, the customer's clock), asked for when its turn before FlatPeak has come. `askHow`: where it is
 * no home of FlatPeak's.
 */
export async function askTruth(
  place: Workplace,
  state: CustomerState,
  { locationId, since, by, isRetry }: ProbeEffect,
  now: number,
  askHow = (): Promise<ProbeAnswer> => askFlatPeak(place, state, locationId, now),
): Promise<ProbeAnswer> {
  const { env, deps } = place;
  const isAhead = now - deps.now() > CLOCK_MARGIN_MS;
  const back: Back = { kind: "customer", name: place.customerId };
  const ask: Ask = { key: locationId, dueAt: since, rank: RANKS[by], isRetry, back };
  const turn = await inTurn(
    { env, log: deps.log, now: deps.now },
    "flatpeak",
    { who: null, isAhead, ask },
    async () => {
      const result = await askHow();
      return { result, over: overOf(result) };
    },
  );
  if (turn.kind === "away") return { kind: "put_off", wait: turn.for };
  const answer = turn.result;
  return answer.kind === "status" ? { ...answer, outages: await outagesAt(place, state, locationId, answer) } : answer;
}

async function askFlatPeak(
  place: Workplace,
  state: CustomerState,
  locationId: string,
  now: number,
): Promise<ProbeAnswer> {
  const wasTold = locationOf(state, locationId).homeToldAt !== null;
  const told = await place.deps.flatpeak.probe(locationId, !wasTold, zoneOf(state, locationId));
  if (told.kind !== "status") return told;
  const isOld = wasTold && isHomeOld(state, locationId, now);
  const answer = isOld && isOwed(state, locationId, told, now) ? await askOwner(place, locationId, told) : told;
  return answer.kind === "status" ? withPrices(place, state, locationId, answer, now) : answer;
}

/** The answer with what FlatPeak says of today's prices, where a repair hangs on them, or a contract is over. */
async function withPrices(
  { deps }: Workplace,
  state: CustomerState,
  locationId: string,
  answer: Status,
  now: number,
): Promise<Status> {
  if (!deps.config.flatpeak.verifiesPrices) return answer;
  const { slots } = answer;
  const zone = answer.timezone ?? zoneOf(state, locationId);
  const wanted = pricesWanted(state, { locationId, slots, today: wallClock(now, zone).date }, now);
  if (wanted === null) return answer;
  // FlatPeak knows of no test clock.
  const today = wallClock(deps.now(), zone).date;
  const span = { from: instantOf(today, 0, zone), to: instantOf(addDays(today, 1), 0, zone) };
  const prices = wanted === "ask" ? await deps.flatpeak.pricesAt(locationId, span) : wanted;
  return prices === null ? answer : { ...answer, prices };
}

/** What FlatPeak said of a home's owner is no longer to be relied on. */
function isHomeOld(state: CustomerState, locationId: string, now: number): boolean {
  const { homeToldAt } = locationOf(state, locationId);
  return homeToldAt === null || now - homeToldAt >= HOME_FRESH_MS;
}

/**
 * Whose home it is where that is another customer's by now; null where it is not, was told of lately, or cannot be told in
 * time. A tap must lead on, and asks beside its token.
 */
export async function newOwnerOf(
  { deps, customerId }: Workplace,
  state: CustomerState,
  locationId: string,
  now: number,
): Promise<string | null> {
  if (!isHomeOld(state, locationId, now)) return null;
  const home = await orLate(deps.flatpeak.customerOf(locationId), OWNER_BUDGET_MS, null);
  const owner = home?.kind === "known" ? home.customerId : null;
  return owner === customerId ? null : owner;
}

/** Something at the home is still to be told of: what is repaired is no other owner's business. */
function isOwed(state: CustomerState, locationId: string, { slots }: Status, now: number): boolean {
  const today = wallClock(now, zoneOf(state, locationId)).date;
  const open = state.cases.filter((it) => isOpen(it) && it.locationId === locationId);
  return open.some((it) => judge(it, slots, today) !== "healthy");
}

/** The answer with whose home it is; nobody is told on the strength of one that FlatPeak cannot give now. */
async function askOwner({ deps }: Workplace, locationId: string, answer: Status): Promise<ProbeAnswer> {
  const home = await deps.flatpeak.customerOf(locationId);
  if (home.kind === "unavailable") return { ...home, retryAfter: null };
  return home.kind === "known" ? { ...answer, owner: home.customerId } : answer;
}

/** Tells the operator of a home that FlatPeak will not tell of; they hear of such homes once a day. */
export async function reportUnanswered(
  { deps, env }: Workplace,
  { location, why: reason, until, since }: Facts["home_unanswered"],
): Promise<void> {
  deps.log.info("home_unanswered", { location, why: reason, until, since });
  const why = "homes that FlatPeak has not told of for a day";
  const consequences = consequencesOf({ kind: "failed", why, scope: "platform" });
  try {
    await gateOf(env, "flatpeak").hear("flatpeak", { consequences, who: null, isLate: false });
  } catch (error) {
    // It stands in the log and in the journal; no customer waits for it.
    deps.log.error("operator_not_told", error);
  }
}

async function outagesAt(
  { deps, env }: Workplace,
  state: CustomerState,
  locationId: string,
  { slots }: Status,
): Promise<readonly string[]> {
  const outages: string[] = [];
  for (const supplier of brokenSuppliers(state, locationId, slots)) {
    try {
      if (await supplierAt(env, supplier).failing(supplier, state.customerId)) outages.push(supplier);
    } catch (error) {
      // Without its word there is no outage: the customer is told a little too early rather than never.
      deps.log.error("supplier_not_asked", error);
    }
  }
  return outages;
}
