// Prices and their audit: `tariff_rate` and `tariff_rate_audit` in Zero, `price` and `price_audit` in Anode.
import type { WireError } from "../wire-error.ts";
import { idFrom } from "./chance.ts";
import { curveOf, type Entry } from "./curve.ts";
import { carbonAt, confidenceOf, knownUntil, nextRelease } from "./market.ts";
import { directionName, type Question, type Window } from "./question.ts";
import type { Direction } from "./records.ts";
import { followsMarket, type Source } from "./tariff.ts";
import { type Call, head, isRefusal, pricedSource, span, tail } from "./wire.ts";
import { dayAfter, dayIn, midnightIn, minuteMs, written } from "./zone.ts";

interface Asked {
  direction: Direction;
  source: Source;
  window: Window;
}

/** Reads what all questions about prices have, once the rest of the question is read; or why FlatPeak refuses it. */
export function askedOf(call: Call, question: Question, isStartNeeded = false): Asked | WireError {
  const direction = question.direction();
  const window = question.window(call.now, isStartNeeded);
  if (question.wrong !== null) return question.wrong;
  const source = pricedSource(call.home, direction);
  return isRefusal(source) ? source : { direction, window, source };
}

/** `GET /tariffs/rates/{id}` in Zero, `POST /prices/{id}` in Anode. */
export function pricesBody(call: Call, question: Question): object | WireError {
  const { generation, now } = call;
  const isZero = generation === "zero";
  const include_tariff = question.flag("include_tariff", true);
  const include_carbon = question.flag("include_carbon", false);
  const asked = askedOf(call, question);
  if (isRefusal(asked)) return asked;
  const { direction, source, window } = asked;
  const id = idFrom(isZero ? "rts" : "prs", call.home.id, direction, window.from, window.to);
  return {
    ...head(call, id, isZero ? "tariff_rate" : "price"),
    [directionName(generation)]: direction,
    last_updated: lastUpdated(source, now, window.offset),
    ...(isZero ? { next_update: nextUpdate(source, now, window.offset) } : {}),
    request: {
      ...(isZero ? { include_tariff, include_carbon } : {}),
      [directionName(generation)]: direction,
      ...span(window, "start_time", "end_time"),
    },
    data: curveOf(source, window.from, window.to, now).map((entry) => {
      const { total, confidence } = entry.price;
      const times = span({ ...entry, offset: window.offset }, "valid_from", "valid_to");
      if (!isZero) return { ...times, price: { value: total, confidence } };
      return {
        ...times,
        ...(include_tariff ? { tariff: { rate: total, confidence } } : {}),
        ...(include_carbon ? { carbon: carbonOf(source, entry, now) } : {}),
      };
    }),
    ...tail(call),
  };
}

/** `GET /tariffs/audit/{id}` in Zero, `POST /audits/prices/{id}` in Anode. The parts of a price add up to its total. */
export function auditBody(call: Call, question: Question): object | WireError {
  const { generation, now } = call;
  const asked = askedOf(call, question);
  if (isRefusal(asked)) return asked;
  const { direction, source, window } = asked;
  const isZero = generation === "zero";
  return {
    ...head(
      call,
      idFrom("tra", call.home.id, direction, window.from, window.to),
      isZero ? "tariff_rate_audit" : "price_audit",
    ),
    [directionName(generation)]: direction,
    ...(isZero ? {} : { last_updated: lastUpdated(source, now, window.offset) }),
    request: { [directionName(generation)]: direction, ...span(window, "start_time", "end_time") },
    market_sources: marketsOf(source).map((region) => idFrom("mrs", region)),
    ...(isZero ? { carbon_sources: [idFrom("reg", source.region)] } : {}),
    data: curveOf(source, window.from, window.to, now).map((entry) => {
      const { market, fixed, percentage, aggregate, gridFee, total, confidence } = entry.price;
      return {
        ...span({ ...entry, offset: window.offset }, "valid_from", "valid_to"),
        [isZero ? "tariff_rate" : "price_breakdown"]: {
          commodity: { market, fixed, percentage, tier: 0, aggregate },
          non_commodity: { fixed: gridFee, tier: 0 },
          total,
          confidence,
        },
      };
    }),
    ...tail(call),
  };
}

/** Zero alone: when to ask again. Prices that stay the same change at midnight at the earliest. */
export function nextUpdate(source: Source, now: number, offset: number): string {
  const midnight = midnightIn(dayAfter(dayIn(now, source.zone)), source.zone);
  return written(followsMarket(source) ? nextRelease(now, source.zone) : midnight, offset);
}

/** When the prices were last looked at: the market's when they came out, the others' at the last midnight. */
function lastUpdated(source: Source, now: number, offset: number): string {
  const midnight = midnightIn(dayIn(now, source.zone), source.zone);
  const isOut =
    followsMarket(source) && knownUntil(now, source.zone) > midnightIn(dayAfter(dayIn(now, source.zone)), source.zone);
  return written(isOut ? midnight + 13 * 60 * minuteMs : midnight, offset);
}

function carbonOf({ zone, region }: Source, { from }: Entry, now: number): object {
  return { ...carbonAt(from, zone, region, now), confidence: confidenceOf(from, now, zone) };
}

function marketsOf(source: Source): string[] {
  const tariffs = [source.commodity, source.gridFee].filter((it) => it !== null);
  const regions = tariffs.flatMap(({ plan }) => (plan.structure === "MARKET" ? [plan.region] : []));
  return [...new Set(regions)];
}
