// The world at the start: homes, their tariffs, the suppliers and their outages. And what FlatPeak says of a home.

import { addDays, DAY, HOUR } from "../../core/time.ts";
import { chanceOf } from "./chance.ts";
import type { CivilDate } from "../../core/time.ts";
import type { ProbeAnswer, SlotFacts, SlotName } from "../../core/case/truth.ts";
import type { Assumptions } from "./assumptions.ts";
import type { Chance } from "./chance.ts";
import type { Cause } from "./tally.ts";

/** Every run begins on this Monday, four weeks before Europe's clocks go forward. */
export const START = Date.UTC(2026, 2, 2);
const START_DATE: CivilDate = "2026-03-02";
export const YEAR = 365 * DAY;

/** What all customers of a run share, whatever the policy. */
export interface Surroundings {
  readonly seed: number;
  readonly days: number;
  readonly assumed: Assumptions;
  /** By supplier. */
  readonly outages: readonly (readonly Outage[])[];
}

/** Instants; `to` is when it is over by itself. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

export interface Problem {
  readonly cause: Cause;
  readonly startedAt: number;
  /** Null while a contract is about to end and has not. */
  wrongSince: number | null;
}

/** A tariff and what is wrong with it at present. */
export interface Tariff {
  readonly no: number;
  readonly id: string;
  readonly slot: SlotName;
  readonly supplier: number;
  readonly home: Home;
  endDate: CivilDate | null;
  /** Its contract is about to end, or has. */
  contract: Problem | null;
  /** It cannot be read. */
  reading: Problem | null;
}

export interface Home {
  readonly id: string;
  readonly zone: string;
  readonly tariffs: Tariff[];
}

/** Of a hundred homes, how many lie in each zone. */
const ZONES: readonly (readonly [zone: string, share: number])[] = [
  ["Europe/London", 26],
  ["Europe/Berlin", 20],
  ["Europe/Amsterdam", 10],
  ["Europe/Paris", 8],
  ["Europe/Stockholm", 6],
  ["Europe/Madrid", 5],
  ["Europe/Rome", 5],
  ["Europe/Dublin", 4],
  ["Europe/Helsinki", 3],
  ["Europe/Lisbon", 3],
  ["Europe/Athens", 2],
  ["Atlantic/Canary", 1],
  ["America/New_York", 3],
  ["Australia/Sydney", 2],
  ["Pacific/Auckland", 2],
];
const SLOTS: readonly SlotName[] = ["commodity_import", "commodity_export", "non_commodity_import"];

function zoneBy(chance: Chance): string {
  let left = chance.whole(100);
  return ZONES.find(([, share]) => (left -= share) < 0)?.[0] ?? "UTC";
}

/** The homes of one customer with their tariffs, all in order. */
export function homesBy(chance: Chance, assumed: Assumptions): readonly Home[] {
  const oneToThree = (second: number, third: number): number => (chance.is(second) ? (chance.is(third) ? 3 : 2) : 1);
  const zone = zoneBy(chance);
  let no = 0;
  return Array.from({ length: oneToThree(assumed.secondHome, assumed.thirdHome) }, (_, index) => {
    const elsewhere = index > 0 && chance.is(assumed.otherZone);
    const home: Home = { id: `loc_${index + 1}`, zone: elsewhere ? zoneBy(chance) : zone, tariffs: [] };
    for (const slot of SLOTS.slice(0, oneToThree(assumed.secondTariff, assumed.thirdTariff))) {
      no += 1;
      const endDate = chance.is(assumed.fixedTerm) ? addDays(START_DATE, chance.whole(assumed.contractDays)) : null;
      const supplier = chance.whole(assumed.suppliers);
      home.tariffs.push({ no, id: `trf_${no}`, slot, supplier, home, endDate, contract: null, reading: null });
    }
    return home;
  });
}

/** The outages of every supplier within `days`, the same for all customers. */
export function outagesOf(seed: number, days: number, assumed: Assumptions): Surroundings["outages"] {
  return Array.from({ length: assumed.suppliers }, (_, supplier) => {
    const chance = chanceOf(seed, 0, supplier);
    const outages: Outage[] = [];
    let from = START + chance.gap(assumed.outagesPerYear) * YEAR;
    while (from < START + days * DAY) {
      const to = from + chance.around(assumed.outageHours) * HOUR;
      outages.push({ from, to });
      from = to + chance.gap(assumed.outagesPerYear) * YEAR;
    }
    return outages;
  });
}

/** What FlatPeak says of a home. An ended contract shows by its date; an outage is named while it is recognised as one. */
export function truthOf(home: Home, now: number, { outages, assumed }: Surroundings): ProbeAnswer {
  const { outageNoticedHours, outageHeldHours } = assumed;
  const isOut = ({ supplier }: Tariff): boolean =>
    (outages[supplier] ?? []).some(({ from, to }) => {
      const noticed = from + outageNoticedHours * HOUR;
      return noticed <= now && now < Math.min(to, noticed + outageHeldHours * HOUR);
    });
  const slots = home.tariffs.map<SlotFacts>((it) => ({
    slot: it.slot,
    status: it.reading === null ? "CONNECTED" : "ERROR",
    connectionType: "DIRECT",
    tariffId: it.id,
    contractEndDate: it.endDate,
    supplier: `supplier ${it.supplier}`,
  }));
  const out = new Set(home.tariffs.filter(isOut).map((it) => `supplier ${it.supplier}`));
  return { kind: "status", slots, timezone: home.zone, outages: [...out] };
}
