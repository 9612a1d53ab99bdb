// Writes what the fleet's index was not told yet. Loaded when it is first done: no webhook and no tap has any use for it.

import { writeLines } from "../../fleet/write.ts";
import { within } from "../../../platform/within.ts";
import { linesOwed } from "../lines.ts";
import type { IndexEffect } from "../../../core/effect.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { Turns, Workplace } from "../workplace.ts";

/** The index has this long to take what it is told (ms); what it is told twice it keeps once. */
const INDEX_LIMIT_MS = 10_000;

/** Writes of each customer's object that have not come back, those that nobody waits for any more among them. */
const out = new WeakMap<CustomerStore, Set<Promise<void>>>();

/** Notes that a write is out until it has come back; its error is for whoever waits for it. */
function keepOut(store: CustomerStore, work: Promise<void>): Promise<void> {
  const all = out.get(store) ?? new Set();
  out.set(store, all);
  const write = work.finally(() => all.delete(write));
  all.add(write);
  return write;
}

/** Resolves when the index has taken or refused all that it was told of this customer: after that, nothing more appears there. */
export async function indexAtRest(store: CustomerStore): Promise<void> {
  const all = out.get(store);
  if (all !== undefined) await Promise.allSettled(all);
}

/** Writes the lines, and lets the core hear whether that was done. */
export async function runIndex(
  place: Workplace,
  store: CustomerStore,
  turns: Turns,
  { upTo }: IndexEffect,
): Promise<void> {
  const { FLEET: database } = place.env;
  const lines = linesOwed(store, place);
  let isWritten = false;
  try {
    if (database !== undefined) isWritten = await within(keepOut(store, writeLines(database, lines)), INDEX_LIMIT_MS);
    if (!isWritten) place.deps.log.error("index_not_written", null);
  } catch (error) {
    place.deps.log.error("index_not_written", error);
  }
  await turns.apply(place, { type: "lines_written", upTo, isWritten });
}
