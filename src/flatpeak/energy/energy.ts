// FlatPeak's energy API (version Anode) for a company's own code: prices and their audit, schedules, costs, meter records. What the
// package exports as `./flatpeak`. Fields have FlatPeak's names, so that its documentation reads along.

import { createClient } from "../client.ts";
import { currentTime } from "../../platform/clock.ts";
import { createAsker } from "./ask.ts";
import { pricesOf } from "./prices.ts";
import * as cost from "./shapes/cost.ts";
import { idOf, reference } from "./shapes/common.ts";
import * as meter from "./shapes/meter.ts";
import * as price from "./shapes/price.ts";
import * as schedule from "./shapes/schedule.ts";
import type { Client, ClientDeps } from "../client.ts";
import type { PatienceDeps } from "./patience.ts";
import type { EnergyResult } from "./result.ts";
import type { TariffDirection } from "./shapes/common.ts";

export interface Energy {
  /** Prices per kWh of a location. A window of more than 90 days is asked in pieces, one after the other. */
  prices(locationId: string, question: price.PriceQuestion): Promise<EnergyResult<price.PriceAnswer>>;
  readonly audits: {
    /** Where prices come from. For looking into one: FlatPeak may limit this strictly. */
    prices(locationId: string, question: price.PriceQuestion): Promise<EnergyResult<price.AuditAnswer>>;
  };
  readonly schedules: {
    /** The cheapest or dearest minutes of a window. */
    duration(locationId: string, question: schedule.DurationQuestion): Promise<EnergyResult<schedule.DurationAnswer>>;
    /** The times below or above a price. */
    limit(locationId: string, question: schedule.LimitQuestion): Promise<EnergyResult<schedule.LimitAnswer>>;
    /** When devices should use or give an amount of energy. */
    amount(locationId: string, question: schedule.AmountQuestion): Promise<EnergyResult<schedule.AmountAnswer>>;
  };
  readonly costs: {
    /** What one record costs. It is recorded as well, unless `non_persistent`: only then is it ever asked twice. */
    instant(
      record: meter.MeterRecord,
      options?: { readonly non_persistent?: boolean },
    ): Promise<EnergyResult<cost.InstantAnswer>>;
    /** What a location or a device cost. */
    interval(id: string, question: cost.CostQuestion): Promise<EnergyResult<cost.CostAnswer>>;
    /** What a session cost, by the company's own reference. */
    session(
      sessionReference: string,
      question?: { readonly tariff_direction?: TariffDirection },
    ): Promise<EnergyResult<cost.CostAnswer>>;
  };
  readonly meters: {
    /** Records of periods. Sent once, whatever happens: `mayHaveCounted` says when to look before sending again. */
    interval(records: readonly meter.MeterRecord[]): Promise<EnergyResult<meter.BatchAnswer>>;
    /** What a counter showed. Sent once, as above. */
    cumulative(readings: meter.CumulativeReadings): Promise<EnergyResult<meter.BatchAnswer>>;
    /** How far FlatPeak is with a batch. Its path in Anode is not documented: Zero's is asked. */
    batch(batchId: string): Promise<EnergyResult<meter.BatchAnswer>>;
  };
}

const location = idOf("loc");
const locationOrDevice = idOf("loc", "dev");
const batchId = idOf("bat");

/** A query of what was said; nothing where nothing was. */
function queryOf(fields: Readonly<Record<string, string | boolean | undefined>>): string {
  const said = Object.entries(fields).flatMap(([name, it]) => (it === undefined ? [] : [[name, String(it)]]));
  return said.length === 0 ? "" : `?${new URLSearchParams(said).toString()}`;
}

