// Whether FlatPeak takes us, as all isolates know it: kept by the gate that stands before FlatPeak. Never throws, and keeps
// nobody waiting for long: a gate that cannot be asked is taken for open, and FlatPeak itself then says whether it is.

import { consequencesOf } from "../../core/message/outcome.ts";
import { orLate } from "../../platform/within.ts";
import { gateOf } from "../rooms.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { Log } from "../../platform/log.ts";
import type { GatePlace } from "../../setup/env.ts";
import type { Standing } from "../../flatpeak/bearer.ts";
import type { Door } from "../../core/gate/breaker.ts";

const LIMIT_MS = 1_000;
/** It may have been closed: that FlatPeak takes us all the same is to be told. */
const UNKNOWN: Door = { kind: "go", isWatched: true };

async function orElse<T>(ask: Promise<T>, otherwise: T, log: Log): Promise<T> {
  try {
    return await orLate(ask, LIMIT_MS, otherwise);
  } catch (error) {
    log.error("standing_not_known", error);
    return otherwise;
  }
}

export function standingAt(env: GatePlace, log: Log): Standing {
  const gate = gateOf(env, "flatpeak");
  const tell = (outcome: DeliveryOutcome): Promise<boolean> => {
    const word = { consequences: consequencesOf(outcome), who: null, isLate: false };
    return orElse(
      gate.hear("flatpeak", word).then(() => true),
      false,
      log,
    );
  };
  return {
    async enter() {
      const door = await orElse(gate.knock("flatpeak", null, false), UNKNOWN, log);
      if (door.kind === "go") return { kind: "go", trial: door.isWatched };
      return { kind: "away", for: door.for, why: "FlatPeak refuses us" };
    },
    async refused(why) {
      await tell({ kind: "misconfigured", why, scope: "account" });
    },
    taken: () => tell({ kind: "sent" }),
  };
}
