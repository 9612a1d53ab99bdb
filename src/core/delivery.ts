// Deliveries: handing out, and what is done when nothing came back. Nobody is told twice, so a message that may have arrived
// by a channel without idempotency keys is left as uncertain and not sent again by itself.

import { line } from "./journal.ts";
import { DOUBT_ENDS_AFTER_MS, doubt } from "./outbox.ts";
import { fail, isStillTrue } from "./settle.ts";
import { CHANNEL_TRAITS } from "./settings.ts";
import { isOpen, isUnsent, locationOf, withNotification } from "./state.ts";
import { DAY } from "./time.ts";
import type { Change } from "./journal.ts";
import type { Settings } from "./settings.ts";
import type { CustomerState, JournalEntry, Notification } from "./state.ts";

/** A provider that has not said for this long whether a message arrived that it took will not. */
const WORD_ENDS_AFTER_MS = DAY;

/**
 * The last moment at which a message can be taken back: a repair, or a lost lease, before it wins. Where something asked
 * for another look at FlatPeak meanwhile (a session finished, say), the message waits for what that look finds.
 */
export function startDelivery(
  state: CustomerState,
  input: {
    readonly no: number;
    readonly attempt: number;
    readonly payload: string;
    readonly toDigest?: string | null;
    readonly isWatched?: boolean;
  },
  now: number,
  settings: Settings,
): Change {
  const it = state.notifications.find((n) => n.no === input.no);
  if (it?.status !== "leased" || it.attempt !== input.attempt) return { state, journal: [] };
  const inDoubt = state.cases.some(
    (c) => isOpen(c) && it.caseNos.includes(c.no) && locationOf(state, c.locationId).probe !== null,
  );
  if (it.kind === "notify" && inDoubt) {
    return { state: withNotification(state, { ...it, status: "due", dueAt: now, leasedUntil: null }), journal: [] };
  }
  const { toDigest = null, isWatched = false } = input;
  const isElsewhere = it.toDigest !== null && toDigest !== it.toDigest;
  // At another address no provider can tell the repeat of what the first one may have brought.
  if (isElsewhere && it.mayHaveArrivedAt !== null) {
    return doubt(state, it, it.mayHaveArrivedAt, "the address changed", now, settings);
  }
  const addressNo = isElsewhere || it.addressNo === 0 ? it.addressNo + 1 : it.addressNo;
  const handed = { ...it, handed: it.handed + 1, handedAt: now, payload: it.payload ?? input.payload };
  return {
    state: withNotification(state, { ...handed, toDigest, addressNo, isWatched, providerId: null }),
    journal: [],
  };
}

/**
 * When a message that was tried before is no longer tried (ms): also where nothing but a home that cannot be asked about
 * keeps it from its next attempt, or it would keep the customer's other messages waiting for ever.
 */
export const givesUpAt = (it: Notification): number =>
  it.status === "due" && it.payload !== null ? it.createdAt + CHANNEL_TRAITS[it.channel].giveUpAfter : Infinity;

/** When the provider's last word on a message is not waited for any longer (ms). */
export function wordEndsAt(it: Notification): number {
  if (it.handedAt === null) return Infinity;
  if (it.status === "uncertain") return it.handedAt + DOUBT_ENDS_AFTER_MS;
  return it.status === "accepted" ? it.handedAt + WORD_ENDS_AFTER_MS : Infinity;
}

/** Leases that ran out: the isolate that held them is gone, and what came of its attempt is not known. */
export function expireDeliveries(state: CustomerState, now: number, settings: Settings): Change {
  const journal: JournalEntry[] = [];
  let next = state;
  for (const it of state.notifications) {
    if (wordEndsAt(it) <= now) {
      const status = it.status === "accepted" ? "sent" : it.status;
      next = withNotification(next, { ...it, status, settledAt: now });
      journal.push(line(now, "message_unconfirmed", { notification: it.id, channel: it.channel }));
      continue;
    }
    if (givesUpAt(it) <= now) {
      const failed = fail(next, it, "given up: it was held up too long", now, settings);
      next = failed.state;
      journal.push(...failed.journal);
      continue;
    }
    if (it.status !== "leased" || it.leasedUntil === null || it.leasedUntil > now) continue;
    // What was handed out may have arrived. It is repeated only where that is harmless, and while it is still true.
    if (it.handedAt !== null && !(!settings.keyless.includes(it.channel) && isStillTrue(state, it))) {
      const doubtful = doubt(next, it, it.handedAt, "its answer was lost", now, settings);
      next = doubtful.state;
      journal.push(...doubtful.journal);
      continue;
    }
    const mayHaveArrivedAt = it.handedAt ?? it.mayHaveArrivedAt;
    const back: Notification = {
      ...it,
      status: "due",
      dueAt: now,
      leasedUntil: null,
      handedAt: null,
      mayHaveArrivedAt,
    };
    if (givesUpAt(back) <= now) {
      const failed = fail(next, back, "given up: its answer was lost", now, settings);
      next = failed.state;
      journal.push(...failed.journal);
      continue;
    }
    next = withNotification(next, back);
    journal.push(line(now, "delivery_lease_lost", { notification: it.id, attempt: it.attempt }));
  }
  return { state: next, journal };
}

/** Keeps back whatever is not out yet, prepared or still to be, until it is let go. */
export function holdMessages(state: CustomerState, now: number): Change {
  const kept = state.notifications.filter(isUnsent);
  const next = kept.reduce(
    (so_far, it) => withNotification(so_far, { ...it, status: "held", leasedUntil: null }),
    state,
  );
  const notifications = kept.map((it) => it.id).join(",");
  return { state: { ...next, heldSince: now }, journal: [line(now, "messages_held", { notifications })] };
}

/** Lets go what was kept back. */
export function releaseMessages(state: CustomerState, now: number): Change {
  const kept = state.notifications.filter((it) => it.status === "held");
  const next = kept.reduce((so_far, it) => withNotification(so_far, { ...it, status: "due" }), state);
  const notifications = kept.map((it) => it.id).join(",");
  return { state: { ...next, heldSince: null }, journal: [line(now, "messages_released", { notifications })] };
}
