// The emulated world: one plain JSON object holding everything the emulated FlatPeak knows.
// It never reads a clock, stores nothing by itself and talks to nobody.
import type { Address, ConnectToken, Draft, Slot } from "./connect/session.ts";
import type { Meters } from "./energy/records.ts";
import { newMeters } from "./energy/records.ts";
import type { Plan } from "./plan.ts";
import type { ConnectionType, Supplier } from "./suppliers.ts";
import type { Callback, Message, Publication } from "./messages.ts";
import { suppliers } from "./suppliers.ts";
import type { SigningKey } from "./signing.ts";

export type { Slot } from "./connect/session.ts";
export type TariffStatus = "CONNECTED" | "ERROR" | "NOT_CONNECTED";

export interface Tariff {
  id: string;
  slot: Slot;
  status: TariffStatus;
  connectionType: ConnectionType;
  provider: Supplier;
  displayName: string;
  structureType: string;
  /** The last day of the contract as YYYY-MM-DD; null runs until terminated. */
  contractEndDate: string | null;
  /** What it costs, where the customer or the supplier said so. */
  plan?: Plan;
  /** The customer wants this supplier no more asked directly. */
  isDirectDismissed?: boolean;
  /** World time of the last repair: an event from before that says nothing of today. */
  repairedAt?: number;
  /** A direct connection that is still being made; until then the slot is empty. */
  pending?: Pending;
}

/** How a direct connection that takes long will end: at `until` (world time) it stands, or FlatPeak gives it up. */
export interface Pending {
  until: number;
  connects: boolean;
  draft: Draft;
}

export interface Home {
  id: string;
  customerId: string;
  label: string;
  timezone: string;
  timeCreated: string;
  /** The company's own name of it, where a session was begun with one. */
  referenceId?: string;
  /** Left out of the homes that are there from the beginning. */
  address?: Address;
  tariffs: Tariff[];
}

export interface Customer {
  id: string;
  referenceId: string;
  timeCreated: string;
}

/** An event as it goes over the wire; `posted` is what a person posted when we had to give it another id. */
export interface WorldEvent {
  id: string;
  type: string;
  /** World time in milliseconds at which it happened here, whatever its body says. */
  at: number;
  raw: string;
  posted: string | null;
}

export interface Attempt {
  at: number;
  /** HTTP status, or 0 where there was no answer. */
  status: number;
  body: string;
}

export interface Delivery {
  eventId: string;
  type: string;
  attempts: Attempt[];
  /** World time of the next attempt in milliseconds; null when delivered or given up. */
  nextAttemptAt: number | null;
  /** What became of it, in a sentence; left out where somebody is told, or nobody looked. */
  outcome?: string;
}

export interface Fault {
  mode: "timeout" | "429" | "500" | "slow" | "html" | "code" | "pending" | "lost";
  /** The provider's own name or number of the error, with the mode `code`. */
  code?: string | number;
  /** How many more requests fail; null until told otherwise. */
  left: number | null;
}

export interface RequestLine {
  at: number;
  method: string;
  path: string;
  status: number;
}

export interface TokenRequest {
  at: number;
  path: string;
  body: unknown;
}

export interface WorldState {
  accountId: string;
  key: SigningKey;
  /** World time minus real time, in milliseconds. */
  clockOffsetMs: number;
  customers: Customer[];
  homes: Home[];
  /** Every customer id ever mentioned, also by events about homes that do not exist here. */
  knownCustomerIds: string[];
  events: WorldEvent[];
  /** Ids that events have had here, a reset world included: FlatPeak never gives one twice. */
  spentIds: string[];
  deliveries: Delivery[];
  bearers: { token: string; expiresAt: number }[];
  tokens: ConnectToken[];
  requests: RequestLine[];
  tokenRequests: TokenRequest[];
  faults: Record<string, Fault>;
  messages: Message[];
  publications: Publication[];
  callbacks: Callback[];
  /** What the company's chat was told of trouble, `at` in real time; left out in a world from before there was one. */
  alerts?: { at: number; text: string }[];
  /** Energy that was metered. */
  meters: Meters;
  /** What Resend remembers of an Idempotency-Key. Real time, in milliseconds. */
  idempotencyKeys: { key: string; body: string; id: string; until: number }[];
  fcmBearers: { token: string; expiresAt: number }[];
  /** Numbers that Twilio writes to no more, since their owners said STOP. */
  unsubscribed: string[];
  /** True while a clock is skipped: then the customers' clocks run far ahead of the real one. */
  skipping: boolean;
}

export const documentedAccount = "acc_661677911f2197045e6cf1b1";
export const documentedCustomer = "cus_661677a19018beef00a29fae";
export const documentedHome = "loc_661677cdc31d91695fd8f33d";
export const documentedTariff = "trf_6597ef46529ab4467502af0b";

