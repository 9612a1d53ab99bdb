// Does cron run, and do FlatPeak's webhooks arrive? No object stands on the way of all webhooks, so the sweep tells: it lists every
// event, and of each it knows whether its webhook had brought it.

import { CRON_LATE_MS } from "../../../core/sweep/plan.ts";
import { broken, doubtful, fine, untried } from "../../../platform/finding.ts";
import { isLocalUrl } from "../../../platform/fields.ts";
import type { Finding } from "../../../platform/finding.ts";
import type { SweepReport } from "../../../objects/sweep/contract.ts";

const SWEEP_BY_HAND = "POST /v1/sweep makes a run";
const iso = (at: number): string => new Date(at).toISOString();

/** `publicUrl`: an address of this machine alone is that of a development server. */
export function checkCron({ cronAt }: Pick<SweepReport, "cronAt">, now: number, publicUrl: string): Finding {
  const remedy =
    "Cron comes every fifteen minutes. Where it does not, look at [triggers] in wrangler.toml, and deploy again.";
  if (cronAt === null && isLocalUrl(publicUrl))
    return untried("cron", "cron does not come to a development server", `${SWEEP_BY_HAND}.`);
  if (cronAt === null) return doubtful("cron", "cron has not come yet", remedy);
  return now - cronAt > CRON_LATE_MS
    ? broken("cron", `cron last came at ${iso(cronAt)}`, remedy)
    : fine("cron", `cron last came at ${iso(cronAt)}`);
}

/** False while the sweep has gone through no list of events: webhooks may have come and be on disk, but nobody counts them. */
export const hasLooked = ({ lastEventAt, passes }: Pick<SweepReport, "lastEventAt" | "passes">): boolean =>
  lastEventAt !== null || passes.some(({ doneAt }) => doneAt !== null);

export function checkWebhook(
  report: Pick<SweepReport, "broughtAt" | "missedAt" | "missedEventAt" | "lastEventAt" | "silent" | "passes">,
  webhookUrl: string,
): Finding {
  const { broughtAt, missedAt, missedEventAt, lastEventAt, silent, passes } = report;
  const register = `Let FlatPeak post its webhooks to ${webhookUrl}, in its dashboard under Webhooks.`;
  if (missedAt !== null && (missedEventAt ?? missedAt) > (broughtAt ?? 0))
    return broken("webhook", `FlatPeak lists events that no webhook brought, last seen at ${iso(missedAt)}`, register);
  if (!hasLooked({ lastEventAt, passes }))
    return untried(
      "webhook",
      "not known before the sweep has gone through FlatPeak's list of events for the first time",
      `${SWEEP_BY_HAND}; cron does every fifteen minutes.`,
    );
  if (broughtAt === null)
    return lastEventAt === null
      ? doubtful("webhook", "FlatPeak has had nothing to tell yet", register)
      : untried("webhook", "FlatPeak lists no event since the sweep began", register);
  const found = `a webhook brought what happened at ${iso(broughtAt)}`;
  return silent
    ? doubtful(
        "webhook",
        `${found}, and FlatPeak has been silent since`,
        "See whether tariffs are still with this account.",
      )
    : fine("webhook", found);
}
