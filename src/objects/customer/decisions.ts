// What the core decided, as others count it: a line in the log for each entry of the journal, and a data point where Analytics Engine
// is bound. Their names and columns are an interface (docs/METRICS.md). A data point names no customer.

import { factsOf } from "../../core/journal.ts";
import type { JournalEntry } from "../../core/journal.ts";
import type { Deps } from "../../setup/compose.ts";

type Facts = ReturnType<typeof factsOf>;

/** The columns of a data point behind the decision's name, in their order. None of them tells two customers apart. */
const COLUMNS = ["why", "reason", "channel", "by"] as const;

const columnOf = (facts: Facts, name: string): string => {
  const value = facts[name];
  return typeof value === "string" ? value : "";
};

/** Kept out of the line: it is called `decision` there, and whatever else it may be called stands behind it. */
const lineOf = (customer: string, { what }: JournalEntry, facts: Facts) => ({ decision: what, customer, ...facts });

/** Tells of each decision once. Waits for nothing. */
export function tellDecisions(
  { log, analytics }: Pick<Deps, "log" | "analytics">,
  customerId: string,
  journal: readonly JournalEntry[],
): void {
  for (const entry of journal) {
    const facts = factsOf(entry);
    log.info("decided", lineOf(customerId, entry, facts));
    analytics?.writeDataPoint({
      indexes: [entry.what],
      blobs: [entry.what, ...COLUMNS.map((name) => columnOf(facts, name))],
      doubles: [1],
    });
  }
}
