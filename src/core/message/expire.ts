// What ends by itself about a delivery: the lease of one that nobody finished, the wait for a provider's last word, and the
// time in which what may have arrived can be repeated without being told twice.

import { lastChanceOf } from "./count.ts";
import { giveBackPlace, hasWayOut, isStillTrue, MAX_CALLS, mayGoAnotherWay, passOn } from "./retry.ts";
import { DOUBT_ENDS_AFTER_MS, leaveUncertain } from "./withdraw.ts";
import { CHANNEL_TRAITS } from "../policy.ts";
import { DAY } from "../time.ts";
import type { Moment, Turn } from "../turn.ts";
import type { Notification } from "./notification.ts";

/** What a provider took and has said nothing more about for this long is held to have arrived. */
const WORD_ENDS_AFTER_MS = DAY;

/** When the provider's last word on a message is not waited for any longer (ms). */
function wordEndsAt(it: Notification): number | null {
  if (it.calledAt === null || it.settledAt !== null) return null;
  if (it.status === "uncertain") return it.calledAt + DOUBT_ENDS_AFTER_MS;
  return it.status === "accepted" ? it.calledAt + WORD_ENDS_AFTER_MS : null;
}

/** When what may have arrived can no longer be repeated, because its provider forgets its id (ms). */
const repeatEndsAt = (it: Notification): number | null =>
  it.status === "due" && it.mayHaveArrivedAt !== null
    ? it.mayHaveArrivedAt + CHANNEL_TRAITS[it.channel].repeatableFor
    : null;

/** When a message that was not shown on any phone so far is brought another way (ms); null where it may not, or there is none. */
function undeliveredAt(moment: Moment, it: Notification): number | null {
  const { whatsappUndeliveredAfter: after } = moment.policy;
  if (after === null || it.channel !== "whatsapp" || it.status !== "accepted" || it.calledAt === null) return null;
  return hasWayOut(moment, it) && mayGoAnotherWay(moment.state, it) ? it.calledAt + after : null;
}

/** When something about a delivery ends by itself (ms): a lease, the wait for a word, the time for a repeat. */
export const endsOf = (moment: Moment, it: Notification): readonly (number | null)[] => [
  undeliveredAt(moment, it),
  it.status === "leased" ? it.leasedUntil : null,
  wordEndsAt(it),
  repeatEndsAt(it),
];

/** A lease that ran out: the isolate that held it is gone, and what came of its attempt is not known. */
function loseLease(turn: Turn, it: Notification): void {
  // What was handed out may have arrived. It is repeated only where that is harmless, and while it is still true.
  const mayRepeat = !turn.policy.keyless.includes(it.channel) && isStillTrue(turn.state, it) && it.calls < MAX_CALLS;
  if (it.calledAt !== null && !mayRepeat) return leaveUncertain(turn, it, it.calledAt, "its answer was lost");
  const mayHaveArrivedAt = it.mayHaveArrivedAt ?? it.calledAt;
  const mayHaveArrivedLast = it.calledAt ?? it.mayHaveArrivedLast;
  const due = { status: "due", dueAt: turn.now, leasedUntil: null, calledAt: null } as const;
  turn.putNotification({ ...it, ...due, mayHaveArrivedAt, mayHaveArrivedLast });
  turn.note("delivery_lease_lost", { notification: it.id, attempt: it.attempt });
}

function expire(turn: Turn, it: Notification): void {
  const { now } = turn;
  if ((undeliveredAt(turn, it) ?? Infinity) <= now) {
    giveBackPlace(turn, it);
    return passOn(turn, it, "not delivered in time");
  }
  if ((wordEndsAt(it) ?? Infinity) <= now) {
    turn.putNotification({ ...it, status: it.status === "accepted" ? "sent" : it.status, settledAt: now });
    return turn.note("message_unconfirmed", { notification: it.id, channel: it.channel });
  }
  if ((repeatEndsAt(it) ?? Infinity) <= now) {
    return leaveUncertain(turn, it, lastChanceOf(it, it.mayHaveArrivedAt ?? now), "it can no longer be repeated");
  }
  if (it.status === "leased" && it.leasedUntil !== null && it.leasedUntil <= now) loseLease(turn, it);
}

/** Ends what ended by itself, for every delivery. */
export function expireDeliveries(turn: Turn): void {
  for (const it of turn.state.notifications) expire(turn, it);
}
