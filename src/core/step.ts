// The centre of the product: one input, one new state, the effects it calls for, and the journal that says why.
// Pure. Only time passing brings effects; every other input changes what is owed, and the alarm follows from that.

import { endAnew, onProblem } from "./case/open.ts";
import { disownStops, replaceContact, resumeMessages, stopMessages } from "./person/consent.ts";
import { addressOf, changed, withLinksEnded } from "./person/contact.ts";
import { holdMessages, releaseMessages, startDelivery } from "./message/attempt.ts";
import { advance } from "./duties.ts";
import { forgetPerson } from "./person/forgetting.ts";
import { leaveHome } from "./case/home.ts";
import { line } from "./journal.ts";
import { takeTurn } from "./message/called.ts";
import { isSpent } from "./case/ladder.ts";
import { probeSoon } from "./probe/ask.ts";
import { answerProbe } from "./probe/answer.ts";
import { learnAddress, settleDelivery } from "./message/settle.ts";
import { isOpen, withCase, zoneOf } from "./state.ts";
import { partEnded } from "./turn.ts";
import type { StopWish, WishSource } from "./person/consent.ts";
import type { Advance, Effect } from "./duties.ts";
import type { ContactChange } from "./person/contact.ts";
import type { Change } from "./journal.ts";
import type { AddressVerdict, DeliveryOutcome } from "./message/outcome.ts";
import type { FlatPeakEvent } from "./case/event.ts";
import type { StartBy } from "./person/optout.ts";
import type { ChannelName, Settings } from "./policy.ts";
import type { Case, CaseEnd, Contact, CustomerState } from "./state.ts";
import type { ProbeAnswer } from "./case/truth.ts";
import type { Ended } from "./turn.ts";

export type Input =
  | { readonly type: "event"; readonly event: FlatPeakEvent }
  /** `heardAt`: when the company said so (ms, real time); left out where nobody knows. */
  | { readonly type: "contact_changed"; readonly contact: ContactChange; readonly heardAt?: number }
  /** The customer wants no messages, or wants them again; which of that holds, and for how long, is for optout.ts. */
  | ({ readonly type: "opted_out" } & StopWish)
  | ({ readonly type: "opted_in"; readonly by: Exclude<StartBy, "operator"> } & WishSource)
  /** An operator ends what was said by reply until `heardAt` (ms, real time). */
  | { readonly type: "replies_ended"; readonly heardAt: number }
  /** A reply that was taken for the customer's in doubt came from somebody else; `address` is a keyed digest. */
  | { readonly type: "reply_disowned"; readonly address: string }
  /** A tap; null where the message told of several tariffs, and the link leads to all of them. */
  | { readonly type: "link_opened"; readonly caseNo: number | null }
  /** The tap led nowhere: FlatPeak could not give a token. */
  | { readonly type: "tap_failed"; readonly caseNo: number }
  | { readonly type: "snoozed"; readonly caseNo: number | null; readonly until: number | null }
  /** Something at a location may have changed: the customer is back from Connect, or FlatPeak refused a token. */
  | { readonly type: "look_again"; readonly locationId: string }
  /** The home is another customer's now. */
  | { readonly type: "location_left"; readonly locationId: string }
  /** FlatPeak was asked about a case that had ended, and it is another way by now. */
  | { readonly type: "ended_anew"; readonly it: Case; readonly how: CaseEnd }
  | {
      readonly type: "probe_answered";
      readonly locationId: string;
      readonly attempt: number;
      readonly answer: ProbeAnswer;
    }
  | {
      readonly type: "delivery_starting";
      readonly no: number;
      readonly attempt: number;
      readonly payload: string;
      /** A keyed digest of the address it goes to; left out where its channel needs none. */
      readonly toDigest?: string | null;
      /** Let through a closed channel, to find out whether it still must be. */
      readonly isWatched?: boolean;
    }
  | {
      readonly type: "delivery_settled";
      readonly no: number;
      readonly attempt: number | null;
      readonly channel?: ChannelName;
      readonly outcome: DeliveryOutcome;
      /** The customer's address for the channel is another one by now than the attempt went to. */
      readonly isFormer?: boolean;
    }
  /** A provider's late word on an address, by a message that is settled: the customer's own still, it is another one no more. */
  | {
      readonly type: "address_learnt";
      readonly channel: ChannelName;
      readonly outcome: AddressVerdict;
      /** A keyed digest of it. */
      readonly address?: string | null;
    }
  /** What the company's backend said of the customer, as far as it is remembered: the language, and what could not be read. */
  | { readonly type: "contact_looked_up"; readonly spoken: string | null; readonly unusable: string }
  /** All links made so far end: an operator's word. */
  | { readonly type: "links_ended" }
  /** Nothing has happened with the customer for a long time. */
  | { readonly type: "person_forgotten" }
  /** An operator keeps back what is not out yet, or lets it go. */
  | { readonly type: "messages_held" }
  | { readonly type: "messages_released" }
  /** What stood in a line can go now: a location that is to be asked about, a message, or the customer's addresses. */
  | { readonly type: "turn_came"; readonly key: string }
  | { readonly type: "time_passed" };

