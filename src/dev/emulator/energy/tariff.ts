// What a kWh costs in a home at an instant, part by part, or why that cannot be said.
import { countryOf, documentedAddress } from "../connect/places.ts";
import type { Plan } from "../plan.ts";
import { dayAndNight, defaultCost } from "../plan.ts";
import type { Home, Slot, Tariff } from "../world.ts";
import type { Direction } from "./records.ts";
import { confidenceOf, indexAt, stepOf } from "./market.ts";
import { dayIn, minuteIn } from "./zone.ts";

/** In large currency units per kWh, each part rounded to five places as FlatPeak has them; the parts add up. */
export interface Price {
  market: number;
  fixed: number;
  /** The surcharge in percent, as the money it comes to. */
  percentage: number;
  /** Of the commodity alone. */
  aggregate: number;
  gridFee: number;
  total: number;
  confidence: number;
}

/** FlatPeak's codes of 422 for prices that cannot be had. */
export type NoPrice = "no_tariff_connected" | "pending_connect" | "no_price_data";

/** One tariff in the price of a home. */
export interface Part {
  plan: Plan;
  /** The last day of its contract; null runs until terminated. */
  lastDay: string | null;
  isReadable: boolean;
}

/** What makes up the price of a home in one direction. */
export interface Source {
  zone: string;
  /** Of the market the home lies in. */
  region: string;
  commodity: Part | null;
  gridFee: Part | null;
}

/** How sure a price is that is only carried on: of a contract that is over, or of a grid fee that cannot be read. */
const carriedOn = 0.5;

const slots: Readonly<Record<Exclude<Direction, "LOCAL">, Slot>> = {
  IMPORT: "commodity_import",
  EXPORT: "commodity_export",
};

/** What the price of a home is made of, or FlatPeak's code for why there is none. */
export function sourceOf(home: Home, direction: Direction): Source | NoPrice {
  const { timezone: zone } = home;
  const region = countryOf(home.address ?? documentedAddress).regions[0] ?? zone;
  const place = { zone, region };
  if (direction === "LOCAL") return { ...place, commodity: null, gridFee: null };
  const own = home.tariffs.filter(({ slot }) => slot === slots[direction]);
  const commodity = own.find(({ status }) => status !== "NOT_CONNECTED");
  if (commodity === undefined)
    return own.some(({ pending }) => pending !== undefined) ? "pending_connect" : "no_tariff_connected";
  // FlatPeak goes on with old prices for a while first; here that while is over at once.
  if (commodity.status === "ERROR") return "no_price_data";
  const fee = home.tariffs.find(({ slot, status }) => slot === "non_commodity_import" && status !== "NOT_CONNECTED");
  const gridFee = direction === "IMPORT" && fee !== undefined ? partOf(fee, region) : null;
  return { ...place, commodity: partOf(commodity, region), gridFee };
}

function partOf(tariff: Tariff, region: string): Part {
  const { contractEndDate: lastDay, status } = tariff;
  return { plan: planOf(tariff, region), lastDay, isReadable: status === "CONNECTED" };
}

/** A tariff's own plan, or the one that its structure stands for where nobody said what it costs. */
function planOf(tariff: Tariff, region: string): Plan {
  if (tariff.plan !== undefined) return tariff.plan;
  const { slot, structureType: structure } = tariff;
  const cost = defaultCost(slot);
  if (structure === "TIME_OF_DAY") return dayAndNight(round(cost * 0.6), round(cost * 1.2));
  // Who sells gets what the market pays; who buys pays something on top.
  if (structure === "MARKET" || structure === "DYNAMIC")
    return slot === "commodity_export"
      ? { structure: "MARKET", fixed: 0, percentage: 0, region }
      : { structure: "MARKET", fixed: 0.045, percentage: 5, region };
  return { structure: "FIXED", cost };
}

/** The price of a kWh at an instant, as it stands at `now`. */
export function priceAt(source: Source, at: number, now: number): Price {
  const { commodity, gridFee } = source;
  const main = commodity === null ? nothing : amountsOf(commodity, source, at, now);
  const fee = gridFee === null ? nothing : amountsOf(gridFee, source, at, now);
  const aggregate = round(main.market + main.fixed + main.percentage);
  const fees = round(fee.market + fee.fixed + fee.percentage);
  const day = dayIn(at, source.zone);
  const isCarriedOn = [commodity, gridFee].some((it) => it !== null && isOver(it, day));
  const confidence = Math.min(main.confidence, fee.confidence, isCarriedOn ? carriedOn : 1);
  return { ...main, aggregate, gridFee: fees, total: round(aggregate + fees), confidence };
}

function isOver({ lastDay, isReadable }: Part, day: string): boolean {
  return !isReadable || (lastDay !== null && lastDay < day);
}

interface Amounts {
  market: number;
  fixed: number;
  percentage: number;
  confidence: number;
}

const nothing: Amounts = { market: 0, fixed: 0, percentage: 0, confidence: 1 };

function amountsOf({ plan }: Part, { zone }: Source, at: number, now: number): Amounts {
  switch (plan.structure) {
    case "FIXED":
      return { ...nothing, fixed: plan.cost };
    case "TIME_OF_DAY":
      return { ...nothing, fixed: costIn(plan.hours, minuteIn(at, zone)) };
    case "MARKET": {
      const market = round(indexAt(at, zone, plan.region, now));
      const percentage = round(((market + plan.fixed) * plan.percentage) / 100);
      return { market, fixed: plan.fixed, percentage, confidence: confidenceOf(at, now, zone) };
    }
  }
}

type Hours = Extract<Plan, { structure: "TIME_OF_DAY" }>["hours"];

function costIn(hours: Hours, minute: number): number {
  const covers = ({ valid_from, valid_to }: Hours[number]): boolean => {
    const [from, to] = [minuteOf(valid_from), minuteOf(valid_to)];
    return from < to ? from <= minute && minute < to : minute >= from || minute < to;
  };
  return hours.find(covers)?.cost ?? 0;
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/** Where the price of a home can change: at these minutes of a day, and every so many milliseconds (null for never). */
export function changesOf({ commodity, gridFee, zone }: Source): { minutes: number[]; step: number | null } {
  const plans = [commodity, gridFee].flatMap((it) => (it === null ? [] : [it.plan]));
  const hours = plans.flatMap((it) => (it.structure === "TIME_OF_DAY" ? it.hours : []));
  const minutes = [0, ...hours.map((it) => minuteOf(it.valid_from))];
  return { minutes: [...new Set(minutes)], step: plans.some((it) => it.structure === "MARKET") ? stepOf(zone) : null };
}

/** Whether the price of a home follows the market. */
export function followsMarket(source: Source): boolean {
  return changesOf(source).step !== null;
}

/** To five decimal places, as FlatPeak has its prices; never a minus before zero. */
export function round(value: number, places = 5): number {
  return Math.round(value * 10 ** places) / 10 ** places + 0;
}
