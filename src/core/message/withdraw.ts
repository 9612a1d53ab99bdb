// What becomes of a notification that no provider settles: cancelled, or left as uncertain where it may have arrived.

import { NAMES } from "./telling.ts";
import { countMessage, lastChanceOf } from "./count.ts";
import { isUnsent } from "./notification.ts";
import { isOpen } from "../read.ts";
import { DAY } from "../time.ts";
import type { Notification } from "./notification.ts";
import type { Turn } from "../turn.ts";

/** A provider may say this long after it took a message, or may have taken it, whether it arrived; then no word is waited for. */
export const DOUBT_ENDS_AFTER_MS = 7 * DAY;

/**
 * Leaves a delivery as uncertain: counted as if it had arrived at `at` (ms), open to the provider's word, never repeated by
 * itself.
 */
export function leaveUncertain(turn: Turn, it: Notification, at: number, why: string): void {
  const settledAt = turn.now - at >= DOUBT_ENDS_AFTER_MS ? turn.now : null;
  turn.putNotification({ ...it, status: "uncertain", leasedUntil: null, calledAt: at, settledAt });
  countMessage(turn, it, at);
  turn.note(NAMES[it.kind].uncertain, { notification: it.id, channel: it.channel, why });
}

/** Takes back what is not out: cancelled, unless an earlier attempt of it may have arrived. */
export function withdraw(turn: Turn, it: Notification, why: string): void {
  if (it.mayHaveArrivedAt !== null) return leaveUncertain(turn, it, lastChanceOf(it, it.mayHaveArrivedAt), why);
  turn.putNotification({ ...it, status: "cancelled", leasedUntil: null, settledAt: turn.now });
  turn.note("message_cancelled", { notification: it.id, why });
}

/** Takes a case out of every message that is still unsent, and cancels those that have nothing left to say. */
export function withdrawCase(turn: Turn, no: number, why: string): void {
  const { cases, notifications } = turn.state;
  for (const it of notifications) {
    if (it.kind !== "notify" || !isUnsent(it) || !it.caseNos.includes(no)) continue;
    const others = it.caseNos.filter((other) => other !== no);
    if (!others.some((other) => cases.some((c) => c.no === other && isOpen(c)))) withdraw(turn, it, why);
    // What may have arrived cannot be worded otherwise; it is not repeated when its turn comes.
    else if (it.mayHaveArrivedAt === null) turn.putNotification({ ...it, caseNos: others });
  }
}
