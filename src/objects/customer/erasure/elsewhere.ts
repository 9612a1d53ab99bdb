// Has the others forget a customer: each object that may know them by one of the names in their traces. Asked twice, it does no more.

import { CHANNELS } from "../../../core/policy.ts";
import { DAY } from "../../../core/time.ts";
import { keyedDigestOf } from "../../../platform/digest.ts";
import {
  allDesks,
  allQuarantines,
  customerAt,
  gateOf,
  journeyAt,
  locationAt,
  phoneNamed,
  supplierAt,
  theSweep,
} from "../../rooms.ts";
import type { Deps } from "../../../setup/compose.ts";
import type { Env } from "../../../setup/env.ts";
import type { Counted, Place } from "../../forgetting.ts";
import type { Traces } from "../rows/tombstone.ts";

/** Somebody else may live in a home by then, of whom nothing that comes so late was meant to tell. */
const HOME_MS = 100 * DAY;
/** Asked side by side. */
const AT_ONCE = 40;
const GATES = [...CHANNELS, "contact_lookup", "flatpeak"] as const;

/** What came of one try. */
export interface Forgotten {
  readonly counted: Counted;
  /** Where it must be tried again. */
  readonly failed: readonly Place[];
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

/** Tries each place by itself: one that cannot be reached keeps no other from forgetting. */
export async function forgetElsewhere(env: Env, deps: Deps, traces: Traces, erasedAt: number): Promise<Forgotten> {
  const { customerId } = traces;
  const counted: Partial<Record<Place, number>> = {};
  const failed: Place[] = [];
  const attempt = async (place: Place, work: () => Promise<number>): Promise<void> => {
    try {
      counted[place] = await work();
    } catch (error) {
      deps.log.error("not_forgotten_yet", error, { place });
      failed.push(place);
    }
  };
  let homes: readonly string[] = [];
  await attempt("homes", async () => {
    const theirs = await askAll(traces.homes, (it) => locationAt(env, it).forget(customerId));
    homes = traces.homes.filter((_, nth) => theirs[nth] === true);
    return homes.length;
  });
  // Where FlatPeak named nobody for a home, it stood in for them.
  await attempt("stand_ins", async () => {
    const others = homes.filter((it) => it !== customerId);
    const known = await askAll(others, (it) => customerAt(env, it).eraseStandIn(it, erasedAt + HOME_MS));
    return known.filter((it) => it).length;
  });
  await attempt("invitations", async () => {
    await askAll(traces.invitations, (it) => customerAt(env, it).eraseInvitation(it));
    return traces.invitations.length;
  });
  await attempt("numbers", async () => {
    await askAll(traces.numbers, (it) => phoneNamed(env, it).forget(customerId));
    return traces.numbers.length;
  });
  await attempt("journeys", async () => {
    await askAll(traces.journeys, (it) => journeyAt(env, it).forget());
    return traces.journeys.length;
  });
  await attempt("suppliers", async () => {
    await askAll(traces.suppliers, (it) => supplierAt(env, it).forget(customerId));
    return traces.suppliers.length;
  });
  await attempt("gates", async () => {
    await askAll(GATES, (it) => gateOf(env, it).forget(traces.recipients));
    return GATES.length;
  });
  const whose = { customerId, homes };
  await attempt("quarantine", async () => sum(await askAll(allQuarantines(env), (it) => it.forget(whose))));
  await attempt("put_aside", () => theSweep(env).forget(whose));
  await attempt("index", async () => {
    if (env.FLEET === undefined) return 0;
    const { forgetCustomer } = await import("../../fleet/replace.ts");
    return forgetCustomer(env.FLEET, customerId);
  });
  // What was done about them, and by whom, stays for the operator to answer for.
  await attempt("desks", async () => {
    const pseudonym = `erased-${(await keyedDigestOf(customerId, deps.config.link.keys[0] ?? "")).slice(0, 16)}`;
    return sum(await askAll(allDesks(env), (it) => it.forget(customerId, pseudonym)));
  });
  return { counted, failed };
}