/** The energy API over a client that is there already, with its login. */
export function energyOver(client: Client, deps: PatienceDeps): Energy {
  const ask = createAsker(client, deps);

  return {
    prices: pricesOf(ask, deps.now),
    audits: {
      prices: (id, question) =>
        ask({
          given: { id, question },
          shapes: { id: location, question: price.priceQuestion },
          request: (it) => ({ method: "POST", path: `/audits/prices/${it.id}`, body: it.question, isRead: true }),
          about: ({ question: { tariff_direction } }) => [tariff_direction],
          answer: price.auditAnswer,
        }),
    },
    schedules: {
      duration: (id, question) =>
        ask({
          given: { id, question },
          shapes: { id: location, question: schedule.durationQuestion },
          request: (it) => ({ method: "POST", path: `/schedules/duration/${it.id}`, body: it.question, isRead: true }),
          about: ({ question: { tariff_direction } }) => [tariff_direction],
          answer: schedule.durationAnswer,
        }),
      limit: (id, question) =>
        ask({
          given: { id, question },
          shapes: { id: location, question: schedule.limitQuestion },
          request: (it) => ({ method: "POST", path: `/schedules/limit/${it.id}`, body: it.question, isRead: true }),
          about: ({ question: { tariff_direction } }) => [tariff_direction],
          answer: schedule.limitAnswer,
        }),
      amount: (id, question) =>
        ask({
          given: { id, question },
          shapes: { id: location, question: schedule.amountQuestion },
          request: (it) => ({ method: "POST", path: `/schedules/amount/${it.id}`, body: it.question, isRead: true }),
          about: ({ question: { data } }) => data.map(({ tariff_direction }) => tariff_direction),
          answer: schedule.amountAnswer,
        }),
    },
    costs: {
      instant: (record, options = {}) =>
        ask({
          given: { record, options },
          shapes: { record: meter.meterRecord, options: cost.instantOptions },
          request: (it) => ({
            method: "POST",
            path: `/costs/instant${queryOf(it.options)}`,
            body: it.record,
            isRead: it.options.non_persistent === true,
          }),
          about: ({ record: { location_id, tariff_direction } }) => [location_id, tariff_direction],
          answer: cost.instantAnswer,
        }),
      interval: (id, question) =>
        ask({
          given: { id, question },
          shapes: { id: locationOrDevice, question: cost.intervalQuestion },
          request: ({ id: of, question: { start_time, end_time, ...query } }) => ({
            method: "POST",
            path: `/costs/interval/${of}${queryOf(query)}`,
            body: { start_time, end_time },
            isRead: true,
          }),
          about: ({ question: { tariff_direction } }) => [tariff_direction],
          answer: cost.costAnswer,
        }),
      session: (sessionReference, question = {}) =>
        ask({
          given: { session: sessionReference, question },
          shapes: { session: reference, question: cost.sessionQuestion },
          request: (it) => ({
            method: "POST",
            path: `/costs/session/${encodeURIComponent(it.session)}${queryOf(it.question)}`,
            isRead: true,
          }),
          about: ({ question: { tariff_direction } }) => [tariff_direction],
          answer: cost.costAnswer,
        }),
    },
    meters: {
      interval: (records) =>
        ask({
          given: { records },
          shapes: { records: meter.intervalRecords },
          request: (it) => ({ method: "PUT", path: "/meters/interval", body: it.records, isRead: false }),
          answer: meter.batchAnswer,
        }),
      cumulative: (readings) =>
        ask({
          given: { readings },
          shapes: { readings: meter.cumulativeReadings },
          request: (it) => ({ method: "PUT", path: "/meters/cumulative/epoch", body: it.readings, isRead: false }),
          answer: meter.batchAnswer,
        }),
      batch: (id) =>
        ask({
          given: { id },
          shapes: { id: batchId },
          request: (it) => ({ method: "GET", path: `/meters/batch${queryOf({ batch_id: it.id })}`, isRead: true }),
          answer: meter.batchAnswer,
        }),
    },
  };
}

/** Left out: FlatPeak's own address, Anode, the runtime's `fetch`, clock and timers, and a minute. */
export type EnergyDeps = Pick<ClientDeps, "accountId" | "apiKey"> &
  Partial<Omit<ClientDeps, "accountId" | "apiKey"> & PatienceDeps>;

/** Ninety days of quarter hours are well over a megabyte. */
const MAX_BYTES = 8 * 1_024 * 1_024;
const MAX_WAIT_MS = 60_000;

const sleepFor = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const DEFAULTS: Omit<ClientDeps, "accountId" | "apiKey"> & PatienceDeps = {
  apiUrl: "https://api.flatpeak.com",
  apiVersion: "2025-09-14.anode",
  fetch: (input, init) => fetch(input, init),
  now: currentTime,
  sleep: sleepFor,
  maxWaitMs: MAX_WAIT_MS,
  maxBytes: MAX_BYTES,
};

/**
 * The energy API for one account: one instance per process, since it holds the bearer and what FlatPeak asked to wait for.
 * `apiVersion` must be one of Anode. No method throws for what FlatPeak or a caller of a method can cause.
 */
export function createEnergy(given: EnergyDeps): Energy {
  const deps = { ...DEFAULTS, ...given };
  return energyOver(createClient(deps), deps);
}

export type { EnergyResult, NoPrices, Objection } from "./result.ts";
export type { Energy as EnergyAmount, Power, TariffDirection } from "./shapes/common.ts";
export { wattHours, watts } from "./shapes/common.ts";
export { dayWindow, todayWindow } from "./window.ts";
export type { AuditAnswer, PriceAnswer, PriceEntry, PriceQuestion } from "./shapes/price.ts";
export type {
  AmountAnswer,
  AmountQuestion,
  DurationAnswer,
  DurationQuestion,
  LimitAnswer,
  LimitQuestion,
} from "./shapes/schedule.ts";
export type { CostAnswer, CostEntry, CostQuestion, InstantAnswer } from "./shapes/cost.ts";
export type { BatchAnswer, CumulativeReadings, MeterRecord } from "./shapes/meter.ts";
