// Whether a home has prices: a tariff that is connected may have none yet. Asks for those of one day, and reads no price.

import { fieldsOf } from "./facts.ts";
import { DAY } from "../../core/time.ts";
import type { PricesLack } from "../../core/case/truth.ts";
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

/**
 * What is asked of prices. Says what the home's import tariff lacks: null where it has prices, and where FlatPeak cannot say now or
 * does not sell prices to this account, which is then believed for a day.
 */
export function createPriceLook(client: Client, isZero: boolean, now: () => number) {
  let offUntil = 0;
  return async (locationId: string, span: Span): Promise<PricesLack | null> => {
    if (now() < offUntil) return null;
    const answer = await ask(client, isZero, locationId, span);
    if (answer.kind === "ok") {
      const { data } = fieldsOf(answer.body);
      return Array.isArray(data) && data.length === 0 ? "missing" : null;
    }
    if (answer.kind !== "refused") return null;
    if (answer.scope === "not_yet") return "pending";
    if (answer.code === "no_price_data") return "missing";
    if (answer.status === 401 || answer.status === 403) offUntil = now() + OFF_MS;
    return null;
  };
}
