// The call about the experiment that is set.

import * as z from "zod/mini";
import { call } from "./call.ts";
import { instantOrNull } from "./ids.ts";

/** Bounds are null while too little is known to say. */
const estimate = z.object({ value: z.nullable(z.number()), low: z.nullable(z.number()), high: z.nullable(z.number()) });

const arm = z.object({
  arm: z.string(),
  control: z.boolean(),
  weight: z.number(),
  cases: z.number(),
  customers: z.number(),
  known: z.number(),
  repaired: z.number(),
  messages: z.number(),
  repaired_per_customer: estimate,
  repaired_per_message: estimate,
  difference: estimate,
  verdict: z.nullable(z.enum(["real", "too_small", "go_on"])),
});

export const showExperiment = call({
  method: "GET",
  path: "/v1/fleet/experiment",
  role: "read",
  summary: "What the experiment has shown so far",
  detail:
    "`cases` and `customers` are all so far; `known` are the customers whose first case is old enough for its outcome to be final, and everything after it is about them. Intervals hold at every look together. `difference` is that of `repaired_per_customer` to the control, which stands first. Stop when `stop` is true: each arm is `real` or `too_small` then. `needed` customers with a known outcome in each arm find a difference of `worth` in four cases of five, by `enough_at` at the present pace. `experiment` is null where none is set.",
  answers: {
    200: z.object({
      experiment: z.nullable(
        z.object({
          name: z.string(),
          state: z.enum(["on", "off"]),
          since: instantOrNull,
          within_days: z.number(),
          worth: z.number(),
          needed: z.number(),
          enough_at: instantOrNull,
          stop: z.boolean(),
          arms: z.array(arm),
        }),
      ),
      rebuilding: z.boolean(),
    }),
  },
  problems: ["fleet_index_missing"],
});
