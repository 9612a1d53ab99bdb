// FlatPeak's own record of events: one by id, and the list, newest first, ninety days back.

import * as z from "zod/mini";
import type { EventCopy, EventPage } from "../port.ts";
import type { Answer, Client } from "../client.ts";

const BUDGET_MS = 6_000;
/**
 * A hundred is the most FlatPeak gives at once. Always asked for: its documentation names two different defaults. Asked for
 * less where so many are too long.
 */
const PAGE_SIZES = [100, 20, 4, 1] as const;

const eventShape = z.looseObject({ id: z.string().check(z.minLength(1)), type: z.string() });
const listShape = z.looseObject({ data: z.array(z.unknown()), has_more: z.optional(z.unknown()) });

/**
 * `GET /events/{id}`: FlatPeak's copy of an event. Unknown only where FlatPeak says so: a refusal tells nothing of
 * the event.
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

/** What FlatPeak answers on a page of the list, or why there is none. */
function readPage(body: unknown, limit: number): EventPage {
  const list = listShape.safeParse(body);
  if (!list.success) return { kind: "unavailable", why: "FlatPeak's list of events cannot be read" };
  const { data, has_more } = list.data;
  const events = data.flatMap((item) => {
    const event = eventShape.safeParse(item);
    return event.success ? [event.data] : [];
  });
  // Entries without an id are no events; a page of nothing else leaves nothing to go on after.
  if (events.length === 0 && data.length > 0) {
    return { kind: "unavailable", why: "FlatPeak's list of events cannot be read" };
  }
  return { kind: "page", events, more: typeof has_more === "boolean" ? has_more : data.length >= limit };
}

/** A refusal for want of a page, by what it was asked for. */
function refusal(answer: Exclude<Answer, { kind: "ok" | "unavailable" }>, before: string | null): EventPage {
  if (before !== null) return { kind: "lost" };
  const status = answer.kind === "not_found" ? 404 : answer.status;
  return { kind: "refused", why: `FlatPeak answered ${status} for its list of events` };
}

/**
 * `GET /events`: up to a hundred events older than `before`, newest first, of one type or of all; the newest when `before`
 * is null. Fewer where a hundred are more than is read in one go.
 */
export async function eventsBefore(client: Client, before: string | null, type: string | null): Promise<EventPage> {
  for (const limit of PAGE_SIZES) {
    const query = new URLSearchParams({ limit: String(limit) });
    if (type !== null) query.set("event_type", type);
    if (before !== null) query.set("starting_after", before);
    const answer = await client.call("GET", `/events?${query.toString()}`, BUDGET_MS);
    if (answer.kind === "ok") return readPage(answer.body, limit);
    if (answer.kind !== "unavailable") return refusal(answer, before);
    if (answer.tooLong !== true) return { kind: "unavailable", why: answer.why };
  }
  return { kind: "unavailable", why: "FlatPeak lists an event that is too long" };
}
