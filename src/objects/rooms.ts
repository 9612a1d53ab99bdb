// Where each object is found. The only file that turns a name into an object, so that no call can be made that is not made again
// when a deploy breaks it, and no name from a stranger makes an object.

import { isIdOf } from "../flatpeak/ids.ts";
import { phoneNames } from "./phone/names.ts";
import { objectAt, within } from "../platform/objects.ts";
import type { Calls } from "../platform/objects.ts";
import type { Env, GatePlace } from "../setup/env.ts";
import type { CustomerContract } from "./customer/contract.ts";
import type { RebuildContract } from "./rebuild/contract.ts";
import type { DecisionContract } from "./decision/contract.ts";
import type { DeskContract } from "./desk/contract.ts";
import type { GateContract, Way } from "./gate/contract.ts";
import type { JourneyContract } from "./journey/contract.ts";
import type { LocationContract } from "./location/contract.ts";
import type { NumberStanding, PhoneContract, OwnersWord } from "./phone/contract.ts";
import type { QuarantineContract } from "./quarantine/contract.ts";
import type { SupplierContract } from "./supplier/contract.ts";
import type { SweepContract } from "./sweep/contract.ts";

/** True for the name of an invitation: who is invited is known by it, until FlatPeak knows them. */
export const isInvitationId = (id: string): boolean => /^inv_[0-9a-f]{24}$/.test(id);

/**
 * True for what may name a customer: FlatPeak's customer id, or what stands in for one, a location or an invitation. Ids come only
 * from verified events, the operator, or codes whose MAC holds: a name from a stranger makes an object.
 */
export const isCustomerId = (id: string): boolean => isIdOf(id, "cus", "loc") || isInvitationId(id);

/** An object where this deployment has its objects. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the contract of what lives there
const roomIn = <T>(env: Pick<Env, "JURISDICTION">, namespace: DurableObjectNamespace, name: string): Calls<T> =>
  objectAt(env.JURISDICTION === "eu" ? within(namespace, env.JURISDICTION) : namespace, name);

/** Throws on an id that names no customer: that is a bug of the caller. */
export function customerAt(env: Env, customerId: string): Calls<CustomerContract> {
  if (!isCustomerId(customerId)) throw new TypeError("not a customer id");
  return roomIn(env, env.CUSTOMER, customerId);
}

/**
 * A customer's way through Connect, by the digest of its token (see journey-pass.ts). Only a token that FlatPeak knows, or a
 * pass of ours, may name one.
 */
export const journeyAt = (env: Env, name: string): Calls<JourneyContract> => roomIn(env, env.JOURNEY, name);

/** One object per way out, and one before FlatPeak. */
export const gateOf = (env: GatePlace, way: Way): Calls<GateContract> => roomIn(env, env.GATE, way);

/** `locationId` must come from a verified event. */
export const locationAt = (env: Env, locationId: string): Calls<LocationContract> =>
  roomIn(env, env.LOCATION, locationId);

/** The object of a number by one of its names. */
export const phoneNamed = (env: Env, name: string): Calls<PhoneContract> => roomIn(env, env.PHONE, name);

/** A number, as far as it can be asked. */
export interface PhoneNumber {
  /** What its object is called. */
  readonly name: string;
  /** See `PhoneContract.claim`. */
  claim(customerId: string): Promise<NumberStanding>;
  /** See `PhoneContract.hear`. */
  hear(said: OwnersWord): Promise<void>;
  /** See `PhoneContract.hearLater`. */
  hearLater(message: string | null): Promise<void>;
}

/** A number in E.164. Numbers come from the company, the operator, or a callback whose signature holds. */
export async function phoneAt(env: Env, phone: string, linkKeys: readonly string[]): Promise<PhoneNumber> {
  const names = await phoneNames(phone, linkKeys);
  const [own] = names;
  if (own === undefined) throw new TypeError("no link key");
  return {
    name: own,
    claim: (customerId) => phoneNamed(env, own).claim(customerId, names),
    hear: (said) => phoneNamed(env, own).hear(said, names),
    hearLater: (message) => phoneNamed(env, own).hearLater(message, names),
  };
}

const SHARDS = "0123456789abcdef".split("");

const shard = (env: Env, digit: string): Calls<QuarantineContract> =>
  roomIn(env, env.QUARANTINE, `quarantine-${digit}`);

/** The one of sixteen quarantines that keeps bytes with this digest (hex). */
export const quarantineFor = (env: Env, digest: string): Calls<QuarantineContract> => shard(env, digest.slice(0, 1));

/** All quarantines, for looking through. */
export const allQuarantines = (env: Env): readonly Calls<QuarantineContract>[] => SHARDS.map((it) => shard(env, it));

const desk = (env: Env, digit: string): Calls<DeskContract> => roomIn(env, env.DESK, `desk-${digit}`);

/** The one of sixteen desks that keeps what has this digest (hex). */
export const deskFor = (env: Env, digest: string): Calls<DeskContract> => desk(env, digest.slice(0, 1));

/** All desks, for looking through. */
export const allDesks = (env: Env): readonly Calls<DeskContract>[] => SHARDS.map((it) => desk(env, it));

/** One object per energy supplier, named only by what FlatPeak's own API says. */
export const supplierAt = (env: Env, supplier: string): Calls<SupplierContract> =>
  roomIn(env, env.SUPPLIER, supplier.slice(0, 200));

/** The one that writes the fleet's index anew, on no request's path. */
export const theRebuild = (env: Env): Calls<RebuildContract> => roomIn(env, env.REBUILD, "rebuild");

/** The one sweep, woken by cron, on no request's path. */
export const theSweep = (env: Pick<Env, "SWEEP" | "JURISDICTION">): Calls<SweepContract> =>
  roomIn(env, env.SWEEP, "sweep");

/** What this deployment decided for good, in no jurisdiction itself. */
export const theDecision = (env: Env): Calls<DecisionContract> => objectAt(env.DECISION, "decision");
