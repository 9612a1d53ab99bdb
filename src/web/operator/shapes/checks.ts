// What a check of the deployment tells.

import * as z from "zod/mini";
import { call } from "./call.ts";
import { instant } from "./ids.ts";

export const finding = z.object({
  /** Stable. What belongs together begins alike. */
  name: z.string(),
  result: z.enum(["ok", "warn", "failed", "skipped"]),
  found: z.string(),
  /** What to do about it; null where nothing is to be done. */
  remedy: z.nullable(z.string()),
});

export const checkReport = z.object({
  checked_at: instant,
  /** The worst of all; what was skipped does not count. */
  status: z.enum(["ok", "warn", "failed"]),
  data: z.array(finding),
});

export type CheckReportShape = z.output<typeof checkReport>;

export const checkSetup = call({
  method: "POST",
  path: "/v1/checks",
  role: "support",
  summary: "Is it set up right?",
  detail:
    "Tries everything outside, for real and harmlessly: nothing is sent to anybody. Takes some seconds where something does not answer.",
  answers: { 200: checkReport },
  problems: [],
});
