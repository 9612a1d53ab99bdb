// Ids and times as calls of /v1 write them.

import * as z from "zod/mini";

/** FlatPeak's ids are opaque and of no fixed length (see flatpeak/ids.ts). */
const ID = "[A-Za-z0-9_-]{1,120}";

/** The customer of a path; the location where FlatPeak knows no customer. */
export const customerParam = z.object({
  id: z.string().check(z.regex(new RegExp(`^(?:cus|loc)_${ID}$`), "no such customer is known here")),
});

/** The same, or an invitation: whoever something may be kept of. */
export const personParam = z.object({
  id: z
    .string()
    .check(z.regex(new RegExp(`^(?:(?:cus|loc)_${ID}|inv_[0-9a-f]{24})$`), "no such customer is known here")),
});

/** The same where a customer is made by the call. */
export const newCustomerParam = z.object({
  id: z.string().check(z.regex(new RegExp(`^(?:cus|loc)_${ID}$`), "a customer id begins with cus_ or loc_")),
});

/** ISO 8601, in UTC. */
export const instant = z.string().check(z.meta({ format: "date-time", examples: ["2026-03-01T09:00:00.000Z"] }));
export const instantOrNull = z.nullable(instant);

/** A time (ms) as calls write it. */
export const iso = (at: number): string => new Date(at).toISOString();
export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));
