// Whether a home has prices, and whether they are estimates: a tariff that is connected may have none yet. Asks for those of one
// day, and reads no figure of money.

import { fieldsOf } from "./facts.ts";
import { instant } from "../time.ts";
import { DAY } from "../../core/time.ts";
import type { PricesTold } from "../../core/case/truth.ts";
import type { Client } from "../client.ts";

const BUDGET_MS = 3_000;
/** How long an account that is refused prices, since it has not bought them, is not asked for. */
const OFF_MS = DAY;

/** A span of time (ms): from, and up to. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** FlatPeak's documentation names the first for Zero and the second for Anode ("Prices"). */
function ask(client: Client, isZero: boolean, locationId: string, { from, to }: Span) {
  const id = encodeURIComponent(locationId);
  const [start, end] = [from, to].map((at) => new Date(at).toISOString());
  if (!isZero) {
    const body = { start_time: start, end_time: end, tariff_direction: "IMPORT" };
    return client.call("POST", `/prices/${id}`, BUDGET_MS, body);
  }
  const query = new URLSearchParams({ start_time: start ?? "", end_time: end ?? "", direction: "IMPORT" });
  return client.call("GET", `/tariffs/rates/${id}?${query.toString()}`, BUDGET_MS);
}

/** How sure a price is: 1 for certain, and where FlatPeak does not say (its documentation: "Prices"; below 1 is a forecast). */
function isEstimate(entry: unknown): boolean {
  const { price, tariff } = fieldsOf(entry);
  const { confidence } = fieldsOf(price ?? tariff);
  return typeof confidence === "number" && confidence < 1;
}

/** What the prices of a day come to; the estimates among them count from the first on. */
function readPrices(data: readonly unknown[], { from }: Span): PricesTold {
  if (data.length === 0) return { kind: "lacking", why: "missing" };
  const starts = data.filter(isEstimate).map((it) => instant(fieldsOf(it)["valid_from"]) ?? from);
  return { kind: "there", estimatedFrom: starts.length === 0 ? null : Math.max(from, Math.min(...starts)) };
}

/**
 * What is asked of prices: those of a home in a span of time. Null where FlatPeak cannot say now or does not sell prices to this
 * account, which is then believed for a day.
 */
export function createPriceLook(client: Client, isZero: boolean, now: () => number) {
  let offUntil = 0;
  return async (locationId: string, span: Span): Promise<PricesTold | null> => {
    if (now() < offUntil) return null;
    const answer = await ask(client, isZero, locationId, span);
    if (answer.kind === "ok") {
      const { data } = fieldsOf(answer.body);
      return Array.isArray(data) ? readPrices(data, span) : null;
    }
    if (answer.kind !== "refused") return null;
    if (answer.scope === "not_yet") return { kind: "lacking", why: "pending" };
    if (answer.code === "no_price_data") return { kind: "lacking", why: "missing" };
    if (answer.status === 401 || answer.status === 403) offUntil = now() + OFF_MS;
    return null;
  };
}
