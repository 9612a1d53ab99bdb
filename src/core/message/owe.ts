// A notification at its beginning: owed from now on, and not yet tried.

import { NOTIFICATION } from "../blank.ts";
import { tellingOf } from "./telling.ts";
import type { ChannelName } from "../policy.ts";
import type { Case } from "../state.ts";
import type { Turn } from "../turn.ts";
import type { Notification } from "./notification.ts";

/** Owes the customer a message about these cases, or the company a word about them; gives it. */
export function oweNotification(
  turn: Turn,
  kind: Notification["kind"],
  channel: ChannelName,
  cases: readonly Case[],
): Notification {
  const { state, now } = turn;
  const no = state.lastNotificationNo + 1;
  const rung = cases.reduce((highest, it) => Math.max(highest, it.rung), 0);
  const notification: Notification = {
    ...NOTIFICATION,
    no,
    id: `ntf_${state.customerId}_${no}`,
    kind,
    channel,
    ...tellingOf(cases),
    rung: rung + (kind === "notify" ? 1 : 0),
    dueAt: now,
    createdAt: now,
  };
  turn.state = { ...state, lastNotificationNo: no };
  turn.putNotification(notification);
  return notification;
}
