// The centre of the product: one input, one new state, the effects it calls for, and the journal that says why.
// Pure. Only time passing brings effects; every other input changes what is owed, and the alarm follows from that.

import { advance } from "./advance.ts";
import { onProblem } from "./cases.ts";
import { holdMessages, releaseMessages, settleDelivery, startDelivery } from "./delivery.ts";
import { line } from "./journal.ts";
import { withdraw } from "./outbox.ts";
import { answerProbe, probeSoon } from "./probe.ts";
import { isOpen, isUnsent, withCase } from "./state.ts";
import type { Advance, Effect } from "./advance.ts";
import type { Change } from "./journal.ts";
import type { DeliveryOutcome } from "./delivery.ts";
import type { FlatPeakEvent } from "./event.ts";
import type { Settings } from "./settings.ts";
import type { Contact, CustomerState } from "./state.ts";
import type { ProbeAnswer } from "./truth.ts";

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

/** An opt-out holds from this moment on: what is not out yet is taken back. */
function onContactChanged(state: CustomerState, contact: Partial<Contact>, now: number, settings: Settings): Change {
  const changed = Object.keys(contact).sort().join(",");
  const journal = [line(now, "contact_changed", { fields: changed })];
  let next: CustomerState = { ...state, contact: { ...state.contact, ...contact } };
  if (next.contact.optedOutAt === null) return { state: next, journal };
  for (const it of state.notifications.filter((n) => n.kind === "notify" && isUnsent(n))) {
    const withdrawn = withdraw(next, it, "opted_out", now, settings);
    next = withdrawn.state;
    journal.push(...withdrawn.journal);
  }
  return { state: next, journal };
}

function onLinkOpened(state: CustomerState, caseNo: number, now: number, settings: Settings): Change {
  const it = state.cases.find((c) => c.no === caseNo && isOpen(c));
  if (it === undefined) return { state, journal: [] };
  const tapped = withCase(state, { ...it, tappedAt: now });
  // Opened over and over, a link does not put a reminder off for ever: the hold counts from its first opening.
  const isHeld = state.holdUntil !== null && now < state.holdUntil;
  return {
    state: { ...tapped, holdUntil: isHeld ? state.holdUntil : now + settings.tapHold },
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
      return quiet(onContactChanged(state, input.contact, now, settings));
    case "link_opened":
      return quiet(onLinkOpened(state, input.caseNo, now, settings));
    case "look_again":
      return quiet({ state: probeSoon(state, input.locationId, now, false), journal: [] });
    case "probe_answered":
      return quiet(answerProbe(state, input, now, settings));
    case "delivery_starting":
      return quiet(startDelivery(state, input, now));
    case "delivery_settled":
      return quiet(settleDelivery(state, input, now, settings));
    case "messages_held":
      return quiet(holdMessages(state, now));
    case "messages_released":
      return quiet(releaseMessages(state, now));
    case "time_passed":
      return advance(state, now, settings);
  }
}
