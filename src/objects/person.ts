// All that is kept of one person, in every object that may know them.

import { NAMED, NAMES_AT_ONCE, allNamed } from "./forgetting.ts";
import { asSent, readableObject } from "./readable.ts";
import { allQuarantines, customerAt, journeyAt, locationAt, phoneNamed, supplierAt, theSweep } from "./rooms.ts";
import type { CustomerRecord } from "./customer/contract.ts";
import type { NamedObject } from "./forgetting.ts";
import type { Whose } from "./naming.ts";
import type { Json, JsonObject } from "./readable.ts";
import type { Env } from "../setup/env.ts";

/** Nothing in it opens anything: links and tokens are left out. */
export interface PersonRecord {
  readonly customer_id: string;
  /** Null where nothing is known under their own id. */
  readonly customer: CustomerRecord | null;
  /** Homes that stood in for them while FlatPeak named nobody. */
  readonly stand_ins: readonly ({ readonly location_id: string } & CustomerRecord)[];
  /** What they were invited to, each with what is kept of it. */
  readonly invitations: readonly ({ readonly invitation_id: string } & CustomerRecord)[];
  /** Events that wait until it is known whose home it is, and when that was last told. */
  readonly homes: readonly {
    readonly location_id: string;
    readonly told_at: string | null;
    readonly held: readonly Json[];
  }[];
  /** The objects of their phone numbers, by what they are called: a digest, since the number itself stands only in the contact. */
  readonly numbers: readonly { readonly name: string; readonly since: string; readonly stopped_at: string | null }[];
  readonly journeys: readonly { readonly head: JsonObject; readonly steps: readonly JsonObject[] }[];
  /** Suppliers whose trouble is counted by them. */
  readonly suppliers: readonly { readonly supplier: string; readonly seen_at: string }[];
  readonly quarantine: readonly { readonly reason: string; readonly received_at: string; readonly body: Json }[];
  readonly put_aside: readonly Json[];
  /** Their lines in the fleet's index, where one is bound. */
  readonly index: readonly JsonObject[];
  /** Where the next part begins; null where this is the last. */
  readonly next: NamedObject | null;
}

const iso = (at: number): string => new Date(at).toISOString();
const decoder = new TextDecoder();

/** What is kept by those who have names of their own. */
type ByNamed = Pick<PersonRecord, "stand_ins" | "invitations" | "homes" | "numbers" | "journeys" | "suppliers">;
/** What is kept beside that, and told once. */
type Beside = Pick<PersonRecord, "customer" | "quarantine" | "put_aside" | "index">;

const NOTHING_BESIDE: Beside = { customer: null, quarantine: [], put_aside: [], index: [] };

async function keptInHome(env: Env, customerId: string, id: string): Promise<Partial<ByNamed>> {
  const kept = await locationAt(env, id).recordOf(customerId);
  const { record = null } = id === customerId ? {} : await customerAt(env, id).record(id);
  const held = kept?.held.map(({ body }) => asSent(body)) ?? [];
  const toldAt = kept?.toldAt ?? null;
  return {
    homes: kept === null ? [] : [{ location_id: id, told_at: toldAt === null ? null : iso(toldAt), held }],
    stand_ins: record === null ? [] : [{ location_id: id, ...record }],
  };
}

/** What one of them keeps of the person. */
async function keptBy(env: Env, customerId: string, [kind, name]: NamedObject): Promise<Partial<ByNamed>> {
  switch (kind) {
    case "homes":
      return keptInHome(env, customerId, name);
    case "invitations": {
      const { record } = await customerAt(env, name).record(name);
      return record === null ? {} : { invitations: [{ invitation_id: name, ...record }] };
    }
    case "numbers": {
      const standing = await phoneNamed(env, name).standingOf(customerId);
      if (standing === null) return {};
      const { since, stop } = standing;
      return { numbers: [{ name, since: iso(since), stopped_at: stop === null ? null : iso(stop.at) }] };
    }
    case "journeys": {
      const kept = await journeyAt(env, name).record();
      if (kept === null) return {};
      return { journeys: [{ head: readableObject(kept.head), steps: kept.steps.map(readableObject) }] };
    }
    case "suppliers": {
      const at = await supplierAt(env, name).seenAt(customerId);
      return at === null ? {} : { suppliers: [{ supplier: name, seen_at: iso(at) }] };
    }
  }
}

