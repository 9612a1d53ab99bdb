// The ways an alert goes, as the settings name them.

import { postAlert } from "../../channels/alert/post.ts";
import { alertWords } from "../../channels/alert/words.ts";
import type { Alert } from "../../core/alert/troubles.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { Deps } from "../../setup/compose.ts";

export type AlertWays = ReadonlyMap<"url" | "email", (alert: Alert) => Promise<DeliveryOutcome>>;

/** By none where no alerts are wanted. */
export function alertWaysOf({ config, mail, outside }: Deps): AlertWays {
  const { alerts, brand, flatpeak, link } = config;
  const place = { brand: brand.name, publicUrl: link.publicUrl, isTest: !flatpeak.liveMode };
  const ways = new Map<"url" | "email", (alert: Alert) => Promise<DeliveryOutcome>>();
  const url = alerts?.url ?? null;
  if (url !== null) ways.set("url", (alert) => postAlert(outside, url, alertWords(alert, place)));
  const to = alerts?.email ?? null;
  if (to !== null && mail !== null)
    ways.set("email", (alert) => mail({ to, key: alert.id, ...alertWords(alert, place) }));
  return ways;
}