const dayMs = 86_400_000;

/** Takes a world time in milliseconds and a number of days; gives that day as YYYY-MM-DD in UTC. */
export function dayFrom(now: number, days: number): string {
  return new Date(now + days * dayMs).toISOString().slice(0, 10);
}

/** A fresh id in FlatPeak's newer form: the prefix, an underscore, 24 hex digits. */
export function newId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `${prefix}_${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** Appends and forgets the oldest entries past `keep`, so that the world stays small. */
export function remember<T>(list: T[], entry: T, keep = 200): void {
  list.push(entry);
  if (list.length > keep) list.splice(0, list.length - keep);
}

function tariff(id: string, slot: Slot, choice: number, displayName: string, endDate: string | null): Tariff {
  const chosen = suppliers[choice];
  if (chosen === undefined) throw new Error(`the seed names provider ${choice}, which does not exist`);
  const { provider, connectionType } = chosen;
  const structureType = "FIXED";
  return {
    id,
    slot,
    status: "CONNECTED",
    connectionType,
    provider,
    displayName,
    structureType,
    contractEndDate: endDate,
  };
}

/**
 * The world at its beginning: the account, customer, home and tariff of FlatPeak's documented examples, and a second
 * home of the same customer; five tariffs in all. Takes the world time in milliseconds and the key that will sign webhooks.
 */
export function newWorld(now: number, key: SigningKey, accountId: string = documentedAccount): WorldState {
  const timeCreated = "2024-04-10T17:38:31Z";
  const home = { customerId: documentedCustomer, timezone: "Europe/London", timeCreated };
  return {
    accountId,
    key,
    clockOffsetMs: 0,
    customers: [{ id: documentedCustomer, referenceId: "CUS0123456789", timeCreated }],
    homes: [
      {
        ...home,
        id: documentedHome,
        label: "Home",
        tariffs: [
          tariff(documentedTariff, "commodity_import", 0, "Fix & Fall 12", dayFrom(now, 10)),
          {
            ...tariff("trf_6597ef46529ab4467502af3e", "non_commodity_import", 3, "Northwind Grid", null),
            structureType: "TIME_OF_DAY",
          },
        ],
      },
      {
        ...home,
        id: "loc_661677cdc31d91695fd8f341",
        label: "Cottage",
        tariffs: [
          tariff("trf_6597ef46529ab4467502af1c", "commodity_import", 2, "Meadow Fixed", dayFrom(now, 200)),
          {
            ...tariff("trf_6597ef46529ab4467502af2d", "commodity_export", 2, "Meadow Solar Export", null),
            structureType: "MARKET",
          },
          tariff("trf_6597ef46529ab4467502af4f", "non_commodity_import", 1, "Harbour Grid", dayFrom(now, 120)),
        ],
      },
    ],
    knownCustomerIds: [documentedCustomer],
    events: [],
    spentIds: [],
    deliveries: [],
    bearers: [],
    tokens: [],
    requests: [],
    tokenRequests: [],
    faults: {},
    messages: [],
    publications: [],
    callbacks: [],
    alerts: [],
    meters: newMeters(),
    idempotencyKeys: [],
    fcmBearers: [],
    unsubscribed: [],
    skipping: false,
  };
}

/**
 * The same world with other people: the ids of its customers, homes and tariffs begin with `digits`, twelve hex digits of a
 * caller's own, so that the product has met none of them.
 */
function withOtherPeople(world: WorldState, digits: string): WorldState {
  const text = JSON.stringify(world).replaceAll(/\b(cus|loc|trf)_[0-9a-f]{12}/g, `$1_${digits}`);
  return JSON.parse(text) as WorldState;
}

/**
 * Puts the world back to its beginning at world time `now`. Its clock stays where it is, for the product's test clocks of the
 * same people cannot be turned back; with `digits` there are others, and the clock is the real one again.
 */
export function resetWorld(world: WorldState, now: number, digits: string | null): void {
  const { key, accountId, spentIds } = world;
  const clockOffsetMs = digits === null ? world.clockOffsetMs : 0;
  const fresh = newWorld(now - world.clockOffsetMs + clockOffsetMs, key, accountId);
  Object.assign(world, digits === null ? fresh : withOtherPeople(fresh, digits), { key, clockOffsetMs, spentIds });
}

/** The tariff with its home, or null where the world knows no such tariff. */
export function findTariff(world: WorldState, tariffId: string): { home: Home; tariff: Tariff } | null {
  for (const home of world.homes) {
    const tariff = home.tariffs.find((candidate) => candidate.id === tariffId);
    if (tariff !== undefined) return { home, tariff };
  }
  return null;
}
