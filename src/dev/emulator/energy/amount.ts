// When several devices of a home are to take, or give, an amount of energy: `schedule` in Zero, `schedule_amount` in Anode.
// The cheapest time first, as much as the home's connection and the device allow.
import type { WireError } from "../wire-error.ts";
import { idFrom } from "./chance.ts";
import { curveOf, type Entry } from "./curve.ts";
import { directionName, type Generation, isGiven, type Question } from "./question.ts";
import type { Direction } from "./records.ts";
import { round, type Source } from "./tariff.ts";
import { type Call, head, isRefusal, pricedSource, span, tail } from "./wire.ts";
import { hourMs, minuteMs } from "./zone.ts";

interface Power {
  units: "W" | "KW";
  value: number;
}

interface Wish {
  device: string;
  direction: Direction;
  from: number;
  to: number;
  offset: number;
  power: Power | null;
  energy: { units: "WH" | "KWH"; value: number };
}

/** So much power for so long; in kW. */
interface Share extends Entry {
  kw: number;
}

const inKw = ({ units, value }: Power): number => (units === "W" ? value / 1000 : value);

/** `POST /schedules` in Zero, `POST /schedules/amount/{id}` in Anode. */
export function amountBody(call: Call, question: Question): object | WireError {
  const { generation, home, now } = call;
  const max = powerIn(question);
  const wishes = wishesIn(question, now);
  if (question.wrong !== null) return question.wrong;
  const used: Share[] = [];
  const plans: Plan[] = [];
  for (const wish of wishes) {
    const source = pricedSource(home, wish.direction);
    if (isRefusal(source)) return source;
    plans.push(planned(source, wish, inKw(max), used, now));
  }
  const { shaving_threshold: shaving } = question.fields;
  const id = idFrom(generation === "zero" ? "sch" : "sae", home.id, JSON.stringify(wishes), inKw(max));
  return {
    ...head(call, id, generation === "zero" ? "schedule" : "schedule_amount"),
    max_power: max,
    ...(isGiven(shaving) ? { shaving_threshold: shaving } : {}),
    ...moneyOf(plans, generation),
    data: plans.map((plan) => ({
      device_id: plan.wish.device,
      [directionName(generation)]: plan.wish.direction,
      ...span(plan.wish, "start_time", "end_time"),
      max_power: plan.wish.power ?? max,
      energy: plan.wish.energy,
      ...moneyOf([plan], generation),
      schedule: joined(plan.shares).map((share) => ({
        ...span({ ...share, offset: plan.wish.offset }, "start_time", "end_time"),
        power: powerLike(share.kw, plan.wish.power ?? max),
      })),
    })),
    ...tail(call),
  };
}

interface Plan {
  wish: Wish;
  shares: Share[];
  /** What the energy would cost, taken at once. */
  atOnce: number;
}

/** Plans one device beside those that are planned already, whose shares are `used`; its own are added to them. */
function planned(source: Source, wish: Wish, homeKw: number, used: Share[], now: number): Plan {
  const curve = curveOf(source, wish.from, wish.to, now).flatMap(quarters);
  const kwh = wish.energy.units === "WH" ? wish.energy.value / 1000 : wish.energy.value;
  const isFree = (entry: Entry): number => {
    const taken = used
      .filter(({ from, to }) => from < entry.to && to > entry.from)
      .reduce((sum, { kw }) => sum + kw, 0);
    return Math.min(wish.power === null ? homeKw : inKw(wish.power), homeKw - taken);
  };
  const sign = wish.direction === "EXPORT" ? -1 : 1;
  const best = curve.toSorted((a, b) => sign * (a.price.total - b.price.total) || a.from - b.from);
  const shares = filled(best, kwh, isFree);
  const plan = { wish, shares, atOnce: costOf(filled(curve, kwh, isFree)) };
  used.push(...shares);
  return plan;
}

