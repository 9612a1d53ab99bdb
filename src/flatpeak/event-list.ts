// FlatPeak's own record of events: one by id, and the list, newest first, ninety days back.

import * as z from "zod/mini";
import type { EventCopy, EventPage } from "../core/ports.ts";
import type { Client } from "./client.ts";

const BUDGET_MS = 6_000;
/** The most FlatPeak gives at once. Always asked for: its documentation names two different defaults. */
const PAGE_SIZE = 100;

const eventShape = z.looseObject({ id: z.string(), type: z.string() });
const listShape = z.looseObject({ data: z.array(z.unknown()), has_more: z.optional(z.boolean()) });

/**
 * `GET /events/{id}`: FlatPeak's copy of an event. Unknown only where FlatPeak says so: a refusal is about us and our
 * account, and tells nothing of the event.
 */
export async function eventById(client: Client, id: string): Promise<EventCopy> {
  const answer = await client.call("GET", `/events/${encodeURIComponent(id)}`, BUDGET_MS);
  switch (answer.kind) {
    case "ok": {
      const event = eventShape.safeParse(answer.body);
      if (!event.success) return { kind: "unavailable", why: "FlatPeak's copy of an event cannot be read" };
      // An answer that is another event vouches for nothing.
      return event.data.id === id ? { kind: "known", event: event.data } : { kind: "unknown" };
    }
    case "not_found":
      return { kind: "unknown" };
    case "refused":
      return { kind: "unavailable", why: `FlatPeak answered ${answer.status} for an event` };
    case "unavailable":
      return { kind: "unavailable", why: answer.why };
  }
}

/**
 * `GET /events`: up to a hundred events older than `before`, newest first, of one type or of all; the newest when `before`
 * is null.
 */
export async function eventsBefore(client: Client, before: string | null, type: string | null): Promise<EventPage> {
  const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
  if (type !== null) query.set("event_type", type);
  if (before !== null) query.set("starting_after", before);
  const answer = await client.call("GET", `/events?${query.toString()}`, BUDGET_MS);
  if (answer.kind !== "ok") {
    const why = answer.kind === "unavailable" ? answer.why : `FlatPeak lists no events: ${answer.kind}`;
    return { kind: "unavailable", why };
  }
  const list = listShape.safeParse(answer.body);
  if (!list.success) return { kind: "unavailable", why: "FlatPeak's list of events cannot be read" };
  const events = list.data.data.flatMap((item) => {
    const event = eventShape.safeParse(item);
    return event.success ? [event.data] : [];
  });
  return { kind: "page", events, more: list.data.has_more ?? list.data.data.length === PAGE_SIZE };
}
