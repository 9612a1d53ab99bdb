// Pages through the world's events as `GET /events` does: newest first, ninety days back, by id cursor.
import { asRecord, timeOf } from "./tariffs.ts";
import type { WireError } from "./wire-error.ts";
import type { WorldEvent, WorldState } from "./world.ts";

export interface EventList {
  object: "list";
  url: "/events";
  has_more: boolean;
  data: unknown[];
}

const memoryMs = 90 * 86_400_000;

/**
 * One page, ordered by when each event happened at FlatPeak: its own `time_created`, whenever it came here. Query: `limit` 1 to 100 (30 unless told), `event_type`, `object_id` (any id the event's data names),
 * `starting_after` (older than that event) or `ending_before` (newer than it). `now` is world time in milliseconds.
 */
export function listEvents(world: WorldState, query: Record<string, string>, now: number): EventList | WireError {
  const limit = query["limit"] === undefined ? 30 : Number(query["limit"]);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) return refused("limit_invalid", "limit must be 1 to 100");
  const events = world.events
    .map((event) => ({ event, at: timeOf(JSON.parse(event.raw)) ?? event.at }))
    .filter(({ at }) => at > now - memoryMs)
    .toReversed()
    .sort((a, b) => b.at - a.at)
    .map(({ event }) => event)
    .filter((event) => query["event_type"] === undefined || event.type === query["event_type"])
    .filter((event) => query["object_id"] === undefined || names(event, query["object_id"]));

  const cursor = query["starting_after"] ?? query["ending_before"];
  const position = events.findIndex((event) => event.id === cursor);
  if (cursor !== undefined && position === -1) return refused("cursor_not_found", `No event ${cursor} in this list`);
  if (query["starting_after"] === undefined && query["ending_before"] !== undefined) {
    const newer = events.slice(0, position);
    return list(newer.slice(-limit), newer.length > limit);
  }
  const older = events.slice(position + 1);
  return list(older.slice(0, limit), older.length > limit);
}

function list(events: WorldEvent[], hasMore: boolean): EventList {
  return { object: "list", url: "/events", has_more: hasMore, data: events.map((event) => JSON.parse(event.raw)) };
}

function names(event: WorldEvent, objectId: string): boolean {
  const data = asRecord(asRecord(JSON.parse(event.raw))["data"]);
  return ["id", "tariff_id", "location_id", "customer_id"].some((field) => data[field] === objectId);
}

function refused(code: string, message: string): WireError {
  return { status: 422, context: "api.events_list", code, message };
}
