// What happens in FlatPeak's world, round by round: which tariffs break, which only seem to, which are repaired, and the
// events that speak of it. Drawn from the seed alone; nothing here knows how the product took it.

import { documentedAccount, newWorld } from "../../src/dev/emulator/world.ts";
import { chanceOf } from "./seed.ts";
import type { SigningKey } from "../../src/dev/emulator/signing.ts";
import type { Tariff, WorldState } from "../../src/dev/emulator/world.ts";
import type { Chance } from "./seed.ts";

/** From weakest to strongest; a stronger one takes a case over and is worth a message of its own. */
export const REASONS = ["expiring", "fetch_failed", "expired"] as const;
export type Reason = (typeof REASONS)[number];

/**
 * `broken` stays broken through all rounds; `false_alarm` never was, whatever the events say; `repaired` is mended by an event; `relapses` is as well, and
 * breaks again.
 */
export type Fate = "broken" | "false_alarm" | "repaired" | "relapses";

/** Whether it is mended in the end or on the way. */
export const isMended = ({ fate }: Pick<Trouble, "fate">): boolean => fate === "repaired" || fate === "relapses";

/** One tariff at a location of its own. */
export interface Trouble {
  readonly customerId: string;
  readonly locationId: string;
  readonly fate: Fate;
  readonly first: Reason;
  readonly tariff: Tariff;
  /** The reason of its latest problem event in the plan. */
  reason: Reason;
  /** The event that mends it; null until it is planned. */
  mendedBy: string | null;
  /** The event that says that it broke again; null until it is planned. */
  brokenAgainBy: string | null;
}

