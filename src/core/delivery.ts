// Deliveries: handing out, what came of it, and what is done when nothing came back. Nobody is told twice, so a message that
// may have arrived by a channel without idempotency keys is left as uncertain and not sent again by itself.

import { backoff } from "./backoff.ts";
import { line } from "./cases.ts";
import { CHANNEL_TRAITS } from "./settings.ts";
import { isOpen, locationOf, withNotification } from "./state.ts";
import { DAY, HOUR, SECOND } from "./time.ts";
import type { Change } from "./cases.ts";
import type { Settings } from "./settings.ts";
import type { CustomerState, JournalEntry, Notification } from "./state.ts";

export type DeliveryOutcome =
  | { readonly kind: "sent" }
  /** Passing trouble; nothing reached the customer, or the same id makes a repeat harmless. */
  | { readonly kind: "retry"; readonly why: string; readonly retryAfter: number | null }
  /** This message will never go out by this channel. */
  | { readonly kind: "failed"; readonly why: string }
  /** It may have reached the customer and cannot be repeated safely. */
  | { readonly kind: "uncertain"; readonly why: string };

const DELIVERY_BACKOFF = { base: 10 * SECOND, cap: HOUR };
/** A provider that has said nothing for this long will not. */
const DOUBT_ENDS_AFTER_MS = 7 * DAY;

/** A message that reached a provider takes its place under the caps, once. */
function counted(state: CustomerState, it: Notification, now: number, settings: Settings): CustomerState {
  if (it.kind !== "notify" || it.status === "uncertain") return state;
  const horizon = now - Math.max(0, ...settings.caps.map((cap) => cap.within));
  return { ...state, sentAt: [...state.sentAt.filter((at) => at > horizon), now] };
}

/** Leaves a delivery as uncertain: counted as if it had arrived, open to the provider's word, never repeated by itself. */
function doubt(state: CustomerState, it: Notification, why: string, now: number, settings: Settings): Change {
  const next = withNotification(state, { ...it, status: "uncertain", leasedUntil: null });
  const what = it.kind === "notify" ? "message_uncertain" : "publication_uncertain";
  return {
    state: counted(next, it, now, settings),
    journal: [line(now, what, { notification: it.id, channel: it.channel, why })],
  };
}

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
  const settle = (status: "sent" | "failed"): CustomerState =>
    withNotification(state, { ...it, status, leasedUntil: null, settledAt: now });
  const what = it.kind === "notify" ? "message" : "publication";
  const detail = { notification: it.id, channel: it.channel };
  const { outcome } = input;
  switch (outcome.kind) {
    case "sent":
      return { state: counted(settle("sent"), it, now, settings), journal: [line(now, `${what}_sent`, detail)] };
    case "uncertain":
      return it.status === "uncertain" ? { state, journal: [] } : doubt(state, it, outcome.why, now, settings);
    case "failed":
      return { state: settle("failed"), journal: [line(now, `${what}_failed`, { ...detail, why: outcome.why })] };
    case "retry": {
      if (it.status !== "leased" || it.attempt !== input.attempt) return { state, journal: [] };
      const wait = backoff(it.id, it.attempt, DELIVERY_BACKOFF.base, DELIVERY_BACKOFF.cap, outcome.retryAfter);
      if (now + wait - it.createdAt > CHANNEL_TRAITS[it.channel].giveUpAfter) {
        const why = `given up: ${outcome.why}`;
        return { state: settle("failed"), journal: [line(now, `${what}_failed`, { ...detail, why })] };
      }
      const again: Notification = { ...it, status: "due", dueAt: now + wait, leasedUntil: null, handedAt: null };
      const first = it.attempt === 1 ? [line(now, `${what}_delayed`, { ...detail, why: outcome.why })] : [];
      return abandonIfHealed(withNotification(state, again), again, now, first);
    }
  }
}

/** A message that could not be handed out and whose cases all ended meanwhile is not tried again. */
function abandonIfHealed(state: CustomerState, it: Notification, now: number, journal: Change["journal"]): Change {
  const needed = it.kind === "publish" || state.cases.some((c) => isOpen(c) && it.caseNos.includes(c.no));
  if (needed) return { state, journal };
  return {
    state: withNotification(state, { ...it, status: "cancelled", settledAt: now }),
    journal: [...journal, line(now, "message_cancelled", { notification: it.id, why: "case_ended" })],
  };
}

/** Leases that ran out: the isolate that held them is gone, and what came of its attempt is not known. */
export function expireDeliveries(state: CustomerState, now: number, settings: Settings): Change {
  const journal: JournalEntry[] = [];
  let next = state;
  for (const it of state.notifications) {
    if (it.status === "uncertain" && it.handedAt !== null && now - it.handedAt >= DOUBT_ENDS_AFTER_MS) {
      next = withNotification(next, { ...it, settledAt: now });
      continue;
    }
    if (it.status !== "leased" || it.leasedUntil === null || it.leasedUntil > now) continue;
    if (it.handedAt !== null && !CHANNEL_TRAITS[it.channel].repeatable) {
      const doubtful = doubt(next, it, "its answer was lost", now, settings);
      next = doubtful.state;
      journal.push(...doubtful.journal);
      continue;
    }
    next = withNotification(next, { ...it, status: "due", dueAt: now, leasedUntil: null, handedAt: null });
    journal.push(line(now, "delivery_lease_lost", { notification: it.id, attempt: it.attempt }));
  }
  return { state: next, journal };
}

/** Keeps back what is not out yet (`due` to `held`), or lets it go again. */
export function moveHeld(state: CustomerState, now: number, from: "due" | "held", to: "due" | "held"): Change {
  const moved = state.notifications.filter((it) => it.status === from && it.handedAt === null);
  const next = moved.reduce((so_far, it) => withNotification(so_far, { ...it, status: to }), state);
  const what = to === "held" ? "messages_held" : "messages_released";
  return { state: next, journal: [line(now, what, { notifications: moved.map((it) => it.id).join(",") })] };
}
