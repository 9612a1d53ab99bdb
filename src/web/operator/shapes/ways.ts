// The calls about the ways out, the sweep, and the outages of suppliers.

import * as z from "zod/mini";
import { call } from "./call.ts";
import { instant, instantOrNull } from "./ids.ts";

export const showChannels = call({
  method: "GET",
  path: "/v1/channels",
  role: "read",
  summary: "How the ways out stand",
  detail:
    "The channels in use, in order, your backend and the contact lookup among them: why and since when one is closed to your account, and what keeps some recipients from being reached.",
  answers: {
    200: z.object({
      data: z.array(
        z.object({
          channel: z.string(),
          open: z.boolean(),
          closed_at: instantOrNull,
          why: z.nullable(z.string()),
          impaired: z.array(z.object({ why: z.string(), last_at: instant })),
        }),
      ),
    }),
  },
  problems: [],
});

const sweepReport = z.object({
  refuses_us_since: instantOrNull,
  refuses_us_why: z.nullable(z.string()),
  /** When cron last had a run made. */
  cron_at: instantOrNull,
  last_event_at: instantOrNull,
  /** When the newest event happened that its webhook brought before it was listed. */
  brought_at: instantOrNull,
  silent: z.boolean(),
  missed_by_webhooks: z.number(),
  last_missed_at: instantOrNull,
  /** When the newest event happened that no webhook brought. */
  missed_event_at: instantOrNull,
  failing_since: instantOrNull,
  put_aside: z.number(),
  passes: z.array(
    z.object({
      name: z.string(),
      cursor: z.nullable(z.string()),
      under_way: z.boolean(),
      done_at: instantOrNull,
      failing_since: instantOrNull,
      why: z.nullable(z.string()),
    }),
  ),
});

export const showSweep = call({
  method: "GET",
  path: "/v1/sweep",
  role: "read",
  summary: "How far the sweep is",
  detail: "What the webhooks missed, and whether FlatPeak has fallen silent or refuses your account.",
  answers: { 200: sweepReport },
  problems: [],
});

export const runSweep = call({
  method: "POST",
  path: "/v1/sweep",
  role: "support",
  summary: "Sweep now",
  detail: "Instead of at the next quarter of an hour.",
  answers: { 200: sweepReport },
  problems: [],
});

export const listSuppliers = call({
  method: "GET",
  path: "/v1/suppliers",
  role: "read",
  summary: "Suppliers with an outage",
  detail:
    "Energy suppliers of whom the homes of many customers cannot be read at once, of the most customers first. While one is `holding`, nobody is told of that; then what is still broken is. `customers` is no more than an outage needs many times over. A new one is some minutes behind at most.",
  answers: {
    200: z.object({
      data: z.array(z.object({ supplier: z.string(), since: instant, holding: z.boolean(), customers: z.number() })),
    }),
  },
  problems: ["fleet_index_missing"],
});
