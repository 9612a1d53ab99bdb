// Cloudflare's published prices on the Workers Paid plan, in US dollars. Compare with the pages named here before use.

/** One thing that is billed: so much for each unit beyond what the plan includes each month. */
export interface Price {
  readonly dollars: number;
  /** For this many. */
  readonly per: number;
  readonly included: number;
}

/** When the pages below said so. */
export const PRICES_OF = "2026-11-22";
export const PRICE_PAGES = [
  "https://developers.cloudflare.com/workers/platform/pricing/",
  "https://developers.cloudflare.com/durable-objects/platform/pricing/",
] as const;

/** A month of the plan itself. */
export const PLAN_DOLLARS = 5;

const MILLION = 1_000_000;

export const PRICES = {
  workerRequests: { dollars: 0.3, per: MILLION, included: 10 * MILLION },
  /** Milliseconds of processor time in Workers. */
  workerCpuMs: { dollars: 0.02, per: MILLION, included: 30 * MILLION },
  /** Calls into objects, and alarms. */
  objectRequests: { dollars: 0.15, per: MILLION, included: MILLION },
  /** Gigabyte-seconds: wall-clock time of a busy object at 128 MB. */
  objectGbSeconds: { dollars: 12.5, per: MILLION, included: 400_000 },
  rowsRead: { dollars: 0.001, per: MILLION, included: 25_000 * MILLION },
  /** Rows of indexes included; setting an alarm is one. */
  rowsWritten: { dollars: 1, per: MILLION, included: 50 * MILLION },
  /** Gigabyte-months. */
  storedGb: { dollars: 0.2, per: 1, included: 5 },
} as const satisfies Readonly<Record<string, Price>>;

export type Billed = keyof typeof PRICES;
