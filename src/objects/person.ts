// All that is kept of one person, in every object that may know them.

import { asSent, readableObject } from "./readable.ts";
import { allQuarantines, customerAt, journeyAt, locationAt, phoneNamed, supplierAt, theSweep } from "./rooms.ts";
import type { CustomerRecord } from "./customer/contract.ts";
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
}

const iso = (at: number): string => new Date(at).toISOString();
const decoder = new TextDecoder();

/** The values that there are. */
const known = <T>(all: readonly (T | null)[]): readonly T[] => all.filter((it) => it !== null);

const isNothing = ({ customer, ...rest }: Omit<PersonRecord, "customer_id">): boolean =>
  customer === null && Object.values(rest).every((it) => it.length === 0);

/** Loaded with what asks for it: no webhook has any use for the index. */
async function linesOf({ FLEET: database }: Env, customerId: string): Promise<readonly JsonObject[]> {
  if (database === undefined) return [];
  const { rowsOf } = await import("./fleet/replace.ts");
  const { cases, notifications } = await rowsOf(database, customerId);
  return [...cases, ...notifications].map(readableObject);
}

/** Gathers it; null where nothing is kept of them anywhere. */
export async function recordPerson(env: Env, customerId: string): Promise<PersonRecord | null> {
  const { record: customer, traces } = await customerAt(env, customerId).record(customerId);
  const homes = await Promise.all(
    traces.homes.map(async (id) => {
      const kept = await locationAt(env, id).recordOf(customerId);
      if (kept === null) return null;
      const held = kept.held.map(({ body }) => asSent(body));
      return { location_id: id, told_at: kept.toldAt === null ? null : iso(kept.toldAt), held };
    }),
  );
  const standIns = await Promise.all(
    traces.homes
      .filter((id) => id !== customerId)
      .map(async (id) => {
        const { record } = await customerAt(env, id).record(id);
        return record === null ? null : { location_id: id, ...record };
      }),
  );
  const invitations = await Promise.all(
    traces.invitations.map(async (id) => {
      const { record } = await customerAt(env, id).record(id);
      return record === null ? null : { invitation_id: id, ...record };
    }),
  );
  const numbers = await Promise.all(
    traces.numbers.map(async (name) => {
      const standing = await phoneNamed(env, name).standingOf(customerId);
      if (standing === null) return null;
      return { name, since: iso(standing.since), stopped_at: standing.stop === null ? null : iso(standing.stop.at) };
    }),
  );
  const journeys = await Promise.all(
    traces.journeys.map(async (name) => {
      const kept = await journeyAt(env, name).record();
      return kept === null ? null : { head: readableObject(kept.head), steps: kept.steps.map(readableObject) };
    }),
  );
  const suppliers = await Promise.all(
    traces.suppliers.map(async (supplier) => {
      const at = await supplierAt(env, supplier).seenAt(customerId);
      return at === null ? null : { supplier, seen_at: iso(at) };
    }),
  );
  const whose = { customerId, homes: traces.homes };
  const kept = await Promise.all(allQuarantines(env).map((it) => it.entriesAbout(whose)));
  const aside = await theSweep(env).asideAbout(whose);
  const record = {
    index: await linesOf(env, customerId),
    customer,
    stand_ins: known(standIns),
    invitations: known(invitations),
    homes: known(homes),
    numbers: known(numbers),
    journeys: known(journeys),
    suppliers: known(suppliers),
    quarantine: kept.flat().map(({ reason, receivedAt, body }) => ({
      reason,
      received_at: iso(receivedAt),
      body: asSent(decoder.decode(body)),
    })),
    put_aside: aside.map((it) => asSent(JSON.stringify(it))),
  };
  return isNothing(record) ? null : { customer_id: customerId, ...record };
}
