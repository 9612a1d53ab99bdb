// The next message to the customer, prepared when its time has come and FlatPeak has confirmed that it is needed.

import { climb } from "../case/ladder.ts";
import { chooseChannel } from "./channel.ts";
import { attendAt, nextMessage, waitOf } from "./next.ts";
import { oweNotification } from "./owe.ts";
import { obstacle } from "../person/contact.ts";
import { isStopped } from "../person/optout.ts";
import { mayAct, wantTruth } from "../probe/ask.ts";
import { isTariffStopped, isUnderway } from "../read.ts";
import type { SilenceReason } from "../journal.ts";
import type { Case } from "../state.ts";
import type { Moment, Turn } from "../turn.ts";
import type { Owed } from "./next.ts";

/** Why a reminder may never go out; the case still climbs its ladder, so that it is handed over in the end. */
function whySilent({ state, policy }: Moment, it: Case): SilenceReason {
  if (isStopped(state.contact)) return "opted_out";
  if (isTariffStopped(state, it)) return "tariff_stopped";
  const canReach = policy.channels.some((it) => obstacle(state.contact, it, policy) === null);
  return canReach ? "sms_limit" : "cannot_be_reached";
}

/** The next message to be prepared; null while one is under way, or an operator keeps messages back. */
export const nextToPrepare = (moment: Moment): Owed | null =>
  moment.state.keptBackSince !== null || isUnderway(moment.state) ? null : nextMessage(moment);

/** Writes down, once, why a message that is due has to wait. */
function noteWait(turn: Turn, owed: Owed): void {
  const waiting = waitOf(owed);
  if (owed.wait === null || owed.wait === "group_wait" || waiting === turn.state.waiting) return;
  if (attendAt(turn.state, owed) > turn.now) return;
  turn.state = { ...turn.state, waiting };
  turn.note("silent", { why: owed.wait, until: owed.at, cases: owed.cases.map((it) => it.no).join(",") });
}

/** Every known case uses its rung, told of or not; those that a channel may bring make the message. */
function prepare(turn: Turn, known: readonly Case[]): void {
  const wanted = isStopped(turn.state.contact) ? [] : known.filter((it) => !isTariffStopped(turn.state, it));
  const choice = wanted.length === 0 ? null : chooseChannel(turn, wanted);
  const told = new Set(choice?.cases);
  for (const it of known) if (!told.has(it)) turn.note("silent", { why: whySilent(turn, it), case: it.no });
  turn.state = { ...turn.state, waiting: null };
  turn.putCases(known.map((it) => ({ ...climb(it, turn), told: it.told + (told.has(it) ? 1 : 0) })));
  if (choice === null) return;
  const { channel, cases } = choice;
  const { id } = oweNotification(turn, "notify", channel, cases);
  turn.note("message_prepared", { notification: id, channel, cases: cases.map((it) => it.no).join(",") });
}

/** Prepares the next message when its time has come and FlatPeak has confirmed that it is needed. */
export function prepareMessage(turn: Turn): void {
  const owed = nextToPrepare(turn);
  if (owed === null) return;
  if (owed.at > turn.now) return noteWait(turn, owed);
  const truth = wantTruth(turn, owed.cases);
  if (mayAct(truth, owed.cases, false)) prepare(turn, truth.known);
}
