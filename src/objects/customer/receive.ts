// A verified event that comes to its customer: its id is claimed, it is applied, and the alarm is set, all in one.

import { StepBroke } from "./turn.ts";
import { mayBeTold } from "./rows/tombstone.ts";
import type { Engine } from "./engine.ts";
import type { Incoming, Receipt } from "./incoming.ts";
import type { CustomerStore, Novelty } from "./rows/store.ts";
import type { Workplace } from "./workplace.ts";

/** Takes an event; all that follows from it is on disk when this resolves. */
export async function receive(
  place: Workplace,
  store: CustomerStore,
  engine: Engine,
  { event, source, body }: Incoming,
): Promise<Receipt> {
  const { deps } = place;
  if (!mayBeTold(store, place.customerId, deps.now())) return "erased";
  const receivedAt = deps.now();
  const stored = { id: event.id, type: event.type, receivedAt, late: event.late, source, body };
  const offset = store.clockOffset();
  // On a customer whose test clock was moved, FlatPeak's real times are moved along. What has come has happened: a time
  // that is still ahead would outlive every repair.
  const moved = event.occurredAt <= receivedAt ? event.occurredAt + offset : event.occurredAt;
  const occurredAt = Math.min(moved, receivedAt + offset);
  let novelty: Novelty;
  try {
    const taken = engine.turn(place, { type: "event", event: { ...event, occurredAt } }, stored);
    await taken.armed;
    novelty = taken.novelty;
  } catch (error) {
    if (!(error instanceof StepBroke)) throw error;
    // The transaction is rolled back; the event must neither be lost nor stand in the way of the next one.
    deps.log.error("event_broke_the_core", error.cause);
    return "broke_the_reader";
  }
  await engine.keepHouse(place);
  if (novelty !== "new") return novelty;
  return event.kind === "ignored" ? "ignored" : "stored";
}
