// How it went, for whoever comes back from Connect: by what FlatPeak says now, whatever was known before.

import { outranks } from "../case/reason.ts";
import { isOpen } from "../read.ts";
import { factsFor, judge } from "../case/truth.ts";
import type { Case } from "../state.ts";
import type { CaseEnd } from "../case/problem.ts";
import type { CivilDate } from "../time.ts";
import type { ProbeAnswer, Verdict } from "../case/truth.ts";

/**
 * `more`: what they came for is repaired, and the same tariff needs something else. `prices`: it is connected, and its prices are yet to come. `end_date`: it is connected, and what is
 * missing is the new contract. `disconnected`: it is not there. `checking`: FlatPeak could not be asked.
 */
export type Aftermath = "repaired" | "prices" | "more" | "end_date" | "disconnected" | "not_yet" | "checking";

const verdictOn = (it: Case, answer: ProbeAnswer, today: CivilDate): Verdict => {
  if (answer.kind === "gone") return "disconnected";
  return answer.kind === "status" ? judge(it, answer.slots, today) : "unknown";
};

/** A visit to Connect, as far as it concerns us. */
export interface Visit {
  /** The case that it was about, as it was before and as it is by now. */
  readonly before: Case;
  readonly after: Case;
  /** All that are open. */
  readonly open: readonly Case[];
}

/**
 * How the case of a visit stands after it. `answer` is what FlatPeak says now; null where it could not be asked. `today` is the
 * date at the home.
 */
export function aftermathOf({ before, after, open }: Visit, answer: ProbeAnswer | null, today: CivilDate): Aftermath {
  if (answer === null) return "checking";
  const isSame = open.some((it) => it.no !== after.no && it.tariffId === after.tariffId);
  const repaired = isSame ? "more" : "repaired";
  const facts = answer.kind === "status" ? factsFor(after, answer.slots) : null;
  switch (verdictOn(after, answer, today)) {
    case "healthy":
      return isOpen(after) && after.pricesAwaited !== null ? "prices" : repaired;
    case "disconnected":
      return "disconnected";
    case "broken":
      if (facts?.status === "NOT_CONNECTED") return "disconnected";
      if (facts?.status === "CONNECTED" && after.reason !== "upgrade") {
        // A weaker problem has come up; unless it is the old end date, which is a matter of its own.
        const isWeaker = isOpen(after) && outranks(before.reason, after.reason) && !after.endDateTrap;
        return isWeaker ? "more" : "end_date";
      }
      return "not_yet";
    case "pending":
      return "not_yet";
    case "unknown":
      // Where FlatPeak cannot tell, it stays with what its events said.
      return after.end?.how === "repaired" ? repaired : "not_yet";
  }
}

/** How a case that had ended ends by what is true now; null where that is how it ended. */
export function endedAnew({ end }: Case, aftermath: Aftermath): Exclude<CaseEnd, "handed_over"> | null {
  const isRepaired = aftermath === "repaired" || aftermath === "more";
  if (isRepaired && end !== null && end.how !== "repaired") return "repaired";
  return aftermath === "disconnected" && end?.how === "repaired" ? "disconnected" : null;
}
