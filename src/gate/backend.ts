// The way to the company's backend for what concerns the company: by the gate of `handoff`, which goes the same way.

import { consequencesOf } from "../core/outcome.ts";
import { gateOf } from "./address.ts";
import type { BackendDoor } from "../platform/notices.ts";
import type { Env } from "../env.ts";

/** How long word of the backend's own trouble waits before it is looked whether that is over. */
const OWN_TROUBLE_WAIT_MS = 3_600_000;

/** The door of the backend. Word of its own trouble is no way to find out whether that is over: it waits. */
export function backendDoor(env: Env): BackendDoor {
  const gate = gateOf(env, "handoff");
  return {
    async enter(isOwnTrouble) {
      if (isOwnTrouble) {
        const { closed } = await gate.report();
        return closed === null ? 0 : OWN_TROUBLE_WAIT_MS;
      }
      const entry = await gate.enter("handoff", { who: null, wasSentAway: false, isAhead: false });
      return entry.kind === "away" ? entry.for : 0;
    },
    async hear(outcome) {
      // A backend that knows some kinds of word only refuses the others: that is nobody's message, and no pattern.
      await gate.hear("handoff", { consequences: consequencesOf(outcome), who: null, isLate: false });
    },
  };
}
