// The ways an alert about a trouble goes.

import { alertPlace, alertSenders } from "../../channels/alert/senders.ts";
import { alertWords } from "../../channels/alert/words.ts";
import type { AlertDeps, AlertWay } from "../../channels/alert/senders.ts";
import type { Alert } from "../../core/alert/troubles.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";

export type AlertWays = ReadonlyMap<AlertWay, (alert: Alert) => Promise<DeliveryOutcome>>;

/** By none where no alerts are wanted. */
export function alertWaysOf(deps: AlertDeps): AlertWays {
  const place = alertPlace(deps);
  return new Map(
    [...alertSenders(deps)].map(([to, send]) => [to, (alert) => send(alert.id, alertWords(alert, place))] as const),
  );
}
