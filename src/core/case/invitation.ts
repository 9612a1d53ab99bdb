// The case that stands for an invitation to connect: how it begins, when FlatPeak is asked what came of it, and how it ends. All else
// holds for it as for any other case.

import { endCase } from "./end.ts";
import { isSpent, overAt, rungTimes } from "./ladder.ts";
import { openCase } from "./open.ts";
import { oweNotification } from "../message/owe.ts";
import { probeAfterSession } from "../probe/ask.ts";
import { SETTLING_MS } from "../policy.ts";
import { isOpen, zoneOf } from "../read.ts";
import { MINUTE } from "../time.ts";
import type { ProblemEvent } from "./event.ts";
import type { Case } from "../state.ts";
import type { Moment, Turn } from "../turn.ts";

/** After this long FlatPeak is first asked whether a session has ended that no event may tell of. */
const FIRST_ASK_MS = 15 * MINUTE;

/** What somebody is invited to: `id` names the invitation, and stands for the home and the tariff that are not there yet. */
export interface Invitation {
  readonly id: string;
  readonly invited: NonNullable<Case["invited"]>;
}

/** Opens the case of an invitation, once. */
export function openInvitation(turn: Turn, { id, invited }: Invitation): void {
  if (turn.state.lastCaseNo > 0) return;
  const about = { id, type: "invitation", occurredAt: turn.now, late: false, kind: "problem" } as const;
  const event: ProblemEvent = { ...about, reason: "invitation", tariffId: id, locationId: id, contractEndDate: null };
  turn.note("case_opened", { event: id, tariff: id, reason: "invitation", case: openCase(turn, event, invited) });
}

/** Takes an invitation back: nothing of it goes out any more. */
export function withdrawInvitation(turn: Turn): void {
  for (const it of turn.state.cases) if (isOpen(it) && it.invited !== undefined) endCase(turn, it, "withdrawn");
}

/** A session that the invitation began is over: FlatPeak is asked what came of it. */
export function probeInvitation(turn: Turn): void {
  for (const it of turn.state.cases) {
    if (!isOpen(it) || it.invited === undefined) continue;
    probeAfterSession(turn, it.locationId);
    turn.note("session_complete", { event: it.locationId, location: it.locationId });
  }
}

/** The case that was just tapped for: of an invitation, FlatPeak is asked a little later, and until then it stands. Any other is as it was. */
export function askedAfterTap(it: Case, moment: Moment): Case {
  if (it.invited === undefined) return it;
  const { state, now, policy } = moment;
  const dueAt = isSpent(it, zoneOf(state, it.locationId), policy) ? overAt(it, moment) : it.dueAt;
  return { ...it, dueAt, probeAt: now + FIRST_ASK_MS };
}

/**
 * The case whose home is not connected at `now` (ms): of an invitation FlatPeak is asked again, less and less often, for as long as the
 * session of the last tap may still be on its way. Any other is as it was.
 */
export function askedForAgain(it: Case, now: number): Case {
  const { invited, tappedAt, probeAt } = it;
  if (invited === undefined || tappedAt === null || probeAt !== null || now - tappedAt >= SETTLING_MS) return it;
  return { ...it, probeAt: now + Math.max(FIRST_ASK_MS, now - tappedAt) };
}

/** An invitation whose last day is over is written about no more, whatever of it was still to be said. */
export function spendEnded(turn: Turn): void {
  const { state, now, policy } = turn;
  for (const it of state.cases) {
    const end = endsAt(it, turn);
    if (end === null || end > now) continue;
    const rung = rungTimes(it, zoneOf(state, it.locationId), policy).length;
    turn.putCase({ ...it, rung, dueAt: overAt(it, turn) });
  }
}

/** When an invitation that has something left to say ends (ms); null for any other case. */
export function endsAt(it: Case, { state, policy }: Moment): number | null {
  if (!isOpen(it) || it.invited === undefined) return null;
  return isSpent(it, zoneOf(state, it.locationId), policy) ? null : it.invited.until;
}

/** Owes the company a word about an invitation that has come true. Of any other case there is nothing to tell. */
export function tellOfCompletion(turn: Turn, it: Case): void {
  const { publishTo } = turn.policy;
  if (it.invited !== undefined && publishTo !== null) oweNotification(turn, "publish", publishTo, [it]);
}
