// The story of a customer, from what their object keeps at this moment.

import { describe } from "./story.ts";
import { historyOf } from "../rows/history.ts";
import type { Story } from "../contract.ts";
import type { Engine } from "../engine.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { Workplace } from "../workplace.ts";

/** The story of a customer as it is now. */
export function storyOf(place: Workplace, store: CustomerStore, engine: Engine): Story {
  const { deps, customerId } = place;
  const moment = { state: store.load(customerId), now: engine.now(deps), policy: deps.config.policy };
  return describe(moment, historyOf(store, 200), engine.nextWake(place));
}