/** An event as it will be posted. */
export interface PlannedEvent {
  readonly id: string;
  readonly type: string;
  readonly customerId: string;
  readonly trouble: Trouble | null;
  /** Set on events that state a problem. */
  readonly reason: Reason | null;
  /** Set on the event that tells of a repair: the world is mended before it is posted. */
  readonly mends: boolean;
  /** Set on the event that tells that it broke again: so it is with the world. */
  readonly breaks: boolean;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Events of a round in the order they are posted; one that stands twice is an exact copy. */
export interface Plan {
  readonly world: WorldState;
  readonly troubles: readonly Trouble[];
  round(): readonly PlannedEvent[];
  /** What mends all that is to be mended and was not in any round, and some of what stayed broken through all of them. */
  finale(): readonly PlannedEvent[];
}

const CUSTOMERS = 50;
const FRESH_EVENTS = 27;
const COPIES = 4;
/** Events speak of the latest so many tariffs, so that each meets its own past. */
const RECENT = 40;
const DAY_MS = 86_400_000;

const TYPES: Readonly<Record<Reason, string>> = {
  expiring: "tariff.expiring",
  fetch_failed: "tariff.fetch.failed",
  expired: "tariff.expired",
};

function draw(chance: Chance): { fate: Fate; first: Reason } {
  const fate = chance.next();
  const first = chance.next();
  return {
    fate: fate < 0.62 ? "broken" : fate < 0.72 ? "false_alarm" : fate < 0.86 ? "repaired" : "relapses",
    first: first < 0.45 ? "fetch_failed" : first < 0.8 ? "expired" : "expiring",
  };
}

const isLast = ({ fate }: Trouble, nth: number): boolean => fate === "broken" && nth % 3 === 0;

/** The plan of a seed. `now` only dates the contracts; `key` signs what the world sends. */
export function planOf(seed: number, key: SigningKey, now: number): Plan {
  const chance = chanceOf(seed, "plan");
  const world = { ...newWorld(now, key), customers: [], homes: [], knownCustomerIds: [] } as WorldState;
  const customers = Array.from({ length: CUSTOMERS }, () => `cus_${chance.hex(24)}`);
  for (const id of customers) world.customers.push({ id, referenceId: "", timeCreated: new Date(now).toISOString() });
  const endDate = new Date(now + 8 * DAY_MS).toISOString().slice(0, 10);
  const troubles: Trouble[] = [];

  const breakOne = (): Trouble => {
    const { fate, first } = draw(chance);
    const customerId = chance.pick(customers);
    const tariff: Tariff = {
      id: `trf_${chance.hex(24)}`,
      slot: "commodity_import",
      status: fate === "false_alarm" ? "CONNECTED" : "ERROR",
      connectionType: "DIRECT",
      provider: { id: "prv_5f7b2c11d09a4e6688c0a001", display_name: "British Gas", logo_url: "" },
      displayName: "Fix 12",
      structureType: "FIXED",
      contractEndDate: fate !== "false_alarm" && first === "expiring" ? endDate : null,
    };
    const locationId = `loc_${chance.hex(24)}`;
    const timeCreated = new Date(now).toISOString();
    const home = { customerId, label: "Home", timezone: "Europe/London", timeCreated };
    world.homes.push({ ...home, id: locationId, tariffs: [tariff] });
    const trouble: Trouble = {
      customerId,
      locationId,
      fate,
      first,
      tariff,
      reason: first,
      mendedBy: null,
      brokenAgainBy: null,
    };
    troubles.push(trouble);
    return trouble;
  };

  const about = (
    trouble: Trouble,
    type: string,
    data: Record<string, unknown>,
  ): Omit<PlannedEvent, "reason" | "mends" | "breaks"> => {
    // A third names no customer: FlatPeak has to be asked whose home it is.
    const named = chance.is(2 / 3) ? { customer_id: trouble.customerId } : {};
    const { customerId } = trouble;
    return { id: `evt_${chance.hex(24)}`, type, customerId, trouble, data: { live_mode: false, ...data, ...named } };
  };

  const problem = (trouble: Trouble, reason: Reason): PlannedEvent => {
    trouble.reason = reason;
    const ends = reason === "expiring" ? { contract_end_date: endDate } : {};
    const ids = {
      object: "tariff",
      id: trouble.tariff.id,
      tariff_id: trouble.tariff.id,
      location_id: trouble.locationId,
    };
    const data = { ...ids, account_id: documentedAccount, ...ends };
    return { ...about(trouble, TYPES[reason], data), reason, mends: false, breaks: false };
  };

  const update = (trouble: Trouble, mends: boolean): PlannedEvent => {
    const data = { id: trouble.locationId, object: "location" };
    return { ...about(trouble, "location.update", data), reason: null, mends, breaks: false };
  };

  const mend = (trouble: Trouble): PlannedEvent => {
    const session = { object: "connect_session", location_id: trouble.locationId, tariff_id: trouble.tariff.id };
    const event = chance.is(0.7)
      ? { ...about(trouble, "connect_session.complete", session), reason: null, mends: true, breaks: false }
      : update(trouble, true);
    trouble.mendedBy = event.id;
    return event;
  };

  const breakAgain = (trouble: Trouble): PlannedEvent => {
    // Whoever looked shortly before is told that it was so then, and not that it is so now: an older failure would pass for that.
    const event = { ...problem(trouble, "expired"), breaks: true };
    trouble.brokenAgainBy = event.id;
    return event;
  };

  const unknown = (): PlannedEvent => {
    const customerId = chance.pick(customers);
    const data = { id: customerId, object: "customer", live_mode: false };
    const id = `evt_${chance.hex(24)}`;
    return { id, type: "customer.create", customerId, trouble: null, reason: null, mends: false, breaks: false, data };
  };

  const next = (): PlannedEvent => {
    const what = chance.next();
    const relapsing = troubles.filter(
      (it) => it.fate === "relapses" && it.mendedBy !== null && it.brokenAgainBy === null,
    );
    if (what < 0.07 && relapsing.length > 0) return breakAgain(chance.pick(relapsing));
    const recent = troubles.slice(-RECENT).filter((it) => it.mendedBy === null);
    if (what < 0.28 || recent.length === 0) {
      const trouble = breakOne();
      return problem(trouble, trouble.first);
    }
    if (what >= 0.78 && what < 0.86) return unknown();
    const trouble = chance.pick(recent);
    if (what < 0.5) return problem(trouble, trouble.reason);
    if (what < 0.6)
      return problem(trouble, trouble.first === "expiring" && chance.is(0.5) ? "fetch_failed" : "expired");
    if (what < 0.78) return update(trouble, false);
    const mendable = recent.filter(isMended);
    return mendable.length > 0 ? mend(chance.pick(mendable)) : problem(trouble, trouble.reason);
  };

  return {
    world,
    troubles,
    finale: () => troubles.filter((it, nth) => it.mendedBy === null && (isMended(it) || isLast(it, nth))).map(mend),
    round() {
      const events = Array.from({ length: FRESH_EVENTS }, next);
      for (let copies = 0; copies < COPIES; copies++) {
        events.splice(chance.whole(0, events.length), 0, chance.pick(events));
      }
      return events;
    },
  };
}

/** The strongest of some reasons, or null of none. */
export const strongestOf = (reasons: ReadonlySet<Reason>): Reason | null =>
  REASONS.findLast((reason) => reasons.has(reason)) ?? null;
