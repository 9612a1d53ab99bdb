// The way to the company's backend for what concerns the company: by the gate of `handoff`, which goes the same way.

import { consequencesOf } from "../../core/message/outcome.ts";
import { overOfDelivery } from "./turn.ts";
import { gateOf } from "../rooms.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { GatePlace } from "../../setup/env.ts";

/** What stands before the company's backend. */
export interface BackendDoor {
  /** How long to stay away (ms); 0 to go now. `isOwnTrouble`: the notice is about the backend itself. */
  enter(
    notice: { readonly id: string; readonly at: number; readonly attempt: number },
    isOwnTrouble: boolean,
  ): Promise<number>;
  hear(outcome: DeliveryOutcome): Promise<void>;
}

/** How long word of the backend's own trouble waits before it is looked whether that is over. */
const OWN_TROUBLE_WAIT_MS = 3_600_000;

/** The door of the backend. Word of its own trouble is no way to find out whether that is over: it waits. */
export function backendDoor(env: GatePlace): BackendDoor {
  const gate = gateOf(env, "handoff");
  // One notice at a time goes through the door.
  let permit = 0;
  return {
    async enter({ id, at, attempt }, isOwnTrouble) {
      permit = 0;
      if (isOwnTrouble) {
        const { closed } = await gate.report();
        return closed === null ? 0 : OWN_TROUBLE_WAIT_MS;
      }
      const ask = { key: id, dueAt: at, rank: "message", isRetry: attempt > 0, back: null } as const;
      const entry = await gate.enter("handoff", { who: null, isAhead: false, ask });
      if (entry.kind === "away") return entry.for;
      permit = entry.permit;
      return 0;
    },
    async hear(outcome) {
      // A backend that knows some kinds of word only refuses the others: that is nobody's message, and no pattern.
      const said = { consequences: consequencesOf(outcome), who: null, isLate: false };
      await gate.leave("handoff", permit, overOfDelivery(outcome), said);
    },
  };
}