/** Loaded with what asks for it: no webhook has any use for the index. */
async function linesOf({ FLEET: database }: Env, customerId: string): Promise<readonly JsonObject[]> {
  if (database === undefined) return [];
  const { rowsOf } = await import("./fleet/replace.ts");
  const { cases, notifications } = await rowsOf(database, customerId);
  return [...cases, ...notifications].map(readableObject);
}

async function keptBeside(env: Env, whose: Whose, customer: CustomerRecord | null): Promise<Beside> {
  const [kept, aside, index] = await Promise.all([
    Promise.all(allQuarantines(env).map((it) => it.entriesAbout(whose))),
    theSweep(env).asideAbout(whose),
    linesOf(env, whose.customerId),
  ]);
  return {
    customer,
    index,
    quarantine: kept.flat().map(({ reason, receivedAt, body }) => ({
      reason,
      received_at: iso(receivedAt),
      body: asSent(decoder.decode(body)),
    })),
    put_aside: aside.map((it) => asSent(JSON.stringify(it))),
  };
}

/** One that is forgotten between two parts leaves the others where they are. */
const inOrder = ([kind, name]: NamedObject, [other, another]: NamedObject): number =>
  NAMED.indexOf(kind) - NAMED.indexOf(other) || (name < another ? -1 : Number(name > another));

/** Where each part of what is kept of somebody begins, in order; null for the first. */
export async function partsOf(env: Env, customerId: string): Promise<readonly (NamedObject | null)[]> {
  const { traces } = await customerAt(env, customerId).record(customerId);
  const all = allNamed(traces).toSorted(inOrder);
  return [null, ...all.filter((_, nth) => nth > 0 && nth % NAMES_AT_ONCE === 0)];
}

const isNothing = ({ customer, ...rest }: Beside & ByNamed): boolean =>
  customer === null && Object.values(rest).every((it) => it.length === 0);

/**
 * Gathers it; null where nothing is kept of them anywhere. Whoever is known to many others is told of in parts: `from` is where a part
 * begins, null for the first, which holds all that is kept elsewhere than by those others.
 */
export async function recordPerson(
  env: Env,
  customerId: string,
  from: NamedObject | null = null,
): Promise<PersonRecord | null> {
  const { record, traces } = await customerAt(env, customerId).record(customerId);
  const all = allNamed(traces).toSorted(inOrder);
  const begun = from === null ? 0 : all.findIndex((it) => inOrder(it, from) >= 0);
  const first = begun < 0 ? all.length : begun;
  const parts = await Promise.all(all.slice(first, first + NAMES_AT_ONCE).map((it) => keptBy(env, customerId, it)));
  const whose = { customerId, homes: traces.homes };
  const beside = from === null ? await keptBeside(env, whose, record) : NOTHING_BESIDE;
  const named: ByNamed = {
    stand_ins: parts.flatMap((it) => it.stand_ins ?? []),
    invitations: parts.flatMap((it) => it.invitations ?? []),
    homes: parts.flatMap((it) => it.homes ?? []),
    numbers: parts.flatMap((it) => it.numbers ?? []),
    journeys: parts.flatMap((it) => it.journeys ?? []),
    suppliers: parts.flatMap((it) => it.suppliers ?? []),
  };
  const next = all[first + NAMES_AT_ONCE] ?? null;
  const isAll = from === null && next === null;
  return isAll && isNothing({ ...beside, ...named }) ? null : { customer_id: customerId, ...beside, ...named, next };
}
