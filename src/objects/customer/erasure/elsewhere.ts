// Has the others forget a customer, some at a time: each object that may know them by one of the names in their traces. Asked twice, it
// does no more.

import { CHANNELS } from "../../../core/policy.ts";
import { DAY } from "../../../core/time.ts";
import { pseudonymOf } from "../../pseudonym.ts";
import { NAMED, NAMES_AT_ONCE, PLACES, allNamed } from "../../forgetting.ts";
import {
  allDesks,
  allQuarantines,
  customerAt,
  gateOf,
  journeyAt,
  locationAt,
  phoneNamed,
  supplierAt,
  theRebuild,
  theSweep,
} from "../../rooms.ts";
import type { Deps } from "../../../setup/compose.ts";
import type { Env } from "../../../setup/env.ts";
import type { Counted, Named, NamedObject, Place } from "../../forgetting.ts";
import type { Tombstone, Traces } from "../rows/tombstone.ts";

/** Somebody else may live in a home by then, of whom nothing that comes so late was meant to tell. */
const HOME_MS = 100 * DAY;
/** Asked side by side. */
const AT_ONCE = 40;
const GATES = [...CHANNELS, "contact_lookup", "flatpeak"] as const;
/** What is kept there about a home is found by its name: asked once it is known which homes are theirs. */
const BY_HOMES: readonly Place[] = ["quarantine", "put_aside"];

/** What is needed of the deployment. */
export type Speaking = Pick<Deps, "config" | "log">;

/** What is left to be done, by the tombstone. */
export type Task = Pick<Tombstone, "erasedAt" | "homes" | "places"> & { readonly left: Traces };

/** What came of one try. */
export interface Forgotten {
  /** Who has yet to forget. Those that were asked in vain stand last, so that they keep no other from it. */
  readonly left: Traces;
  readonly homes: readonly string[];
  readonly places: readonly Place[];
  /** How much was forgotten by this try. */
  readonly counted: Counted;
  /** There are others who were not asked yet, and somebody forgot: the next try need not wait. */
  readonly goesOn: boolean;
}

/** Asks some at a time; gives the answers in order. */
async function askAll<T, Answer>(all: readonly T[], ask: (it: T) => Promise<Answer>): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let first = 0; first < all.length; first += AT_ONCE) {
    answers.push(...(await Promise.all(all.slice(first, first + AT_ONCE).map(ask))));
  }
  return answers;
}

const sum = (all: readonly number[]): number => all.reduce((one, other) => one + other, 0);

/** How an object is asked that has a name of its own; what that counts for. */
function askersOf(env: Env, customerId: string, erasedAt: number, homes: string[]) {
  const asked: Readonly<Record<Named, (name: string) => Promise<Counted>>> = {
    homes: async (home) => {
      if (!(await locationAt(env, home).forget(customerId))) return {};
      // Where FlatPeak named nobody for a home, it stood in for them.
      const until = erasedAt + HOME_MS;
      const stoodIn = home !== customerId && (await customerAt(env, home).eraseStandIn(home, until));
      homes.push(home);
      return { homes: 1, stand_ins: stoodIn ? 1 : 0 };
    },
    invitations: async (id) => {
      await customerAt(env, id).eraseInvitation(id);
      return { invitations: 1 };
    },
    numbers: async (name) => {
      await phoneNamed(env, name).forget(customerId);
      return { numbers: 1 };
    },
    journeys: async (name) => {
      await journeyAt(env, name).forget();
      return { journeys: 1 };
    },
    suppliers: async (name) => {
      await supplierAt(env, name).forget(customerId);
      return { suppliers: 1 };
    },
  };
  return asked;
}

/** How the others are asked, which are there once; what that counts for. `homes`: those that are theirs. */
function wholesOf(env: Env, deps: Speaking, { customerId, recipients }: Traces, homes: readonly string[]) {
  const whose = { customerId, homes };
  return {
    gates: async () => {
      await askAll(GATES, (it) => gateOf(env, it).forget(recipients));
      return GATES.length;
    },
    index: async () => {
      if (env.FLEET === undefined) return 0;
      const { forgetCustomer } = await import("../../fleet/replace.ts");
      // What a rebuild has read of them would be written after this, and stay.
      await theRebuild(env).forget(customerId);
      return forgetCustomer(env.FLEET, customerId);
    },
    // What was done about them, and by whom, stays for the operator to answer for.
    desks: async () => {
      const pseudonym = await pseudonymOf(customerId, deps.config.link.keys);
      return sum(await askAll(allDesks(env), (it) => it.forget(customerId, pseudonym)));
    },
    quarantine: async () => sum(await askAll(allQuarantines(env), (it) => it.forget(whose))),
    put_aside: () => theSweep(env).forget(whose),
  } satisfies Partial<Record<Place, () => Promise<number>>>;
}

/** One count and another, place by place. */
export function added(one: Counted, other: Counted): Counted {
  const known = PLACES.filter((it) => one[it] !== undefined || other[it] !== undefined);
  return Object.fromEntries(known.map((it) => [it, (one[it] ?? 0) + (other[it] ?? 0)]));
}

/** Tries each by itself: one that cannot be reached keeps no other from forgetting. What is much is done in several tries. */
export async function forgetElsewhere(env: Env, deps: Pick<Deps, "config" | "log">, task: Task): Promise<Forgotten> {
  const { left, erasedAt } = task;
  const homes = [...(task.homes ?? [])];
  let counted: Counted = Object.fromEntries(NAMED.map((it) => [it, 0]));
  const attempt = async (place: Place, work: () => Promise<Counted>): Promise<boolean> => {
    try {
      const more = await work();
      counted = added(counted, more);
      return true;
    } catch (error) {
      deps.log.error("not_forgotten_yet", error, { place });
      return false;
    }
  };
  const all = allNamed(left);
  const askers = askersOf(env, left.customerId, erasedAt, homes);
  const now = all.slice(0, NAMES_AT_ONCE);
  const done = await askAll(now, ([kind, name]) => attempt(kind, () => askers[kind](name)));
  const further = all.slice(NAMES_AT_ONCE);
  const names: readonly NamedObject[] = [...further, ...now.filter((_, nth) => done[nth] !== true)];
  const namesOf = (kind: Named): readonly string[] => names.flatMap(([it, name]) => (it === kind ? name : []));
  const rest = Object.fromEntries(NAMED.map((kind) => [kind, namesOf(kind)])) as Record<Named, readonly string[]>;

  const isWanted = (it: Place): boolean =>
    task.places.length === 0 || task.places.includes("deliveries") || task.places.includes(it);
  const places: Place[] = NAMED.filter((kind) => rest[kind].length > 0);
  for (const [name, work] of Object.entries(wholesOf(env, deps, left, homes))) {
    const place = name as Place;
    const mustWait = BY_HOMES.includes(place) && rest.homes.length > 0;
    const isDone = !isWanted(place) || (!mustWait && (await attempt(place, async () => ({ [place]: await work() }))));
    if (!isDone) places.push(place);
  }
  return {
    left: { ...left, ...rest },
    homes,
    places,
    counted,
    goesOn: further.length > 0 && done.includes(true),
  };
}
