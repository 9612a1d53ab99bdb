// A home that changed hands: its open problems go to the new owner's object before the old one lets go of them, so that
// nothing is lost whatever breaks off in between. The event's id makes a repeat harmless.

import { isOpen } from "../../../core/state.ts";
import { PROBLEM_TYPES, typeOf } from "../../../flatpeak/event/read.ts";
import { locationAt, customerAt } from "../../rooms.ts";
import type { Case, CustomerState, Problem } from "../../../core/state.ts";
import type { Incoming } from "../incoming.ts";
import type { StoredEvent } from "../rows/state.ts";
import type { Workplace } from "../workplace.ts";

type Known = Pick<StoredEvent, "id" | "type" | "body">;

/** The newest event that told of a problem of this tariff, of this type where there is one; null where all are forgotten. */
function problemEvent(sql: SqlStorage, tariffId: string, type: string): Known | null {
  const problems = PROBLEM_TYPES.map(() => "?").join(", ");
  const [row] = sql
    .exec<{ id: string; type: string; body: string }>(
      `SELECT id, type, body FROM events WHERE type IN (${problems}) AND instr(body, ?) > 0
       ORDER BY type = ? DESC, received_at DESC LIMIT 1`,
      ...PROBLEM_TYPES,
      JSON.stringify(tariffId),
      type,
    )
    .toArray();
  return row ?? null;
}

/** A problem as the event that told of it; one whose event is forgotten is named after its case. */
function eventOf(sql: SqlStorage, customerId: string, it: Case, problem: Problem): Incoming {
  const { tariffId, locationId } = it;
  const { reason, contractEndDate, occurredAt } = problem;
  const type = typeOf(reason);
  const known = problemEvent(sql, tariffId, type) ?? { id: `evt_${customerId}_${it.no}_${reason}`, type, body: null };
  const event = { kind: "problem", id: known.id, type: known.type, reason, tariffId, locationId } as const;
  const facts = { ...event, contractEndDate, occurredAt, late: false };
  return { event: facts, source: "copy", body: known.body ?? JSON.stringify(facts) };
}

/**
 * Hands what is open at a home to its new owner; on disk there when this resolves, whatever was opened meanwhile included.
 * Throws where the new owner's object cannot be reached.
 */
export async function passOn(
  { env, customerId }: Workplace,
  { load, sql }: { readonly load: () => CustomerState; readonly sql: SqlStorage },
  locationId: string,
  owner: string,
): Promise<void> {
  const passed = new Set<Case>();
  const left = (): readonly Case[] =>
    load().cases.filter((it) => isOpen(it) && it.locationId === locationId && !passed.has(it));
  for (let [it] = left(); it !== undefined; [it] = left()) {
    for (const problem of it.beneath === null ? [it] : [it.beneath, it]) {
      await customerAt(env, owner).receive(owner, eventOf(sql, customerId, it, problem));
    }
    passed.add(it);
  }
}

/** FlatPeak names nobody for a home that an event named this customer for: events that name nobody are this customer's. */
export async function claimHome({ env, deps, customerId }: Workplace, locationId: string): Promise<void> {
  if (customerId === locationId) return;
  try {
    await locationAt(env, locationId).claim(locationId, customerId);
  } catch (error) {
    // Claimed again by the next look.
    deps.log.error("home_not_claimed", error);
  }
}