/** What one input comes to: what is living after it, what ended by it, why, and what is to be done outside. */
export interface Step extends Advance {
  readonly ended: Ended;
}
export type { Effect };

function onEvent(state: CustomerState, event: FlatPeakEvent, now: number, settings: Settings): Change {
  switch (event.kind) {
    case "problem":
      return onProblem(state, event, now, settings);
    case "session_complete":
      return {
        state: probeSoon(state, event.locationId, now, "news", true),
        journal: [line(now, "session_complete", { event: event.id, location: event.locationId })],
      };
    case "location_update": {
      // Prices change daily; FlatPeak is asked only where there is something to close, or a repair would be news.
      const { locationId } = event;
      const matters =
        state.cases.some((it) => isOpen(it) && it.locationId === locationId) ||
        state.tariffs.some((it) => it.handedOver?.locationId === locationId);
      return matters
        ? { state: probeSoon(state, event.locationId, now, "news", false), journal: [] }
        : { state, journal: [] };
    }
    case "ignored":
      return { state, journal: [] };
  }
}

function onContactChanged(state: CustomerState, change: ContactChange, heardAt: number | null, now: number): Change {
  const contact = changed(state.contact, change, heardAt);
  const fields = Object.keys(change).sort().join(",");
  const hasMoved = (channel: ChannelName): boolean => addressOf(state.contact, channel) !== addressOf(contact, channel);
  const replaced = replaceContact(state, contact, hasMoved, now);
  return { state: replaced.state, journal: [line(now, "contact_changed", { fields }), ...replaced.journal] };
}

/** What an operator ended is not heeded again, should the number's owner be asked anew. */
function onRepliesEnded(state: CustomerState, heardAt: number, now: number): Change {
  const resumed = resumeMessages(state, { by: "operator" }, now);
  const contact = { ...resumed.state.contact, repliesEndedAt: heardAt };
  return { state: { ...resumed.state, contact }, journal: resumed.journal };
}

function onLookedUp(
  state: CustomerState,
  { spoken, unusable }: Pick<Contact, "spoken" | "unusable">,
  now: number,
): Change {
  const { contact } = state;
  if (contact.spoken === spoken && contact.unusable === unusable) return { state, journal: [] };
  const isNews = unusable !== "" && unusable !== contact.unusable;
  return {
    state: { ...state, contact: { ...contact, spoken, unusable } },
    journal: isNews ? [line(now, "contact_fields_unusable", { fields: unusable })] : [],
  };
}

/** The customer asks to be left alone until a day; or, with null, takes that back. One case, or all that are open. */
function onSnoozed(state: CustomerState, caseNo: number | null, until: number | null, now: number): Change {
  const isMeant = (it: Case): boolean => isOpen(it) && (caseNo === null || it.no === caseNo);
  // The same wish again changes nothing, and says nothing.
  const changing = state.cases.filter((it) => isMeant(it) && it.snoozedUntil !== until);
  const next = changing.reduce((soFar, it) => withCase(soFar, { ...it, snoozedUntil: until }), state);
  return { state: next, journal: changing.map((it) => line(now, "snoozed", { case: it.no, until })) };
}

