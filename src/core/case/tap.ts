// What a tap on a link changes: reminders wait while the customer may be in a Connect session, and come soon where it led nowhere.

import { withTap, withTrail } from "../fleet/trail.ts";
import { askedAfterTap } from "./invitation.ts";
import { isSpent } from "./ladder.ts";
import { withTapHour } from "../person/habit.ts";
import { homeZone } from "../person/snooze.ts";
import { caseOf, isOpen, tariffOf, zoneOf } from "../read.ts";
import { DAY } from "../time.ts";
import type { Case, Tariff } from "../state.ts";
import type { Turn } from "../turn.ts";

/** Of a tap where a page stands before Connect: it is shown, or the customer goes on from it. Any other tap has no stages. */
export type TapStage = "page" | "onward";

/** Shows on the trail of cases, and in the journal, how far a tap came; first times alone. */
function noteStage(turn: Turn, open: readonly Case[], stage: TapStage): void {
  const first = open.filter(({ trail }) => (stage === "page" ? trail?.pageAt : trail?.onwardAt) === undefined);
  const mark = stage === "page" ? { pageAt: turn.now } : { onwardAt: turn.now };
  turn.putCases(first.map((it) => withTrail(it, mark)));
  for (const it of first) turn.note(stage === "page" ? "page_seen" : "went_on", { case: it.no });
}

/** The customer opened a link to one case, or with null to all that are open. */
export function noteTap(turn: Turn, caseNo: number | null, stage?: TapStage): void {
  countTap(turn, caseNo, stage);
  if (stage === undefined) return;
  noteStage(
    turn,
    turn.state.cases.filter((c) => isOpen(c) && c.no === caseNo),
    stage,
  );
}

function countTap(turn: Turn, caseNo: number | null, stage?: TapStage): void {
  const { state, now, policy } = turn;
  const open = state.cases.filter((c) => isOpen(c) && (caseNo === null || c.no === caseNo));
  for (const { tariffId } of open) {
    const tariff = tariffOf(state, tariffId);
    if (tariff.leavingAt !== null) turn.putTariff({ ...tariff, leavingAt: null });
  }
  const isFromPage = stage === "onward" && open.some((it) => it.isAtPage === true);
  if (isFromPage) return leavePage(turn, open);
  // Opened over and over, a link does not put a reminder off for ever: the wait counts from its first opening.
  const isWaiting = state.tapHoldUntil !== null && now < state.tapHoldUntil;
  const since = isWaiting ? (state.tapHoldUntil ?? now) - policy.tapHold : now;
  const untapped = open.filter((it) => it.tappedAt === null || it.tappedAt < since || !isWaiting);
  if (untapped.length === 0) return;
  turn.putCases(
    untapped.map((it) =>
      askedAfterTap({ ...withTap(it, now), tappedAt: now, ...(stage === "page" ? { isAtPage: true } : {}) }, turn),
    ),
  );
  turn.state = {
    ...turn.state,
    tapHoldUntil: isWaiting ? state.tapHoldUntil : now + policy.tapHold,
    // Nothing is remembered for nothing.
    tapHours: policy.habitWait === 0 ? state.tapHours : withTapHour(state.tapHours, now, homeZone(state)),
  };
  for (const it of untapped) turn.note("link_opened", { case: it.no });
}

/** The customer goes on from the page: what a session takes counts from now, and the tap is the same. */
function leavePage(turn: Turn, open: readonly Case[]): void {
  const { state, now, policy } = turn;
  const left = open.map((it) => {
    const { isAtPage: _, ...rest } = it;
    return askedAfterTap({ ...rest, tappedAt: now }, turn);
  });
  turn.putCases(left);
  turn.state = { ...turn.state, tapHoldUntil: Math.max(state.tapHoldUntil ?? 0, now + policy.tapHold) };
}

/**
 * The customer goes to have a tariff disconnected. Meanwhile nobody reminds them of anything, and once it is gone nobody asks
 * whether that was meant, whatever FlatPeak's events say of it until then or afterwards.
 */
export function noteDisconnecting(turn: Turn, tariffId: string): void {
  const { state, now, policy } = turn;
  const open = state.cases.filter((it) => isOpen(it) && it.tariffId === tariffId);
  turn.putTariff({ ...tariffOf(state, tariffId), leavingAt: now });
  turn.state = { ...turn.state, tapHoldUntil: Math.max(state.tapHoldUntil ?? 0, now + policy.tapHold) };
  turn.note("disconnect_wanted", { tariff: tariffId, cases: open.map((it) => it.no).join(",") });
}

/** A session lives a day, and FlatPeak may take its time: what is still there after this stays. */
const LEAVING_MS = 2 * DAY;

/** The wish to be rid of a tariff that is seen at `askedAt` (ms): null once it has come to nothing. */
export const leavingSeen = ({ leavingAt }: Tariff, askedAt: number): number | null =>
  leavingAt !== null && askedAt - leavingAt <= LEAVING_MS ? leavingAt : null;

/**
 * FlatPeak could give no token for a tap: the customer is told again as soon as it answers and the rules allow it. The next
 * reminder is brought forward, where there is one left.
 */
export function noteFailedTap(turn: Turn, caseNo: number): void {
  const { state, now, policy } = turn;
  const it = caseOf(state, caseNo);
  if (it === undefined || !isOpen(it) || it.dueAt <= now) return;
  if (!isSpent(it, zoneOf(state, it.locationId), policy)) turn.putCase({ ...it, dueAt: now });
  turn.note("tap_failed", { case: caseNo });
}
