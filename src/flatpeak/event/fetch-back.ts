// FlatPeak's own copy of an event that came unsigned. Whoever sent it may have invented it, so that asking is bounded: by a
// budget, and for each id that FlatPeak does not know to one question in some minutes.

import type { EventCopy } from "../port.ts";
import type { Budget } from "../../platform/budget.ts";

export interface FetchBack {
  /** What FlatPeak says of this id. `sender`: whose budget a question takes from; null where nobody can be told apart. */
  copyOf(id: string, sender: string | null): Promise<EventCopy>;
  /** What this sender brought was news. */
  trust(sender: string | null): void;
}

interface FetchBackDeps {
  readonly ask: (id: string) => Promise<EventCopy>;
  readonly budget: Budget;
  readonly now: () => number;
}

/** An event may be sent before FlatPeak's API tells of it, so that an unknown id is asked about again. */
const UNKNOWN_MS = 5 * 60_000;
/** A question under way, whose asker may be gone. */
const ASKED_MS = 15_000;
/** More than the budget lets through in the time they are remembered. */
const MAX_REMEMBERED = 5_000;

/** One per isolate, whose memory it is. */
export function createFetchBack({ ask, budget, now }: FetchBackDeps): FetchBack {
  const remembered = new Map<string, { readonly isUnknown: boolean; readonly until: number }>();

  function remember(id: string, isUnknown: boolean, until: number): void {
    remembered.delete(id);
    remembered.set(id, { isUnknown, until });
    // In the order they were remembered in, the oldest first.
    for (const [other, it] of remembered) {
      if (it.until > now() && remembered.size <= MAX_REMEMBERED) break;
      remembered.delete(other);
    }
  }

  return {
    async copyOf(id, sender) {
      const known = remembered.get(id);
      if (known !== undefined && known.until > now()) {
        return known.isUnknown ? { kind: "unknown" } : { kind: "unavailable", why: "FlatPeak is being asked" };
      }
      if (!budget.take(sender, now())) return { kind: "unavailable", why: "too many unsigned events in a minute" };
      remember(id, false, now() + ASKED_MS);
      const copy = await ask(id);
      if (copy.kind === "unknown") remember(id, true, now() + UNKNOWN_MS);
      else remembered.delete(id);
      return copy;
    },
    trust: (sender) => budget.trust(sender),
  };
}
