// When the customer hears of each case next, as an operator is told it: the same rules by which the message will leave.

import { nextAmong, nextMessage } from "./next.ts";
import { readyAt } from "../read.ts";
import type { Case } from "../state.ts";
import type { Moment } from "../turn.ts";

/**
 * A function that gives when the next reminder of an open case goes out (ms), if nothing else happens: when its rung is due, or
 * when caps, the send window, an open session or the message it shares let it. A case that the next message does not cover
 * may wait longer than it says, since that message will count under the caps. One that is due and that no rule
 * keeps back was due when its rung was.
 */
export function plannedOf(moment: Moment): (it: Case) => number {
  const next = nextMessage(moment);
  return (it) => {
    const isCovered = next?.cases.some(({ no }) => no === it.no) === true;
    const owed = isCovered ? next : nextAmong(moment, [it]);
    const ready = readyAt(moment.state, it);
    if (owed === null) return ready;
    return owed.wait === null ? Math.min(ready, owed.at) : owed.at;
  };
}
