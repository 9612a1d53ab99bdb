// From what each action uses to what a month costs. What the meter cannot see stands here as an assumption.

import { PLAN_DOLLARS, PRICES } from "./prices.ts";
import type { Actions } from "./actions.ts";
import type { Usage } from "./metered.ts";
import type { Billed } from "./prices.ts";

/** How much of everything that is billed. */
export type Bill = Readonly<Record<Billed, number>>;

/** What a month brings, for each thousand customers unless it says otherwise. */
export const ASSUMED = {
  /** Customers with a problem in a month. */
  troubled: 50,
  /** Events about the same problem, after the first of each. */
  repeatedEvents: 50,
  /** Deliveries of an event that came before. */
  duplicates: 10,
  messages: 90,
  taps: 35,
  tapsAgain: 15,
  repairs: 30,
  /** Of all customers, how many have had an event at all and so an object that is stored. */
  stored: 600,
  /** Bytes of such an object. */
  bytesStored: 40_000,
  /** Milliseconds of processor time of a Worker request. */
  cpuMs: 1,
  /** Milliseconds for which a call keeps its object busy, and each call upstream on top. */
  callMs: 10,
  upstreamMs: 250,
  /** Runs of the sweep in a month, at one each quarter of an hour. */
  sweeps: 2_880,
  /** Days for which the sweep goes back over problems once a day. */
  lookBackDays: 36,
} as const;

const NOTHING: Bill = {
  workerRequests: 0,
  workerCpuMs: 0,
  objectRequests: 0,
  objectGbSeconds: 0,
  rowsRead: 0,
  rowsWritten: 0,
  storedGb: 0,
};

const kinds = Object.keys(NOTHING) as Billed[];

export const sum = (...bills: readonly Bill[]): Bill =>
  Object.fromEntries(kinds.map((kind) => [kind, bills.reduce((all, it) => all + it[kind], 0)])) as Bill;

/** What so many of an action are billed as. */
export function billOf(usage: Usage, times: number): Bill {
  const calls = usage.objectRequests + usage.alarms;
  const busyMs = calls * ASSUMED.callMs + usage.upstreamCalls * ASSUMED.upstreamMs;
  return {
    workerRequests: usage.workerRequests * times,
    workerCpuMs: usage.workerRequests * times * ASSUMED.cpuMs,
    objectRequests: calls * times,
    objectGbSeconds: (busyMs / 1_000) * 0.125 * times,
    rowsRead: usage.rowsRead * times,
    rowsWritten: (usage.rowsWritten + usage.alarmsSet) * times,
    storedGb: 0,
  };
}

/** A month of so many customers, as assumed. */
export function monthOf(actions: Actions, customers: number): Bill {
  const thousands = customers / 1_000;
  const problemEvents = ASSUMED.troubled + ASSUMED.repeatedEvents;
  const events = problemEvents + ASSUMED.repairs;
  return sum(
    billOf(actions.firstEvent, ASSUMED.troubled * thousands),
    billOf(actions.sameProblem, ASSUMED.repeatedEvents * thousands),
    billOf(actions.duplicate, ASSUMED.duplicates * thousands),
    billOf(actions.message, ASSUMED.messages * thousands),
    billOf(actions.tap, ASSUMED.taps * thousands),
    billOf(actions.tapAgain, ASSUMED.tapsAgain * thousands),
    billOf(actions.repair, ASSUMED.repairs * thousands),
    billOf(actions.sweep, ASSUMED.sweeps),
    // Each event is met once by the sweep that follows it, each problem again every day of the look back.
    billOf(actions.sweptEvent, (events + problemEvents * ASSUMED.lookBackDays) * thousands),
    { ...NOTHING, storedGb: (ASSUMED.stored * thousands * ASSUMED.bytesStored) / 1e9 },
  );
}

/** Dollars for each thing billed, nothing included. */
export const listPrice = (bill: Bill): Bill =>
  Object.fromEntries(kinds.map((kind) => [kind, (bill[kind] / PRICES[kind].per) * PRICES[kind].dollars])) as Bill;

/** Dollars of a month: the plan, and what goes beyond what it includes. */
export function monthly(bill: Bill): number {
  const beyond = Object.fromEntries(
    kinds.map((kind) => [kind, Math.max(0, bill[kind] - PRICES[kind].included)]),
  ) as Bill;
  return PLAN_DOLLARS + total(listPrice(beyond));
}

export const total = (dollars: Bill): number => kinds.reduce((all, kind) => all + dollars[kind], 0);