/** Gives the energy to these entries in their order, each as much power as is free; the last may end early. */
function filled(entries: readonly Entry[], kwh: number, freeIn: (entry: Entry) => number): Share[] {
  const shares: Share[] = [];
  let left = kwh;
  for (const entry of entries) {
    const kw = freeIn(entry);
    if (left <= 1e-9) break;
    if (kw <= 1e-9) continue;
    const length = Math.min(entry.to - entry.from, Math.ceil(((left / kw) * hourMs) / minuteMs) * minuteMs);
    const power = Math.min(kw, (left / length) * hourMs);
    shares.push({ ...entry, to: entry.from + length, kw: power });
    left -= (power * length) / hourMs;
  }
  return shares;
}

/** An entry in pieces of a quarter of an hour at most, so that a long one is not all or nothing for a second device. */
function quarters(entry: Entry): Entry[] {
  const pieces: Entry[] = [];
  for (let from = entry.from; from < entry.to; from += 15 * minuteMs)
    pieces.push({ ...entry, from, to: Math.min(entry.to, from + 15 * minuteMs) });
  return pieces;
}

/** Shares in the order of time, those that touch and have the same power as one. */
function joined(shares: readonly Share[]): Share[] {
  const all: Share[] = [];
  for (const share of shares.toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last !== undefined && last.to === share.from && Math.abs(last.kw - share.kw) < 1e-9) last.to = share.to;
    else all.push({ ...share });
  }
  return all;
}

const kwhOf = ({ kw, from, to }: Share): number => (kw * (to - from)) / hourMs;

function costOf(shares: readonly Share[]): number {
  return shares.reduce((sum, share) => sum + kwhOf(share) * share.price.total, 0);
}

/** What it costs and how sure that is, and what is saved against taking the energy at once: earned, where it is given away. */
function moneyOf(plans: readonly Plan[], generation: Generation): object {
  const shares = plans.flatMap((it) => it.shares);
  const value = costOf(shares);
  const kwh = shares.reduce((sum, it) => sum + kwhOf(it), 0);
  const sure = shares.reduce((sum, it) => sum + kwhOf(it) * it.price.confidence, 0);
  const atOnce = plans.reduce((sum, it) => sum + it.atOnce, 0);
  const saved = plans.reduce((sum, it) => {
    const gain = it.atOnce - costOf(it.shares);
    return sum + (it.wish.direction === "EXPORT" ? -gain : gain);
  }, 0);
  const percentage = atOnce === 0 ? 0 : round((saved / Math.abs(atOnce)) * 100, 2);
  return {
    [generation === "zero" ? "tariff" : "cost"]: {
      value: round(value),
      confidence: kwh === 0 ? 1 : round(sure / kwh, 2),
    },
    savings: { value: round(saved), percentage },
  };
}

function powerLike(kw: number, { units }: Power): Power {
  return { units, value: round(units === "W" ? kw * 1000 : kw, 3) };
}

function wishesIn(question: Question, now: number): Wish[] {
  const { data } = question.fields;
  if (!Array.isArray(data) || data.length === 0) {
    question.refuse("data_missing", "data must name at least one device");
    return [];
  }
  return (data as unknown[]).map((entry) => question.within(entry, (wish) => wishIn(wish, now)));
}

function wishIn(question: Question, now: number): Wish {
  const { device_id, max_power, energy } = question.fields;
  const device = typeof device_id === "string" ? device_id : "";
  if (!/^dev_\w+$/.test(device)) question.refuse("device_id_invalid", "device_id must be the id of a device");
  return {
    device,
    direction: question.word(directionName(question.generation), ["IMPORT", "EXPORT"], "IMPORT"),
    ...question.window(now, false),
    power: isGiven(max_power) ? powerIn(question) : null,
    energy: question.within(energy, (it) => ({
      units: it.word("units", ["WH", "KWH"], "WH"),
      value: it.neededNumber("value", 0, 1e9),
    })),
  };
}

function powerIn(question: Question): Power {
  return question.within(question.fields["max_power"], (it) => ({
    units: it.word("units", ["W", "KW"], "W"),
    value: it.neededNumber("value", 0, 1e9),
  }));
}
