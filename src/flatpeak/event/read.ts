// One reader for every shape of event FlatPeak has documented: ids wander between `data` and the top level, times and
// modes may be missing, extra fields are welcome. Reads bytes; decides nothing.

import { jsonOf } from "../../platform/json.ts";
import { idOrNull, readAccounts, readCustomer, readId } from "../ids.ts";
import { civilDate, instant } from "../time.ts";
import type { FlatPeakEvent } from "../../core/case/event.ts";
import type { Reason } from "../../core/case/reason.ts";
import type { IdPrefix, ReadId } from "../ids.ts";

/** An event as it stands on the wire, with every id in its one place. */
export interface WireEvent {
  readonly id: string;
  readonly type: string;
  /** Every account it names, in `data` or at the top level. */
  readonly accountIds: readonly string[];
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
  | {
      readonly kind: "not_understood";
      readonly why: string;
      /** What FlatPeak calls it, where that much can be read. */
      readonly id: string | null;
    };

const PROBLEMS: ReadonlyMap<string, Reason> = new Map([
  ["tariff.expiring", "expiring"],
  ["tariff.expired", "expired"],
  ["tariff.fetch.failed", "fetch_failed"],
  ["tariff.connection.upgrade", "upgrade"],
]);

/** The type of event that tells of a reason. */
export const typeOf = (reason: Reason): string => [...PROBLEMS].find((it) => it[1] === reason)?.[0] ?? "";

/** Types of event that open a case. */
export const PROBLEM_TYPES: readonly string[] = [...PROBLEMS.keys()];

/** True for the type of an event that tells of a problem. */
export const isProblemType = (type: string): boolean => PROBLEMS.has(type);

/** FlatPeak's guides spell a finished session in two ways, and one of them prints the second spelling of an update. */
const CHANGES: ReadonlyMap<string, "session_complete" | "location_update"> = new Map([
  ["connect_session.complete", "session_complete"],
  ["connect.session.complete", "session_complete"],
  ["location.update", "location_update"],
  ["locaiton.update", "location_update"],
]);

export const isSessionComplete = (type: string): boolean => CHANGES.get(type) === "session_complete";

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

function parseJson(body: Uint8Array): { readonly value: unknown; readonly text: string } | null {
  try {
    // Decoding drops a byte order mark: it is part of the signed bytes, but no part of the JSON.
    const text = strict.decode(body);
    const value = jsonOf(text);
    return value === undefined ? null : { value, text };
  } catch (error) {
    // Not UTF-8, or nested deeper than can be read.
    if (error instanceof TypeError || error instanceof RangeError) return null;
    throw error;
  }
}

/** Values looked at in search of an id: far more than any event has, far fewer than a body can hold. */
const MAX_VALUES = 1_000;

/** The one id of a kind that stands anywhere within `data`; null where there is none, or more than one to choose from. */
function onlyIdIn(data: Members, prefix: IdPrefix): string | null {
  const found = new Set<string>();
  const open: unknown[] = [data];
  for (let seen = 0; seen < MAX_VALUES && open.length > 0; seen++) {
    const value = open.pop();
    const id = idOrNull(value, prefix);
    if (id !== null) found.add(id);
    if (typeof value === "object" && value !== null) open.push(...Object.values(value).slice(0, MAX_VALUES));
  }
  const [first] = found;
  return open.length === 0 && found.size === 1 && first !== undefined ? first : null;
}

/** A yes or a no, also where it was written as text. */
function readFlag(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.trim().toLowerCase() : null;
  return word === "true" ? true : word === "false" ? false : null;
}

type Ids = Pick<WireEvent, "accountIds" | "customerId" | "locationId" | "tariffId" | "connectToken">;

/**
 * Finds the ids of an event: each by its own field, in `data` or else beside it; then as the id of `data` itself; then,
 * where the type of event needs it, anywhere within `data`. Fields whose value is no id are added to `unreadable`.
 */
function readIds(type: string, event: Members, data: Members, unreadable: string[]): Ids {
  const note = (name: string, read: ReadId): string | null => {
    if (read.kind === "unreadable") unreadable.push(`data.${name}`);
    return read.kind === "id" ? read.id : null;
  };
  const beside = (name: string, prefix: IdPrefix): string | null =>
    idOrNull(event[name], prefix) ?? idOrNull(data["id"], prefix);
  const isProblem = PROBLEMS.has(type);
  const isPlaced = isProblem || CHANGES.has(type);
  return {
    accountIds: [...readAccounts(data), ...readAccounts(event)].flatMap((account) => {
      if (account.kind === "unreadable") unreadable.push("account_id");
      return account.kind === "id" ? [account.id] : [];
    }),
    customerId: note("customer_id", readCustomer(data)) ?? beside("customer_id", "cus"),
    locationId:
      note("location_id", readId(data["location_id"], "loc")) ??
      beside("location_id", "loc") ??
      (isPlaced ? onlyIdIn(data, "loc") : null),
    tariffId:
      note("tariff_id", readId(data["tariff_id"], "trf")) ??
      beside("tariff_id", "trf") ??
      (isProblem ? onlyIdIn(data, "trf") : null),
    connectToken:
      idOrNull(data["connect_token"], "cot") ??
      idOrNull(data["id"], "cot") ??
      (isSessionComplete(type) ? onlyIdIn(data, "cot") : null),
  };
}

/** Reads one event from the bytes of a request. Never throws for what they hold. */
export function parseEvent(body: Uint8Array): Parsed {
  const json = parseJson(body);
  if (json === null) return { kind: "not_json" };
  const { value: event, text } = json;
  if (!isObject(event)) return { kind: "not_understood", why: "not an event: body", id: null };
  const id = idOrNull(event["id"], "evt");
  const type = typeof event["type"] === "string" ? event["type"].trim() : "";
  const { data } = event;

  const unreadable: string[] = [];
  if (id === null) unreadable.push("id");
  if (type === "" || type.length > 100) unreadable.push("type");
  if (!isObject(data)) unreadable.push("data");
  const members = isObject(data) ? data : {};
  const ids = readIds(type, event, members, unreadable);
  if (id === null || unreadable.length > 0) {
    return { kind: "not_understood", why: `not an event: ${unreadable.join(", ")}`, id };
  }
  return {
    kind: "event",
    text,
    event: {
      id,
      type,
      ...ids,
      liveMode: readFlag(members["live_mode"]) ?? readFlag(event["live_mode"]),
      contractEndDate: civilDate(members["contract_end_date"]),
      timeCreated: instant(event["time_created"]),
    },
  };
}

/** What the signature of an event tells: `signedAt` is in milliseconds. */
export interface Arrival {
  readonly signedAt: number;
  readonly late: boolean;
}

/**
 * The event in the words of the core. One of a kind that matters which names nothing to act on gives null: it is genuine
 * and not understood.
 */
export function toCoreEvent(event: WireEvent, arrival: Arrival): FlatPeakEvent | null {
  const facts = {
    id: event.id,
    type: event.type,
    occurredAt: event.timeCreated ?? arrival.signedAt,
    late: arrival.late,
  };
  const { tariffId, locationId, contractEndDate } = event;
  const reason = PROBLEMS.get(event.type);
  if (reason !== undefined) {
    if (tariffId === null || locationId === null) return null;
    return { ...facts, kind: "problem", reason, tariffId, locationId, contractEndDate };
  }
  const kind = CHANGES.get(event.type);
  if (kind !== undefined && locationId !== null) return { ...facts, kind, locationId };
  const isNamed = event.customerId !== null || event.connectToken !== null;
  return kind === undefined || isNamed ? { ...facts, kind: "ignored" } : null;
}
