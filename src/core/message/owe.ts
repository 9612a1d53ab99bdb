// A notification at its beginning: owed from now on, and not yet tried.

import { NOTIFICATION } from "../blank.ts";
import { notificationId } from "./notification.ts";
import { tellingOf } from "./telling.ts";
import { caseOf } from "../read.ts";
import { oweAgain } from "../case/ladder.ts";
import type { ChannelName } from "../policy.ts";
import type { Case } from "../state.ts";
import type { Turn } from "../turn.ts";
import type { Notification } from "./notification.ts";

/** What is settled of a notification before it is tried. */
export type Plan = Pick<
  Notification,
  "kind" | "channel" | "reason" | "endDateTrap" | "caseNos" | "rung" | "repeats" | "confirms"
>;

/** Owes a notification that is planned to the last word; gives it. */
export function owe(turn: Turn, plan: Plan): Notification {
  const { state, now } = turn;
  const no = state.lastNotificationNo + 1;
  const id = notificationId(state.customerId, no);
  const arm = caseOf(state, plan.caseNos[0] ?? 0)?.arm;
  const its = arm === undefined ? {} : { arm };
  const notification: Notification = { ...NOTIFICATION, ...plan, ...its, no, id, dueAt: now, createdAt: now };
  turn.state = { ...state, lastNotificationNo: no };
  turn.putNotification(notification);
  return notification;
}

/** Owes the customer a message about these cases, or the company a word about them; gives it. */
export function oweNotification(
  turn: Turn,
  kind: Notification["kind"],
  channel: ChannelName,
  cases: readonly Case[],
): Notification {
  const rung = cases.reduce((highest, it) => Math.max(highest, it.rung), 0) + (kind === "notify" ? 1 : 0);
  return owe(turn, { kind, channel, rung, ...tellingOf(cases) });
}

/** A message leaves without these cases, or not at all: the rung it used is owed again. What is said once more used none. */
export function oweRungAgain(turn: Turn, it: Notification, cases: readonly Case[]): void {
  if (it.repeats === undefined) turn.putCases(cases.map((c) => oweAgain(c, turn.now)));
}
