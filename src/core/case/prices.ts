// A repair is verified to the price: a tariff that is connected and has no prices yet is not called repaired for a while. There is
// nothing for the customer to do meanwhile, so that they are told nothing.

import { SETTLING_MS } from "../policy.ts";
import { isOpen } from "../read.ts";
import { MINUTE } from "../time.ts";
import { factsFor, judge } from "./truth.ts";
import type { CivilDate } from "../time.ts";
import type { Case, CustomerState } from "../state.ts";
import type { PricesLack, SlotFacts } from "./truth.ts";

/** FlatPeak is asked for the same prices no sooner again (its documentation: "Errors"). */
const ASK_AGAIN_MS = 15 * MINUTE;

/** True where a case is repaired, were it not for the prices: what is imported, and connected. */
const hangsOnPrices = (it: Case, slots: readonly SlotFacts[], today: CivilDate): boolean =>
  factsFor(it, slots)?.slot === "commodity_import" && judge(it, slots, today) === "healthy";

/** Prices were asked for, and it is too soon to ask for them again. */
const isResting = ({ pricesAwaited, settlingUntil }: Case, now: number): boolean =>
  pricesAwaited !== null && settlingUntil !== null && settlingUntil > now;

/**
 * What is to be found out about the prices of a home where its slots are as FlatPeak has just told: `ask` for them, what was heard
 * of late, or with null nothing. `today` is the date at the home, `now` on the customer's clock (ms).
 */
export function pricesWanted(
  { cases }: CustomerState,
  {
    locationId,
    slots,
    today,
  }: { readonly locationId: string; readonly slots: readonly SlotFacts[]; readonly today: CivilDate },
  now: number,
): PricesLack | "ask" | null {
  const open = cases.filter((it) => isOpen(it) && it.locationId === locationId && hangsOnPrices(it, slots, today));
  const resting = open.find((it) => isResting(it, now));
  return resting?.pricesAwaited?.why ?? (open.length === 0 ? null : "ask");
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
  }: { readonly slots: readonly SlotFacts[]; readonly today: CivilDate; readonly prices: PricesLack | null },
  now: number,
): Case | null {
  return prices === null || !hangsOnPrices(it, slots, today) ? null : waitOn(it, prices, now);
}
