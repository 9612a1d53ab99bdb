// What a Connect session has to ask the customer for, so that it can repair what it was opened for.

import type { Reason } from "../case/reason.ts";
import type { SlotFacts } from "../case/truth.ts";

export interface Needs {
  /** The end of the contract: without being told, FlatPeak's client never asks for it. */
  readonly asksEndDate: boolean;
  /** A tariff that is connected has to change: the client then starts with the choice of supplier, and not with a summary. */
  readonly editsTariff: boolean;
}

/** What a session needs to ask for to repair `reason`; `facts` are what FlatPeak last told of the tariff. */
export function needsOf(reason: Reason, facts: Pick<SlotFacts, "connectionType" | "contractEndDate"> | null): Needs {
  switch (reason) {
    case "expiring":
      return { asksEndDate: true, editsTariff: true };
    case "invitation":
      return { asksEndDate: false, editsTariff: false };
    case "expired":
      return { asksEndDate: true, editsTariff: false };
    case "upgrade":
      return { asksEndDate: false, editsTariff: true };
    case "fetch_failed": {
      // A supplier that is read tells the end itself; what a customer typed in has none that anybody could remind of.
      const isTyped = facts !== null && facts.connectionType !== null && facts.connectionType !== "DIRECT";
      return { asksEndDate: isTyped && facts.contractEndDate === null, editsTariff: false };
    }
  }
}
