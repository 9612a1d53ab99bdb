// The word that a repair was seen, for those who were asked for it: a courtesy, where the operator wants it. It uses no rung, takes no
// place under the caps and waits for none; and it is dropped rather than said late, twice, or beside another message.

import { nextMessage } from "./next.ts";
import { owe } from "./owe.ts";
import { tellingOf } from "./telling.ts";
import { reachable } from "../person/contact.ts";
import { isStopped } from "../person/optout.ts";
import { traitsOf } from "../policy.ts";
import { isOpen, isTariffStopped, isUnderway, snoozedUntil, tariffOf } from "../read.ts";
import { DAY, HOUR } from "../time.ts";
import type { ChannelName } from "../policy.ts";
import type { Case, CustomerState } from "../state.ts";
import type { Moment, Turn } from "../turn.ts";
import type { Notification } from "./notification.ts";

/** After this long it is no news any more. A repair in the evening is still confirmed the next morning. */
const NEWS_FOR_MS = 36 * HOUR;

/** When what is said next makes a confirmation needless (ms): of two messages within a day the other one counts. */
const overshadowedFrom = (moment: Moment): number => (nextMessage(moment)?.at ?? Infinity) - DAY;

/** When it is too late to confirm (ms). */
export const confirmsUntil = (moment: Moment, { createdAt }: Notification): number =>
  Math.min(createdAt + NEWS_FOR_MS, overshadowedFrom(moment));

/** The way a confirmation goes next: a push message or an email, and none that costs or that a phone rings for. Null where there is none. */
export const confirmingChannel = ({ state, policy }: Moment, tried: readonly ChannelName[]): ChannelName | null =>
  reachable(state.contact, policy).find(
    (it) => !tried.includes(it) && ["push", "email"].includes(traitsOf(it).words),
  ) ?? null;

/**
 * What a confirmation says is so, as far as is known: its tariffs were connected when FlatPeak last told of their homes, which are the
 * customer's, and none has a problem again. What is not known any more is to be asked first.
 */
export const isStillRepaired = (state: CustomerState, { confirms = [] }: Notification): boolean =>
  confirms.every(({ tariffId, locationId }) => {
    const answeredAt = state.locations.find(({ id }) => id === locationId)?.answeredAt;
    const { verified } = tariffOf(state, tariffId);
    const isSeen = verified?.at === answeredAt && verified?.facts.status === "CONNECTED";
    return (isSeen || answeredAt === null) && !state.cases.some((c) => isOpen(c) && c.tariffId === tariffId);
  });

/** It is so, the customer wants to hear it, and nothing else is said to them by tomorrow. */
export function isWorthConfirming(moment: Moment, it: Notification): boolean {
  const { state, now } = moment;
  const { confirms = [] } = it;
  const isUnwanted = confirms.some((c) => isTariffStopped(state, c) || snoozedUntil(state, c) > now);
  if (isUnwanted || !isStillRepaired(state, it) || isUnderway(state)) return false;
  return overshadowedFrom(moment) > now;
}

/**
 * Owes the customer the word that a case was seen repaired, by the tariff that stands there now, where they had been told of it. Repairs
 * that are seen within a group wait are confirmed together.
 */
export function oweConfirmation(turn: Turn, it: Case, tariffId: string): void {
  const { state, policy, now } = turn;
  const isTold = it.trail?.toldAt !== undefined && it.invited === undefined;
  if (!policy.confirmsRepair || !isTold || isStopped(state.contact)) return;
  const channel = confirmingChannel(turn, []);
  if (channel === null) return;
  const confirms = [{ tariffId, locationId: it.locationId }];
  const waiting = state.notifications.find((n) => n.kind === "confirm" && n.status === "due" && n.calls === 0);
  if (waiting !== undefined) {
    if (waiting.confirms?.some((c) => c.tariffId === tariffId) === true) return;
    const caseNos = [...waiting.caseNos, it.no];
    return turn.putNotification({ ...waiting, caseNos, confirms: [...(waiting.confirms ?? []), ...confirms] });
  }
  const owed = owe(turn, { kind: "confirm", channel, rung: 0, ...tellingOf([it]), confirms });
  turn.putNotification({ ...owed, dueAt: now + policy.groupWait });
  turn.note("message_prepared", { notification: owed.id, channel, cases: String(it.no) });
}
