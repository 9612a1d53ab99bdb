// The history: rows of what is over, each written once when there was enough of it, and never changed but to forget.

import { PAST } from "./keys.ts";
import type { Recent } from "./document.ts";
import type { Keys } from "./keys.ts";

/** What is over, in pieces, the newest first. */
export function* newestFirst(recent: Recent, keys: Keys): Generator<Recent> {
  yield recent;
  for (const [, row] of keys.below(PAST, true)) yield row;
}
