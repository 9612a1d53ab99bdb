// What a check of the deployment tells.

import * as z from "zod/mini";

export const finding = z.object({
  /** Stable. What belongs together begins alike. */
  name: z.string(),
  result: z.enum(["ok", "warn", "failed", "skipped"]),
  found: z.string(),
  /** What to do about it; null where nothing is to be done. */
  remedy: z.nullable(z.string()),
});

export const checkReport = z.object({
  checked_at: z.string(),
  /** The worst of all; what was skipped does not count. */
  status: z.enum(["ok", "warn", "failed"]),
  data: z.array(finding),
});

export type CheckReportShape = z.output<typeof checkReport>;