function onLinkOpened(state: CustomerState, caseNo: number | null, now: number, settings: Settings): Change {
  const open = state.cases.filter((c) => isOpen(c) && (caseNo === null || c.no === caseNo));
  // Opened over and over, a link does not put a reminder off for ever: the hold counts from its first opening.
  const isHeld = state.holdUntil !== null && now < state.holdUntil;
  const since = isHeld ? (state.holdUntil ?? now) - settings.tapHold : now;
  const untapped = open.filter((it) => it.tappedAt === null || it.tappedAt < since || !isHeld);
  if (untapped.length === 0) return { state, journal: [] };
  const tapped = untapped.reduce((next, it) => withCase(next, { ...it, tappedAt: now }), state);
  return {
    state: { ...tapped, holdUntil: isHeld ? state.holdUntil : now + settings.tapHold },
    journal: untapped.map((it) => line(now, "link_opened", { case: it.no })),
  };
}

/**
 * Who tapped in vain is told again as soon as FlatPeak answers and the rules allow it: the next reminder is brought forward,
 * where there is one left.
 */
function onTapFailed(state: CustomerState, caseNo: number, now: number, settings: Settings): Change {
  const it = state.cases.find((c) => c.no === caseNo && isOpen(c));
  if (it === undefined || it.dueAt <= now) return { state, journal: [] };
  const next = isSpent(it, zoneOf(state, it.locationId), settings) ? state : withCase(state, { ...it, dueAt: now });
  return { state: next, journal: [line(now, "tap_failed", { case: caseNo })] };
}

const quiet = (change: Change): Advance => ({ ...change, effects: [] });

/**
 * One turn of the product. `now` is an instant in milliseconds; the same arguments always give the same result.
 * The caller persists the state and the journal together, then runs the effects and feeds their outcomes back in.
 */
export function step(state: CustomerState, input: Input, now: number, settings: Settings): Step {
  const { journal, effects, ...taken } = take(state, input, now, settings);
  return { ...partEnded(taken.state), journal, effects };
}

function take(state: CustomerState, input: Input, now: number, settings: Settings): Advance {
  switch (input.type) {
    case "event":
      return quiet(onEvent(state, input.event, now, settings));
    case "contact_changed":
      return quiet(onContactChanged(state, input.contact, input.heardAt ?? null, now));
    case "contact_looked_up":
      return quiet(onLookedUp(state, input, now));
    case "address_learnt":
      return quiet(learnAddress(state, input.channel, input.outcome, input.address ?? null, now, settings));
    case "opted_out":
      return quiet(stopMessages(state, input, now, settings));
    case "opted_in":
      return quiet(resumeMessages(state, input, now));
    case "replies_ended":
      return quiet(onRepliesEnded(state, input.heardAt, now));
    case "reply_disowned":
      return quiet(disownStops(state, input.address, now));
    case "link_opened":
      return quiet(onLinkOpened(state, input.caseNo, now, settings));
    case "tap_failed":
      return quiet(onTapFailed(state, input.caseNo, now, settings));
    case "snoozed":
      return quiet(onSnoozed(state, input.caseNo, input.until, now));
    case "look_again":
      return quiet({ state: probeSoon(state, input.locationId, now, "person", false), journal: [] });
    case "location_left":
      return quiet(leaveHome(state, input.locationId, now, settings));
    case "ended_anew":
      return quiet(endAnew(state, input.it, input.how, now));
    case "probe_answered":
      return quiet(answerProbe(state, input, now, settings));
    case "delivery_starting":
      return quiet(startDelivery(state, input, now, settings));
    case "delivery_settled":
      return quiet(settleDelivery(state, input, now, settings));
    case "links_ended":
      return quiet({
        state: { ...state, contact: withLinksEnded(state.contact) },
        journal: [line(now, "links_ended", { epoch: state.contact.linkEpoch + 1 })],
      });
    case "person_forgotten":
      return quiet(forgetPerson(state, now));
    case "messages_held":
      return quiet(holdMessages(state, now));
    case "messages_released":
      return quiet(releaseMessages(state, now));
    case "turn_came":
      return quiet({ state: takeTurn(state, input.key, now), journal: [] });
    case "time_passed":
      return advance(state, now, settings);
  }
}
