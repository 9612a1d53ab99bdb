// The end of the ladder: a case with no reminder left is handed over to the company.

import { endCase } from "./end.ts";
import { isSpent } from "./ladder.ts";
import { isUnsettled } from "../message/notification.ts";
import { oweNotification } from "../message/owe.ts";
import { wantTruth } from "../probe/ask.ts";
import { isOpen, readyAt, zoneOf } from "../read.ts";
import type { Case } from "../state.ts";
import type { Moment, Turn } from "../turn.ts";

/**
 * The open cases with nothing left but handing over. One whose last message is still on its way, kept back by an operator or
 * a closed channel, is not given up before that has gone out or failed.
 */
export function spentCases({ state, policy }: Moment): readonly Case[] {
  const underway = state.notifications.filter((it) => it.kind === "notify" && isUnsettled(it));
  const awaited = new Set(underway.flatMap((it) => it.caseNos));
  return state.cases.filter(
    (it) =>
      isOpen(it) &&
      isSpent(it, zoneOf(state, it.locationId), policy) &&
      (it.disconnected !== null || !awaited.has(it.no)),
  );
}

/** Hands over the cases with nothing else left, once their time has come and FlatPeak has confirmed that it is needed. */
export function handOverCases(turn: Turn): void {
  if (turn.state.keptBackSince !== null) return;
  const { publishTo } = turn.policy;
  const spent = spentCases(turn).filter((it) => readyAt(turn.state, it) <= turn.now);
  for (const it of wantTruth(turn, spent).known) {
    const how = it.disconnected === null ? "handed_over" : "disconnected";
    endCase(turn, it, how);
    if (how === "handed_over" && publishTo !== null) oweNotification(turn, "publish", publishTo, [it]);
  }
}
