// A home that changed hands: its open problems go to the new owner's object before the old one lets go of them, so that
// nothing is lost whatever breaks off in between. The event's id makes a repeat harmless. Loaded when the first home changes hands.

import { isOpen } from "../../../core/read.ts";
import { isProblemType, typeOf } from "../../../flatpeak/event/read.ts";
import { customerAt } from "../../rooms.ts";
import type { Case } from "../../../core/state.ts";
import type { Problem } from "../../../core/case/problem.ts";
import type { Incoming } from "../incoming.ts";
import { EVENTS } from "../rows/keys.ts";
import type { KeptEvent } from "../rows/kept-event.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { Workplace } from "../workplace.ts";

/** The newest event that told of a problem of this tariff, of this type where there is one; null where all are forgotten. */
function problemEvent({ keys }: CustomerStore, tariffId: string, type: string): KeptEvent | null {
  const named = JSON.stringify(tariffId);
  const rank = (it: KeptEvent | null): number => (it === null ? 0 : it.type === type ? 2 : 1);
  let newest: KeptEvent | null = null;
  for (const [, it] of keys.below(EVENTS)) {
    if (!isProblemType(it.type) || !it.body.includes(named)) continue;
    const isYounger = newest === null || it.receivedAt > newest.receivedAt;
    if (rank(it) > rank(newest) || (rank(it) === rank(newest) && isYounger)) newest = it;
  }
  return newest;
}

/** A problem as the event that told of it; one whose event is forgotten is named after its case. */
function eventOf(store: CustomerStore, customerId: string, it: Case, problem: Problem): Incoming {
  const { tariffId, locationId } = it;
  const { reason, contractEndDate, occurredAt } = problem;
  const type = typeOf(reason);
  const newest = problemEvent(store, tariffId, type);
  // Where two problems are handed over, one event may not stand for both: the second would pass for a repeat of the first.
  const isItsOwn = newest !== null && (newest.type === type || it.beneath === null);
  const known = isItsOwn ? newest : { id: `evt_${customerId}_${it.no}_${reason}`, type, body: null };
  const event = { kind: "problem", id: known.id, type: known.type, reason, tariffId, locationId } as const;
  const facts = { ...event, contractEndDate, occurredAt, late: false };
  return { event: facts, source: "copy", body: known.body ?? JSON.stringify(facts) };
}

/**
 * Hands what is open at a home to its new owner; on disk there when this resolves, whatever was opened meanwhile included.
 * Throws where the new owner's object cannot be reached.
 */
export async function passHomeOn(
  { env, customerId }: Workplace,
  store: CustomerStore,
  locationId: string,
  owner: string,
): Promise<void> {
  // No session is opened again in somebody else's home.
  store.dropTokens();
  const passed = new Set<Case>();
  const left = (): readonly Case[] =>
    store.load(customerId).cases.filter((it) => isOpen(it) && it.locationId === locationId && !passed.has(it));
  for (let [it] = left(); it !== undefined; [it] = left()) {
    for (const problem of it.beneath === null ? [it] : [it.beneath, it]) {
      await customerAt(env, owner).receive(owner, eventOf(store, customerId, it, problem));
    }
    passed.add(it);
  }
}
