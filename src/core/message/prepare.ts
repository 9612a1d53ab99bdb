// What is planned and comes due: the next message to the customer, the hand-over to the company, the turn of an expiring
// contract into an expired one, the looks ahead.

import { endCase, turnExpired } from "../case/open.ts";
import { obstacle } from "../person/contact.ts";
import { tellingOf } from "./attempt.ts";
import { line } from "../journal.ts";
import { climb, isSpent, turnsAt } from "../case/ladder.ts";
import { isStopped } from "../person/optout.ts";
import { chooseChannel, lookAt, nextMessage, waitOf } from "./next.ts";
import { probeAllSoon, suffices, wantTruth } from "../probe/ask.ts";
import { isUnsettled } from "./notification.ts";
import { isOpen, isUnderway, readyAt, withCases, withNotification, zoneOf } from "../state.ts";
import type { Change, JournalEntry, SilenceReason } from "../journal.ts";
import type { ChannelName, Settings } from "../policy.ts";
import type { Case, CustomerState } from "../state.ts";
import type { Notification } from "./notification.ts";

/** Why a reminder may never go out; the case still climbs its ladder, so that it is handed over in the end. */
function whySilent(state: CustomerState, settings: Settings): SilenceReason {
  if (isStopped(state.contact)) return "opted_out";
  const canReach = settings.channels.some((it) => obstacle(state.contact, it, settings) === null);
  return canReach ? "sms_limit" : "cannot_be_reached";
}

const idOf = (state: CustomerState, no: number): string => `ntf_${state.customerId}_${no}`;

function owe(
  state: CustomerState,
  cases: readonly Case[],
  kind: Notification["kind"],
  channel: ChannelName,
  now: number,
): CustomerState {
  const no = state.lastNotificationNo + 1;
  const rung = cases.reduce((highest, it) => Math.max(highest, it.rung), 0);
  const notification: Notification = {
    no,
    id: idOf(state, no),
    kind,
    channel,
    tried: [],
    ...tellingOf(cases),
    rung: rung + (kind === "notify" ? 1 : 0),
    status: "due",
    attempt: 0,
    handed: 0,
    calls: 0,
    waitedFor: 0,
    waitingSince: null,
    dueAt: now,
    leasedUntil: null,
    handedAt: null,
    toDigest: null,
    addressNo: 0,
    isWatched: false,
    providerId: null,
    mayHaveArrivedAt: null,
    mayHaveArrivedLast: null,
    payload: null,
    createdAt: now,
    settledAt: null,
  };
  return withNotification({ ...state, lastNotificationNo: no }, notification);
}

/**
 * The open cases with nothing left but handing over. One whose last message is still on its way, kept back by an operator or
 * a closed channel, is not given up before that has gone out or failed.
 */
export function spentCases(state: CustomerState, settings: Settings): readonly Case[] {
  const underway = state.notifications.filter((it) => it.kind === "notify" && isUnsettled(it));
  const awaited = new Set(underway.flatMap((it) => it.caseNos));
  return state.cases.filter(
    (it) =>
      isOpen(it) &&
      isSpent(it, zoneOf(state, it.locationId), settings) &&
      (it.disconnected !== null || !awaited.has(it.no)),
  );
}

/** Hands over the cases with nothing else left, once their time has come and FlatPeak has confirmed that it is needed. */
export function handOver(state: CustomerState, now: number, settings: Settings): Change {
  if (state.heldSince !== null) return { state, journal: [] };
  const spent = spentCases(state, settings).filter((it) => readyAt(it) <= now);
  const truth = wantTruth(state, spent, now);
  return truth.known.reduce<Change>(
    (soFar, it) => {
      const how = it.disconnected === null ? "handed_over" : "disconnected";
      const ended = endCase(soFar.state, it, how, now, settings);
      const isTold = how === "handed_over" && settings.publishTo !== null;
      const published = isTold ? owe(ended.state, [it], "publish", settings.publishTo, now) : ended.state;
      return { state: published, journal: [...soFar.journal, ...ended.journal] };
    },
    { state: truth.state, journal: [] },
  );
}

/** The next message to be prepared; null while one is under way, or an operator keeps messages back. */
export const nextToPrepare = (state: CustomerState, now: number, settings: Settings) =>
  state.heldSince !== null || isUnderway(state) ? null : nextMessage(state, now, settings);

/** Prepares the next message when its time has come and FlatPeak has confirmed that it is needed. */
export function prepareMessage(state: CustomerState, now: number, settings: Settings): Change {
  const owed = nextToPrepare(state, now, settings);
  if (owed === null) return { state, journal: [] };
  if (owed.at > now) {
    const { wait: why } = owed;
    const waiting = waitOf(owed);
    if (waiting === null || why === null || why === "group_wait") return { state, journal: [] };
    if (waiting === state.waiting || lookAt(state, owed) > now) return { state, journal: [] };
    const detail = { why, until: owed.at, cases: owed.cases.map((it) => it.no).join(",") };
    return { state: { ...state, waiting }, journal: [line(now, "silent", detail)] };
  }
  const truth = wantTruth(state, owed.cases, now);
  if (!suffices(truth, owed.cases, false)) return { state: truth.state, journal: [] };

  const { known } = truth;
  const climbed = (it: Case): Case => climb(it, now, zoneOf(state, it.locationId), settings);
  const choice = isStopped(state.contact) ? null : chooseChannel(state, known, settings);
  const chosen = new Set(choice?.cases);
  const why = whySilent(state, settings);
  const silent = known.filter((it) => !chosen.has(it));
  const journal: JournalEntry[] = silent.map((it) => line(now, "silent", { why, case: it.no }));
  const rested: CustomerState = { ...truth.state, waiting: null };
  const used = known.map((it) => ({ ...climbed(it), told: it.told + (chosen.has(it) ? 1 : 0) }));
  const next = withCases(rested, used);
  if (choice === null) return { state: next, journal };

  const { channel, cases } = choice;
  const owing = owe(next, cases, "notify", channel, now);
  const detail = {
    notification: idOf(owing, owing.lastNotificationNo),
    channel,
    cases: cases.map((it) => it.no).join(","),
  };
  return { state: owing, journal: [...journal, line(now, "message_prepared", detail)] };
}

/** Turns every `expiring` case whose end date has passed. */
export function turnExpiredCases(state: CustomerState, now: number, settings: Settings): Change {
  const journal: JournalEntry[] = [];
  let next = state;
  for (const it of state.cases.filter(isOpen)) {
    const turns = turnsAt(it, zoneOf(next, it.locationId), settings);
    if (turns === null || turns > now) continue;
    const turned = turnExpired(next, it, now, settings);
    next = turned.state;
    journal.push(...turned.journal);
  }
  return { state: next, journal };
}

/** Asks FlatPeak about the cases that are to be looked at whether or not a message may go out. */
export function lookAtCases(state: CustomerState, now: number): CustomerState {
  const due = state.cases.filter((it) => isOpen(it) && it.lookAt !== null && it.lookAt <= now);
  const looked = withCases(
    state,
    due.map((it) => ({ ...it, lookAt: null })),
  );
  return probeAllSoon(
    looked,
    due.map((it) => it.locationId),
    now,
    "look",
  );
}
