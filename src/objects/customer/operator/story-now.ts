// The story of a customer, from what their object keeps at this moment.

import { describe } from "./story.ts";
import { historyOf } from "../rows/history.ts";
import { policyFor } from "../../../setup/experiment/experiment.ts";
import type { Story } from "../contract.ts";
import type { Engine } from "../engine.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { Workplace } from "../workplace.ts";

/** The story of a customer as it is now. */
export function storyOf(place: Workplace, store: CustomerStore, engine: Engine): Story {
  const { deps, customerId } = place;
  const state = store.load(customerId);
  const moment = { state, now: engine.now(deps), policy: policyFor(deps.config, state) };
  return describe(moment, historyOf(store, 200), engine.nextWake(place));
}
