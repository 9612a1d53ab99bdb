// A repair is verified to the price: a tariff that is connected and has no prices yet is not called repaired for a while. There is
// nothing for the customer to do meanwhile, so that they are told nothing. Of a contract that is over FlatPeak goes on with
// estimates, which the customer's overview says.

import { ESTIMATE_AGAIN_MS, SETTLING_MS } from "../policy.ts";
import { isOpen, tariffOf } from "../read.ts";
import { MINUTE } from "../time.ts";
import { factsFor, judge } from "./truth.ts";
import type { CivilDate } from "../time.ts";
import type { Case, CustomerState, PricesHeard, Tariff } from "../state.ts";
import type { PricesLack, PricesTold, SlotFacts } from "./truth.ts";

/** FlatPeak is asked for the same prices no sooner again (its documentation: "Errors"). */
const ASK_AGAIN_MS = 15 * MINUTE;

/** True where a case is repaired, were it not for the prices: what is imported, and connected. */
const hangsOnPrices = (it: Case, slots: readonly SlotFacts[], today: CivilDate): boolean =>
  factsFor(it, slots)?.slot === "commodity_import" && judge(it, slots, today) === "healthy";

/** Prices were asked for, and it is too soon to ask for them again. */
const isResting = ({ pricesAwaited, settlingUntil }: Case, now: number): boolean =>
  pricesAwaited !== null && settlingUntil !== null && settlingUntil > now;

/** A home as FlatPeak has just told of it; `today` is the date there. */
interface Told {
  readonly locationId: string;
  readonly slots: readonly SlotFacts[];
  readonly today: CivilDate;
}

/** True where a contract is over, its tariff is still there, and it was not asked lately what becomes of its prices. */
function mayBeEstimated(state: CustomerState, it: Case, { slots, today }: Told, now: number): boolean {
  const facts = factsFor(it, slots);
  if (facts?.slot !== "commodity_import" || facts.status !== "CONNECTED" || facts.tariffId === null) return false;
  if (facts.contractEndDate === null || facts.contractEndDate >= today) return false;
  const { prices } = tariffOf(state, facts.tariffId);
  return prices === null || now - prices.at >= ESTIMATE_AGAIN_MS;
}

/**
 * What is to be found out about the prices of a home where its slots are as FlatPeak has just told: `ask` for them, what was heard
 * of late, or with null nothing. `now` on the customer's clock (ms).
 */
export function pricesWanted(state: CustomerState, told: Told, now: number): PricesTold | "ask" | null {
  const open = state.cases.filter((it) => isOpen(it) && it.locationId === told.locationId);
  const hanging = open.filter((it) => hangsOnPrices(it, told.slots, told.today));
  const heard = hanging.find((it) => isResting(it, now))?.pricesAwaited ?? null;
  if (heard !== null) return { kind: "lacking", why: heard.why };
  return hanging.length > 0 || open.some((it) => mayBeEstimated(state, it, told, now)) ? "ask" : null;
}

/**
 * The case as it waits for prices, and why; the very same where it does already. Null where it has waited for as long as a
 * connection may take. `now` in ms.
 */
export function waitOn(it: Case, why: PricesLack, now: number): Case | null {
  const since = it.pricesAwaited?.since ?? now;
  if (now - since >= SETTLING_MS) return null;
  if (isResting(it, now)) return it;
  const until = Math.min(since + SETTLING_MS, now + Math.max(ASK_AGAIN_MS, Math.round((now - since) / 4)));
  return { ...it, pricesAwaited: { since, why }, settlingUntil: until, probeAt: until, outageUntil: null };
}

/**
 * The case as it waits for prices; the very same where it does already. Null where it need not, or has waited for as long as a
 * connection may take: then FlatPeak's word that it is connected must do.
 */
export function awaitPrices(
  it: Case,
  {
    slots,
    today,
    prices,
  }: { readonly slots: readonly SlotFacts[]; readonly today: CivilDate; readonly prices: PricesTold | null },
  now: number,
): Case | null {
  return prices?.kind === "lacking" && hangsOnPrices(it, slots, today) ? waitOn(it, prices.why, now) : null;
}

/** What is known of the prices of a tariff by now. Estimates go on from where they were first seen. */
export function heardOf(
  { prices: known }: Tariff,
  { slot }: SlotFacts,
  { prices, askedAt }: { readonly prices: PricesTold | null; readonly askedAt: number },
): PricesHeard | null {
  if (slot !== "commodity_import" || prices === null) return known;
  const estimatedFrom = prices.kind === "there" ? prices.estimatedFrom : null;
  const estimatedSince = estimatedFrom === null ? null : (known?.estimatedSince ?? estimatedFrom);
  return { at: askedAt, estimatedSince };
}
