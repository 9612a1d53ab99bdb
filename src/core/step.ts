// The centre of the product: one input, one new state, the effects it calls for, and the journal that says why.
// Pure. Only time passing brings effects; every other input changes what is owed, and the alarm follows from that.

import { advance } from "./advance.ts";
import { backoff } from "./backoff.ts";
import { endCase, line, meetTruth, onProblem } from "./cases.ts";
import { CHANNEL_TRAITS } from "./settings.ts";
import { isOpen, locationOf, withCase, withLocation, withNotification } from "./state.ts";
import { HOUR, MINUTE, SECOND } from "./time.ts";
import type { Advance, Effect } from "./advance.ts";
import type { Change } from "./cases.ts";
import type { FlatPeakEvent } from "./event.ts";
import type { Settings } from "./settings.ts";
import type { Contact, CustomerState, Notification } from "./state.ts";
import type { ProbeAnswer } from "./truth.ts";

export type DeliveryOutcome =
  | { readonly kind: "sent" }
  /** Passing trouble; nothing reached the customer, or the same id makes a repeat harmless. */
  | { readonly kind: "retry"; readonly why: string; readonly retryAfter: number | null }
  /** This message will never go out by this channel. */
  | { readonly kind: "failed"; readonly why: string }
  /** It may have reached the customer and cannot be repeated safely. */
  | { readonly kind: "uncertain"; readonly why: string };

export type Input =
  | { readonly type: "event"; readonly event: FlatPeakEvent }
  | { readonly type: "contact_changed"; readonly contact: Partial<Contact> }
  | { readonly type: "link_opened"; readonly caseNo: number }
  /** Something at a location may have changed: the customer is back from Connect, or FlatPeak refused a token. */
  | { readonly type: "look_again"; readonly locationId: string }
  | {
      readonly type: "probe_answered";
      readonly locationId: string;
      readonly attempt: number;
      readonly answer: ProbeAnswer;
    }
  | { readonly type: "delivery_starting"; readonly no: number; readonly attempt: number; readonly payload: string }
  | {
      readonly type: "delivery_settled";
      readonly no: number;
      readonly attempt: number;
      readonly outcome: DeliveryOutcome;
    }
  /** An operator keeps back what is not out yet, or lets it go. */
  | { readonly type: "messages_held" }
  | { readonly type: "messages_released" }
  | { readonly type: "time_passed" };

export type Step = Advance;
export type { Effect };

const PROBE_BACKOFF = { base: 5 * SECOND, cap: 15 * MINUTE };
const DELIVERY_BACKOFF = { base: 10 * SECOND, cap: HOUR };

/** Asks for the truth of a location as soon as possible. */
function probeSoon(state: CustomerState, locationId: string, now: number, sessionFinished: boolean): CustomerState {
  const location = locationOf(state, locationId);
  return withLocation(state, {
    ...location,
    sessionFinishedAt: sessionFinished ? now : location.sessionFinishedAt,
    // A probe that is already out may have looked before the change: another one follows it.
    probe: { dueAt: now, attempt: location.probe?.attempt ?? 0, leasedUntil: null },
  });
}

function onEvent(state: CustomerState, event: FlatPeakEvent, now: number, settings: Settings): Change {
  switch (event.kind) {
    case "problem":
      return onProblem(state, event, now, settings);
    case "session_complete":
      return {
        state: probeSoon(state, event.locationId, now, true),
        journal: [line(now, "session_complete", { event: event.id, location: event.locationId })],
      };
    case "location_update": {
      // Prices change daily; FlatPeak is asked only when there is something to close.
      const matters = state.cases.some((it) => isOpen(it) && it.locationId === event.locationId);
      return matters ? { state: probeSoon(state, event.locationId, now, false), journal: [] } : { state, journal: [] };
    }
    case "ignored":
      return { state, journal: [] };
  }
}

function onProbeAnswered(state: CustomerState, input: Extract<Input, { type: "probe_answered" }>, now: number): Change {
  const location = locationOf(state, input.locationId);
  const probe = location.probe;
  // A probe that was asked for again while this one was out stays wanted; its answer counts all the same.
  const isLatest = probe !== null && probe.attempt === input.attempt && probe.leasedUntil !== null;
  const { answer } = input;
  if (answer.kind === "unavailable") {
    if (!isLatest) return { state, journal: [] };
    const wait = backoff(location.id, input.attempt, PROBE_BACKOFF.base, PROBE_BACKOFF.cap, answer.retryAfter);
    const again = withLocation(state, { ...location, probe: { ...probe, dueAt: now + wait, leasedUntil: null } });
    const detail = { why: answer.why, location: location.id, until: now + wait };
    return { state: again, journal: input.attempt === 1 ? [line(now, "flatpeak_unavailable", detail)] : [] };
  }
  const timezone = answer.kind === "gone" ? location.timezone : (answer.timezone ?? location.timezone);
  const known = withLocation(state, { ...location, timezone, answeredAt: now, probe: isLatest ? null : probe });
  switch (answer.kind) {
    case "status":
      return meetTruth(known, input.locationId, answer.slots, now);
    case "untold":
      return { state: known, journal: [line(now, "flatpeak_cannot_tell", { location: input.locationId })] };
    case "gone":
      return known.cases
        .filter((it) => isOpen(it) && it.locationId === input.locationId)
        .reduce<Change>(
          (so_far, it) => {
            const ended = endCase(so_far.state, it, "disconnected", now);
            return { state: ended.state, journal: [...so_far.journal, ...ended.journal] };
          },
          { state: known, journal: [] },
        );
  }
}

