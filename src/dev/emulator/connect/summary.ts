// The summary of a tariff, of one that is saved or, in Zero, of one that waits to be. It never changes a session.
import type { Plan } from "../plan.ts";
import { defaultCost, structureOf } from "../plan.ts";
import { tariffName } from "../tariffs.ts";
import type { Supplier } from "../suppliers.ts";
import type { Tariff } from "../world.ts";
import { dayFrom } from "../world.ts";
import { countryOf } from "./places.ts";
import { type Entry, pricesOf } from "./prices.ts";
import type { ConnectToken, Generation } from "./session.ts";

/** What is summed up: the draft that waits for SAVE, else the tariff as it is. */
interface Summed {
  provider: Supplier;
  connectionType: string;
  status: string;
  name: string;
  plan: Plan;
  end: string | null;
}

/** What a page of a session is drawn from. `now` is world time in milliseconds. */
export interface Scene {
  token: ConnectToken;
  /** Null before the first one is saved. */
  tariff: Tariff | null;
  timezone: string;
  now: number;
}

/** Whether the price summed up changes over the day. */
export function changes(scene: Scene): boolean {
  return summedUp(scene).plan.structure !== "FIXED";
}

/**
 * The data of the summary. FlatPeak's pages and its client disagree on the name of the price list, so Anode gives both.
 */
export function summaryData(scene: Scene): object {
  const { token, timezone, now } = scene;
  const { provider, connectionType, status, name, plan, end } = summedUp(scene);
  const isZero = token.flavour === "zero";
  const lists = [
    ["yesterday", -1],
    ["today", 0],
    ["tomorrow", 1],
  ] as const;
  const list = (named: "price" | "tariff") =>
    Object.fromEntries(
      lists.map(([day, days]) => [day, pricesOf(plan, timezone, now, days).map((it) => wired(it, named))]),
    );
  const isFixed = plan.structure === "FIXED";
  return {
    connection_type: connectionType,
    currency_code: countryOf(token.address).currency,
    market_rates_source: plan.structure === "MARKET",
    provider,
    tariff: {
      status,
      name,
      // Zero knows no dynamic ones: they are a market's.
      structure_type: isZero ? plan.structure : structureOf(plan),
      contract_start_date: written(dayFrom(now, 0), token.flavour),
      contract_end_date: end === null ? null : written(end, token.flavour),
      contract_term_type: end === null ? "UNTIL_TERMINATED" : "FIXED",
      tiered: isFixed && plan.isTiered === true,
    },
    // Zero's client reads the price of a fixed tariff from `cost`.
    ...(isZero && isFixed ? { cost: plan.cost } : {}),
    ...(isZero && isFixed ? {} : { rates: list("tariff") }),
    ...(isZero ? {} : { prices: list("price") }),
  };
}

function summedUp({ token, tariff }: Scene): Summed {
  const { draft, slot } = token;
  const plain: Plan = { structure: "FIXED", cost: defaultCost(slot) };
  if (tariff === null || token.isUnsaved) {
    if (draft.provider === null) throw new Error("there is no tariff to sum up");
    const { provider, connectionType, contractEndDate: end } = draft;
    const name = draft.name ?? tariffName(provider, draft.plan?.structure);
    return { provider, connectionType, status: "CONNECTED", name, plan: draft.plan ?? plain, end };
  }
  const { provider, connectionType, status, displayName: name, contractEndDate: end, plan = plain } = tariff;
  return { provider, connectionType, status, name, plan, end };
}

function wired({ cost, confidence, ...span }: Entry, named: "price" | "tariff"): object {
  return { ...span, [named]: { cost, confidence } };
}

/** A day as a generation's client reads it: Zero's takes days alone, Anode's date-times. */
export function written(day: string, flavour: Generation): string {
  return flavour === "zero" ? day : `${day}T00:00:00Z`;
}
