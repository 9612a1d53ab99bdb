// Deliveries: handing out, what came of it, and what is done when nothing came back. Nobody is told twice, so a message that
// may have arrived by a channel without idempotency keys is left as uncertain and not sent again by itself.

import { backoff } from "./backoff.ts";
import { line } from "./journal.ts";
import { counted, doubt, withdraw } from "./outbox.ts";
import { CHANNEL_TRAITS } from "./settings.ts";
import { isOpen, isUnsent, locationOf, withNotification } from "./state.ts";
import { DAY, HOUR, SECOND } from "./time.ts";
import type { Change } from "./journal.ts";
import type { Settings } from "./settings.ts";
import type { CustomerState, JournalEntry, Notification } from "./state.ts";

export type DeliveryOutcome =
  | { readonly kind: "sent" }
  /** Passing trouble. `maybeArrived` where the provider may have taken it all the same, and its id makes a repeat harmless. */
  | {
      readonly kind: "retry";
      readonly why: string;
      readonly retryAfter: number | null;
      readonly maybeArrived?: boolean;
    }
  /** This message will never go out by this channel. */
  | { readonly kind: "failed"; readonly why: string }
  /** It may have reached the customer and cannot be repeated safely. */
  | { readonly kind: "uncertain"; readonly why: string };

const DELIVERY_BACKOFF = { base: 10 * SECOND, cap: HOUR };
/** A provider that has said nothing for this long will not. */
export const DOUBT_ENDS_AFTER_MS = 7 * DAY;

/**
 * The last moment at which a message can be taken back: a repair, or a lost lease, before it wins. Where something asked
 * for another look at FlatPeak meanwhile (a session finished, say), the message waits for what that look finds.
 */
export function startDelivery(
  state: CustomerState,
  input: { readonly no: number; readonly attempt: number; readonly payload: string },
  now: number,
): Change {
  const it = state.notifications.find((n) => n.no === input.no);
  if (it?.status !== "leased" || it.attempt !== input.attempt) return { state, journal: [] };
  const inDoubt = state.cases.some(
    (c) => isOpen(c) && it.caseNos.includes(c.no) && locationOf(state, c.locationId).probe !== null,
  );
  if (it.kind === "notify" && inDoubt) {
    return { state: withNotification(state, { ...it, status: "due", dueAt: now, leasedUntil: null }), journal: [] };
  }
  const handed = { ...it, handedAt: now, payload: it.payload ?? input.payload };
  return { state: withNotification(state, handed), journal: [] };
}

/**
 * What a provider said, or what its silence means. An outcome that comes late still counts when it is final: a message
 * called uncertain is settled by a word of the provider that comes days after.
 */
export function settleDelivery(
  state: CustomerState,
  input: { readonly no: number; readonly attempt: number; readonly outcome: DeliveryOutcome },
  now: number,
  settings: Settings,
): Change {
  const it = state.notifications.find((n) => n.no === input.no);
  if (it === undefined) return { state, journal: [] };
  const what = it.kind === "notify" ? "message" : "publication";
  const detail = { notification: it.id, channel: it.channel };
  const { outcome } = input;
  switch (outcome.kind) {
    case "sent": {
      const sent = withNotification(state, { ...it, status: "sent", leasedUntil: null, settledAt: now });
      return { state: counted(sent, it, now, settings), journal: [line(now, `${what}_sent`, detail)] };
    }
    case "uncertain":
      return it.status === "uncertain"
        ? { state, journal: [] }
        : doubt(state, it, it.handedAt ?? now, outcome.why, now, settings);
    case "failed":
      return fail(state, it, outcome.why, now, settings);
    case "retry": {
      if (it.status !== "leased" || it.attempt !== input.attempt) return { state, journal: [] };
      const mayHaveArrivedAt = outcome.maybeArrived === true ? (it.handedAt ?? now) : it.mayHaveArrivedAt;
      const tried: Notification = { ...it, mayHaveArrivedAt, leasedUntil: null, handedAt: null };
      if (!isStillTrue(state, it)) return withdraw(state, tried, "no longer true", now, settings);
      const wait = backoff(it.id, it.attempt, DELIVERY_BACKOFF.base, DELIVERY_BACKOFF.cap, outcome.retryAfter);
      if (now + wait - it.createdAt > CHANNEL_TRAITS[it.channel].giveUpAfter) {
        return fail(state, tried, `given up: ${outcome.why}`, now, settings);
      }
      const first = it.attempt === 1 ? [line(now, `${what}_delayed`, { ...detail, why: outcome.why })] : [];
      return { state: withNotification(state, { ...tried, status: "due", dueAt: now + wait }), journal: first };
    }
  }
}

/** Ends a delivery that its provider will never make. An earlier attempt may have arrived; then it still counts as told. */
function fail(state: CustomerState, it: Notification, why: string, now: number, settings: Settings): Change {
  const failed = withNotification(state, { ...it, status: "failed", leasedUntil: null, settledAt: now });
  const what = it.kind === "notify" ? "message_failed" : "publication_failed";
  return {
    state: it.mayHaveArrivedAt === null ? failed : counted(failed, it, it.mayHaveArrivedAt, settings),
    journal: [line(now, what, { notification: it.id, channel: it.channel, why })],
  };
}

/** A message is worth another try while its customer may be told, and a case still has the reason it was told of. */
function isStillTrue(state: CustomerState, it: Notification): boolean {
  if (it.kind === "publish") return true;
  if (state.contact.optedOutAt !== null) return false;
  const open = state.cases.filter((c) => isOpen(c) && it.caseNos.includes(c.no));
  return open.some((c) => c.reasonSince <= it.createdAt);
}

/**
 * When a message that was tried before is no longer tried (ms): also where nothing but a home that cannot be asked about
 * keeps it from its next attempt, or it would keep the customer's other messages waiting for ever.
 */
export const givesUpAt = (it: Notification): number =>
  it.status === "due" && it.payload !== null ? it.createdAt + CHANNEL_TRAITS[it.channel].giveUpAfter : Infinity;

/** Leases that ran out: the isolate that held them is gone, and what came of its attempt is not known. */
export function expireDeliveries(state: CustomerState, now: number, settings: Settings): Change {
  const journal: JournalEntry[] = [];
  let next = state;
  for (const it of state.notifications) {
    if (it.status === "uncertain" && it.handedAt !== null && now - it.handedAt >= DOUBT_ENDS_AFTER_MS) {
      next = withNotification(next, { ...it, settledAt: now });
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
    if (it.handedAt !== null && !(CHANNEL_TRAITS[it.channel].repeatable && isStillTrue(state, it))) {
      const doubtful = doubt(next, it, it.handedAt, "its answer was lost", now, settings);
      next = doubtful.state;
      journal.push(...doubtful.journal);
      continue;
    }
    const mayHaveArrivedAt = it.handedAt ?? it.mayHaveArrivedAt;
    next = withNotification(next, {
      ...it,
      status: "due",
      dueAt: now,
      leasedUntil: null,
      handedAt: null,
      mayHaveArrivedAt,
    });
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