/**
 * The last moment at which a message can be taken back: a repair, or a lost lease, before it wins. Where something asked
 * for another look at FlatPeak meanwhile (a session finished, say), the message waits for what that look finds.
 */
function onDeliveryStarting(
  state: CustomerState,
  input: Extract<Input, { type: "delivery_starting" }>,
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

function onDeliverySettled(
  state: CustomerState,
  input: Extract<Input, { type: "delivery_settled" }>,
  now: number,
  settings: Settings,
): Change {
  const it = state.notifications.find((n) => n.no === input.no);
  if (it === undefined) return { state, journal: [] };
  const settle = (status: Notification["status"]): CustomerState =>
    withNotification(state, { ...it, status, leasedUntil: null, settledAt: now });
  const counted = (next: CustomerState): CustomerState => {
    if (it.kind !== "notify") return next;
    const horizon = now - Math.max(0, ...settings.caps.map((cap) => cap.within));
    return { ...next, sentAt: [...next.sentAt.filter((at) => at > horizon), now] };
  };
  const what = it.kind === "notify" ? "message" : "publication";
  const detail = { notification: it.id, channel: it.channel };
  const { outcome } = input;
  switch (outcome.kind) {
    case "sent":
      return { state: counted(settle("sent")), journal: [line(now, `${what}_sent`, detail)] };
    case "uncertain":
      return {
        state: counted(settle("uncertain")),
        journal: [line(now, `${what}_uncertain`, { ...detail, why: outcome.why })],
      };
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

function onContactChanged(state: CustomerState, contact: Partial<Contact>, now: number): Change {
  const next = { ...state, contact: { ...state.contact, ...contact } };
  const changed = Object.keys(contact).sort().join(",");
  return { state: next, journal: [line(now, "contact_changed", { fields: changed })] };
}

function onHold(state: CustomerState, now: number, from: "due" | "held", to: "due" | "held"): Change {
  const moved = state.notifications.filter((it) => it.status === from && it.handedAt === null);
  const next = moved.reduce((so_far, it) => withNotification(so_far, { ...it, status: to }), state);
  const what = to === "held" ? "messages_held" : "messages_released";
  return { state: next, journal: [line(now, what, { notifications: moved.map((it) => it.id).join(",") })] };
}

function onLinkOpened(state: CustomerState, caseNo: number, now: number, settings: Settings): Change {
  const it = state.cases.find((c) => c.no === caseNo && isOpen(c));
  if (it === undefined) return { state, journal: [] };
  const tapped = withCase(state, { ...it, tappedAt: now });
  return {
    state: { ...tapped, holdUntil: now + settings.tapHold },
    journal: [line(now, "link_opened", { case: caseNo })],
  };
}

const quiet = (change: Change): Step => ({ ...change, effects: [] });

/**
 * One turn of the product. `now` is an instant in milliseconds; the same arguments always give the same result.
 * The caller persists the state and the journal together, then runs the effects and feeds their outcomes back in.
 */
export function step(state: CustomerState, input: Input, now: number, settings: Settings): Step {
  switch (input.type) {
    case "event":
      return quiet(onEvent(state, input.event, now, settings));
    case "contact_changed":
      return quiet(onContactChanged(state, input.contact, now));
    case "link_opened":
      return quiet(onLinkOpened(state, input.caseNo, now, settings));
    case "look_again":
      return quiet({ state: probeSoon(state, input.locationId, now, false), journal: [] });
    case "probe_answered":
      return quiet(onProbeAnswered(state, input, now));
    case "delivery_starting":
      return quiet(onDeliveryStarting(state, input, now));
    case "delivery_settled":
      return quiet(onDeliverySettled(state, input, now, settings));
    case "messages_held":
      return quiet(onHold(state, now, "due", "held"));
    case "messages_released":
      return quiet(onHold(state, now, "held", "due"));
    case "time_passed":
      return advance(state, now, settings);
  }
}
