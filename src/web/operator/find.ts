// GET /v1/customers: whom an id, a reference, a link, a home or a tariff belongs to, as far as they are known.

import { listCases } from "../../objects/fleet/list.ts";
import { customerAt, isCustomerId, isInvitationId, locationAt } from "../../objects/rooms.ts";
import { isIdOf } from "../../flatpeak/ids.ts";
import { invitationIdOf } from "./invitation-order.ts";
import { noIndex } from "./known.ts";
import { customerNamed } from "./named.ts";
import { Problem, problemOf, route } from "./route.ts";
import { findCustomers } from "./shapes/customers.ts";
import type { CaseFilter } from "../../objects/fleet/list.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";
import type { AnswerOf } from "./shapes/call.ts";

/** A tariff is one customer's, or was another's before. */
const MOST_CASES = 200;

type Finder = (env: Env, deps: Deps, given: string) => Promise<readonly string[] | Problem>;

const byName: Finder = async (_, { config }, given) => {
  const named = await customerNamed(given, config.link.keys);
  return named === null ? [] : [named];
};

const byReference: Finder = async (env, deps, given) => {
  const invitation = await invitationIdOf(deps.config.flatpeak.accountId, `reference ${given}`);
  const named = await byName(env, deps, given);
  return named instanceof Problem ? named : [...named, invitation];
};

const customersOf = async (database: D1Database, filter: CaseFilter): Promise<readonly string[]> => {
  const { rows } = await listCases(database, filter, null, MOST_CASES);
  return rows.map(({ customer }) => String(customer));
};

/** Whose home it is, as FlatPeak last said; whoever had a case there; and what stands in for them where nobody is named. */
const byLocation: Finder = async (env, _, given) => {
  if (!isIdOf(given, "loc")) return [];
  const owner = await locationAt(env, given).knownOwner();
  const others = env.FLEET === undefined ? [] : await customersOf(env.FLEET, { location: given });
  return [...(owner === null ? [] : [owner]), ...others, given];
};

const byTariff: Finder = async ({ FLEET: database }, _, given) =>
  database === undefined ? noIndex() : customersOf(database, { tariff: given });

const FINDERS = {
  id: byName,
  reference: byReference,
  link: byName,
  location_id: byLocation,
  tariff_id: byTariff,
} as const satisfies Readonly<Record<string, Finder>>;

/** Who is known by this id, or nobody. */
async function knownAs(env: Env, id: string): Promise<AnswerOf<typeof findCustomers>["data"]> {
  if (isInvitationId(id)) {
    const invitation = await customerAt(env, id).invitationStory();
    return invitation === null ? [] : [{ customer_id: invitation.customer_id, invitation_id: id }];
  }
  return (await customerAt(env, id).clock()) === null ? [] : [{ customer_id: id, invitation_id: null }];
}

const find = route(findCustomers, async ({ env, deps, query }) => {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const [only, ...more] = given;
  const finder = only === undefined ? undefined : FINDERS[only[0] as keyof typeof FINDERS];
  if (only === undefined || finder === undefined || more.length > 0)
    return problemOf("bad_request", `one of these is needed, and no more: ${Object.keys(FINDERS).join(", ")}`);
  const found = await finder(env, deps, only[1]);
  if (found instanceof Problem) return found;
  const ids = [...new Set(found)].filter(isCustomerId);
  return { data: (await Promise.all(ids.map((id) => knownAs(env, id)))).flat() };
});

export const FIND_ROUTES = [find];
