// Writes event bodies in every documented shape and keeps the list that `GET /events` shows.
// It never delivers one; that is delivery.ts.
import { applyEvent } from "./tariffs.ts";
import type { Home, Tariff, WorldEvent, WorldState } from "./world.ts";
import { findTariff, newId, remember } from "./world.ts";

export const eventTypes = [
  "tariff.expiring",
  "tariff.expired",
  "tariff.fetch.failed",
  "tariff.connection.upgrade",
  "location.update",
  "connect_session.complete",
  "connect.session.complete",
  "customer.create",
] as const;
export type EventType = (typeof eventTypes)[number];

/** `zero-seed` is the oldest documented body, the two later Zero ones follow, `anode` is today's. */
export const eventShapes = ["zero-seed", "zero-later-1", "zero-later-2", "anode"] as const;
export type EventShape = (typeof eventShapes)[number];

export type EventBody = Record<string, unknown> & { id: string; type: string };

/** The shape that accounts of an API version receive, for example `2024-08-24.zero`. */
export function defaultShape(apiVersion: string): EventShape {
  return apiVersion.endsWith(".zero") ? "zero-seed" : "anode";
}

/**
 * Makes the world true and writes the event that says so. Gives null for a tariff the world does not hold.
 * `now` is world time in milliseconds; the event carries it as `time_created`.
 */
export function makeEvent(
  world: WorldState,
  type: EventType,
  tariffId: string,
  shape: EventShape,
  now: number,
): EventBody | null {
  const found = findTariff(world, tariffId);
  if (found === null) return null;
  applyEvent(world, { type, data: { tariff_id: tariffId } }, now);
  const common = { id: newId("evt"), object: "event", type, time_created: isoSeconds(now) };
  return { ...common, ...eventData(world, type, found.home, found.tariff, shape) };
}

/** The event of a Connect session that came to its end, in the spelling of FlatPeak's events list. */
export function sessionComplete(
  world: WorldState,
  session: { id: string; homeId: string; tariffId: string },
  now: number,
): EventBody {
  const data = sessionData(world, session.id, session.homeId, session.tariffId);
  return {
    id: newId("evt"),
    object: "event",
    type: "connect_session.complete",
    time_created: isoSeconds(now),
    data,
  };
}

/** The text in which a person posted an event, and whether the event still is what they posted. */
export interface Posted {
  text: string;
  isAsPosted: boolean;
}

/** Adds an event to the world's list; `posted` where it came from outside. */
export function rememberEvent(world: WorldState, body: EventBody, now: number, posted: Posted | null): WorldEvent {
  // The bytes that were posted, where nothing had to be changed in them.
  const raw = posted?.isAsPosted === true ? posted.text : JSON.stringify(body);
  const event = { id: body.id, type: body.type, at: now, raw, posted: posted?.text ?? null };
  remember(world.events, event);
  remember(world.spentIds, event.id, 2000);
  return event;
}

/** World time in the form FlatPeak prints it: UTC, whole seconds. */
export function isoSeconds(now: number): string {
  return new Date(now).toISOString().replace(/\.\d+Z$/, "Z");
}

function eventData(world: WorldState, type: EventType, home: Home, tariff: Tariff, shape: EventShape): object {
  const account = { account_id: world.accountId };
  const mode = { live_mode: false };
  switch (type) {
    case "location.update":
      return { data: { id: home.id, object: "location", ...mode } };
    case "customer.create":
      return { data: { id: home.customerId, object: "customer", ...mode, ...account } };
    case "connect_session.complete":
    case "connect.session.complete":
      return { data: sessionData(world, newId("cot"), home.id, tariff.id) };
    case "tariff.expiring":
    case "tariff.expired":
    case "tariff.fetch.failed":
    case "tariff.connection.upgrade":
      break;
  }
  const ids = { tariff_id: tariff.id, location_id: home.id };
  switch (shape) {
    case "zero-seed": {
      const ends = type === "tariff.expiring" || type === "tariff.expired";
      return {
        ...account,
        data: {
          ...mode,
          object: "tariff",
          id: tariff.id,
          ...account,
          customer_id: home.customerId,
          location_id: home.id,
          ...(ends ? { contract_end_date: tariff.contractEndDate } : {}),
        },
        ...mode,
      };
    }
    case "zero-later-1":
      return { data: { ...mode, ...ids, ...account } };
    case "zero-later-2":
      return { data: { ...ids, customer_id: home.customerId } };
    case "anode":
      return { data: { ...mode, location_id: home.id, tariff_id: tariff.id, ...account } };
  }
}

function sessionData(world: WorldState, connectToken: string, homeId: string, tariffId: string): object {
  return {
    id: connectToken,
    object: "connect_session",
    connect_token: connectToken,
    location_id: homeId,
    tariff_id: tariffId,
    account_id: world.accountId,
    live_mode: false,
  };
}
