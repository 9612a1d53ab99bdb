// One reader for every shape of event FlatPeak has documented: ids wander between `data` and the top level, times and
// modes may be missing, extra fields are welcome. Reads bytes; decides nothing.

import * as z from "zod/mini";
import { civilDate, instant } from "./wire-time.ts";
import type { FlatPeakEvent } from "../core/event.ts";
import type { Reason } from "../core/reason.ts";

/** Ids are opaque: a prefix and something after it, never a length. Bounded, since they name objects and rows. */
const ID = /^([a-z]{3})_[A-Za-z0-9_-]{1,120}$/;
const idOf = (prefix: string): z.ZodMiniString =>
  z.string().check(z.regex(new RegExp(`^${prefix}_[A-Za-z0-9_-]{1,120}$`)));

const envelope = z.looseObject({
  id: idOf("evt"),
  type: z.string().check(z.minLength(1), z.maxLength(100)),
  account_id: z.nullish(z.string()),
  live_mode: z.nullish(z.boolean()),
  time_created: z.optional(z.unknown()),
  data: z.looseObject({
    id: z.nullish(z.string()),
    object: z.nullish(z.string()),
    tariff_id: z.nullish(idOf("trf")),
    location_id: z.nullish(idOf("loc")),
    customer_id: z.nullish(idOf("cus")),
    connect_token: z.nullish(z.string()),
    account_id: z.nullish(z.string()),
    live_mode: z.nullish(z.boolean()),
    contract_end_date: z.optional(z.unknown()),
  }),
});

/** An event as it stands on the wire, with every id in its one place. */
export interface WireEvent {
  readonly id: string;
  readonly type: string;
  readonly accountId: string | null;
  readonly liveMode: boolean | null;
  readonly customerId: string | null;
  readonly locationId: string | null;
  readonly tariffId: string | null;
  /** A Connect token, where a finished session names nothing else. */
  readonly connectToken: string | null;
  readonly contractEndDate: string | null;
  readonly timeCreated: number | null;
}

export type Parsed =
  | { readonly kind: "event"; readonly event: WireEvent; /** The body as text. */ readonly text: string }
  | { readonly kind: "not_json" }
  | { readonly kind: "not_understood"; readonly why: string };

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

function parseJson(body: Uint8Array): { readonly value: unknown; readonly text: string } | null {
  try {
    // Decoding drops a byte order mark: it is part of the signed bytes, but no part of the JSON.
    const text = strict.decode(body);
    return { value: JSON.parse(text), text };
  } catch (error) {
    // Whatever the sender wrote, it is not JSON in UTF-8.
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError) return null;
    throw error;
  }
}

const withPrefix = (prefix: string, ...candidates: readonly (string | null | undefined)[]): string | null =>
  candidates.find((it) => typeof it === "string" && ID.exec(it)?.[1] === prefix) ?? null;

/** Reads one event from the bytes of a request. */
export function parseEvent(body: Uint8Array): Parsed {
  const json = parseJson(body);
  if (json === null) return { kind: "not_json" };
  const read = envelope.safeParse(json.value);
  if (!read.success) {
    const at = read.error.issues.map((issue) => issue.path.join(".") || "body").join(", ");
    return { kind: "not_understood", why: `not an event: ${at}` };
  }
  const { data, ...event } = read.data;
  const own = (object: string, prefix: string): string | null =>
    data.object === object ? withPrefix(prefix, data.id) : null;
  return {
    kind: "event",
    text: json.text,
    event: {
      id: event.id,
      type: event.type,
      accountId: data.account_id ?? event.account_id ?? null,
      liveMode: data.live_mode ?? event.live_mode ?? null,
      customerId: data.customer_id ?? own("customer", "cus"),
      locationId: data.location_id ?? own("location", "loc"),
      tariffId: data.tariff_id ?? own("tariff", "trf"),
      connectToken: withPrefix("cot", data.connect_token, data.id),
      contractEndDate: civilDate(data.contract_end_date),
      timeCreated: instant(event.time_created),
    },
  };
}

const PROBLEMS: ReadonlyMap<string, Reason> = new Map([
  ["tariff.expiring", "expiring"],
  ["tariff.expired", "expired"],
  ["tariff.fetch.failed", "fetch_failed"],
  ["tariff.connection.upgrade", "upgrade"],
]);

/** FlatPeak's guides spell a finished session in two ways. */
const SESSION_COMPLETE = new Set(["connect_session.complete", "connect.session.complete"]);
/** The second spelling is printed in FlatPeak's guide. */
const LOCATION_UPDATE = new Set(["location.update", "locaiton.update"]);

export const isSessionComplete = (type: string): boolean => SESSION_COMPLETE.has(type);

/** What the signature of an event tells: `signedAt` is in milliseconds. */
export interface Arrival {
  readonly signedAt: number;
  readonly late: boolean;
}

/**
 * The event in the words of the core. A problem that names no tariff or location cannot be acted on and gives null: it
 * is genuine and not understood.
 */
export function toCoreEvent(event: WireEvent, arrival: Arrival): FlatPeakEvent | null {
  const facts = {
    id: event.id,
    type: event.type,
    occurredAt: event.timeCreated ?? arrival.signedAt,
    late: arrival.late,
  };
  const reason = PROBLEMS.get(event.type);
  if (reason !== undefined) {
    const { tariffId, locationId, contractEndDate } = event;
    if (tariffId === null || locationId === null) return null;
    return { ...facts, kind: "problem", reason, tariffId, locationId, contractEndDate };
  }
  const kind = isSessionComplete(event.type)
    ? "session_complete"
    : LOCATION_UPDATE.has(event.type)
      ? "location_update"
      : null;
  if (kind === null || event.locationId === null) return { ...facts, kind: "ignored" };
  return { ...facts, kind, locationId: event.locationId };
}
