// The points that a search found, each with a name, and the frontiers among them.

import { frontierOf } from "./frontier.ts";
import { isIn } from "./space.ts";
import type { Cost } from "./frontier.ts";
import type { Found, Point } from "./search.ts";

/** A point with the name of its settings file. */
export interface Named extends Point {
  readonly name: string;
}

/** Every point with a name, from few messages to many. */
export function namedPoints({ points }: Found): readonly Named[] {
  const sorted = [...points].sort(
    (a, b) => a.outcome.messages - b.outcome.messages || a.outcome.hours - b.outcome.hours,
  );
  return sorted.map((it, index) => ({ ...it, name: `p${String(index + 1).padStart(2, "0")}` }));
}

/** The frontiers: for each cost of all policies, and for messages of those within the means of the current one. */
export type Frontiers = Readonly<Record<Cost | "withinMeans", readonly Named[]>>;

export function frontiersOf(found: Found): Frontiers {
  const named = namedPoints(found);
  const along = (cost: Cost): readonly Named[] => frontierOf(named, cost);
  const withinMeans = frontierOf(
    named.filter((it) => isIn(found.means, it.candidate)),
    "messages",
  );
  return { messages: along("messages"), smsCost: along("smsCost"), optOuts: along("optOuts"), withinMeans };
}
