// The centre of the product: one input, one new state, the effects it calls for, and the journal that says why.
// Pure. Only time passing brings effects; every other input changes what is owed, and the alarm follows from that.

import { oweAnnouncements, settleAnnouncements } from "./announce/debt.ts";
import { correctEnd } from "./case/end.ts";
import { leaveHome } from "./case/home.ts";
import { openInvitation, probeInvitation, withdrawInvitation } from "./case/invitation.ts";
import { advanceCase, closeCase, endCaseLinks, resolveDelivery } from "./case/order.ts";
import { receiveProblem } from "./case/open.ts";
import { advance } from "./duties.ts";
import { partEnded } from "./ended.ts";
import { noteContinuing } from "./case/continuing.ts";
import { noteDisconnecting, noteFailedTap, noteTap } from "./case/tap.ts";
import { oweLines, settleLines } from "./fleet/debt.ts";
import { startDelivery } from "./message/attempt.ts";
import { keepBack, letGo } from "./message/keep-back.ts";
import { countOther, waitForOthers } from "./message/others.ts";
import { recallFromLine } from "./message/recall.ts";
import { repeatMessage } from "./message/repeat.ts";
import { learnAddress, settleDelivery } from "./message/settle.ts";
import { changeContact, disownStops, endReplies, noteLookup, resumeMessages, stopMessages } from "./person/consent.ts";
import { withLinksEnded } from "./person/contact.ts";
import { forgetPerson } from "./person/forgetting.ts";
import { quietTariff } from "./person/quiet.ts";
import { snooze } from "./person/snooze.ts";
import { answerProbe } from "./probe/answer.ts";
import { probeAfterSession, probeSoon } from "./probe/ask.ts";
import { isOpen } from "./read.ts";
import { Turn } from "./turn.ts";
import type { FlatPeakEvent } from "./case/event.ts";
import type { Effect } from "./effect.ts";
import type { Ended } from "./ended.ts";
import type { Input } from "./input.ts";
import type { JournalEntry } from "./journal.ts";
import type { Policy } from "./policy.ts";
import type { CustomerState } from "./state.ts";

export type { Effect, Input };

/** What one input comes to: what is living after it, what ended by it, why, and what is to be done outside. */
export interface Step {
  readonly state: CustomerState;
  readonly ended: Ended;
  readonly journal: readonly JournalEntry[];
  readonly effects: readonly Effect[];
}

function receiveEvent(turn: Turn, event: FlatPeakEvent): void {
  switch (event.kind) {
    case "problem":
      return receiveProblem(turn, event);
    case "session_complete":
      probeAfterSession(turn, event.locationId);
      return turn.note("session_complete", { event: event.id, location: event.locationId });
    case "location_update": {
      // Prices change daily; FlatPeak is asked only where there is something to close, or a repair would be news.
      const { locationId } = event;
      const matters =
        turn.state.cases.some((it) => isOpen(it) && it.locationId === locationId) ||
        turn.state.tariffs.some((it) => it.handedOver?.locationId === locationId);
      return matters ? probeSoon(turn, [locationId], "news") : undefined;
    }
    case "ignored":
      return;
  }
}

function endLinks(turn: Turn): void {
  const contact = withLinksEnded(turn.state.contact);
  turn.state = { ...turn.state, contact };
  turn.note("links_ended", { epoch: contact.linkEpoch });
}

function take(turn: Turn, input: Input): void {
  switch (input.type) {
    case "event":
      return receiveEvent(turn, input.event);
    case "contact_changed":
      return changeContact(turn, input.contact, input.heardAt ?? null);
    case "contact_looked_up":
      return noteLookup(turn, input);
    case "address_learnt":
      return learnAddress(turn, input);
    case "opted_out":
      return stopMessages(turn, input);
    case "opted_in":
      return resumeMessages(turn, input);
    case "replies_ended":
      return endReplies(turn, input.heardAt);
    case "reply_disowned":
      return disownStops(turn, input.address);
    case "link_opened":
      return noteTap(turn, input.caseNo, input.stage);
    case "contract_continues":
      return noteContinuing(turn, input.caseNo);
    case "tap_failed":
      return noteFailedTap(turn, input.caseNo);
    case "tariff_disconnecting":
      return noteDisconnecting(turn, input.tariffId);
    case "snoozed":
      return snooze(turn, input.until);
    case "tariff_quieted":
      return quietTariff(turn, input);
    case "probe_wanted":
      return probeSoon(turn, [input.locationId], "person");
    case "location_left":
      return leaveHome(turn, input.locationId);
    case "end_corrected":
      return correctEnd(turn, input.ended, input.how);
    case "probe_answered":
      return answerProbe(turn, input);
    case "delivery_starting":
      return startDelivery(turn, input);
    case "delivery_settled":
      return settleDelivery(turn, input);
    case "invited":
      return openInvitation(turn, input);
    case "other_message_sent":
      return countOther(turn, input.at);
    case "others_in_the_way":
      return waitForOthers(turn, input.until);
    case "invited_session_ended":
      return probeInvitation(turn);
    case "invitation_withdrawn":
      return withdrawInvitation(turn);
    case "links_ended":
      return endLinks(turn);
    case "person_forgotten":
      return forgetPerson(turn);
    case "case_closed":
      return closeCase(turn, input.caseNo);
    case "case_advanced":
      return advanceCase(turn, input.caseNo);
    case "delivery_resolved":
      return resolveDelivery(turn, input.no, input.arrived);
    case "message_repeated":
      return repeatMessage(turn, input.of);
    case "case_links_ended":
      return endCaseLinks(turn, input.of);
    case "messages_held":
      return keepBack(turn);
    case "messages_released":
      return letGo(turn);
    case "lines_written":
      return settleLines(turn, input);
    case "announced":
      return settleAnnouncements(turn, input);
    case "turn_came":
      return recallFromLine(turn, input.key);
    case "time_passed":
      return advance(turn);
  }
}

/**
 * One turn of the product. `now` is an instant in milliseconds; the same arguments always give the same result.
 * The caller persists the state and the journal together, then runs the effects and feeds their outcomes back in.
 */
export function step(state: CustomerState, input: Input, now: number, policy: Policy): Step {
  const turn = new Turn({ state, now, policy });
  take(turn, input);
  oweLines(state, turn);
  oweAnnouncements(turn);
  return { ...partEnded(turn.state), journal: turn.journal, effects: turn.effects };
}
