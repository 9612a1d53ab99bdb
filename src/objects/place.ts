// Whether the objects of this deployment are where they were from its beginning. The objects of a jurisdiction are others than those of
// the same names elsewhere: with another setting every customer would be gone, and so no work is done with one.

import { theDecision, theSweep } from "./rooms.ts";
import type { Jurisdiction } from "./decision/contract.ts";
import type { Complaint } from "../platform/fields.ts";
import type { Env } from "../setup/env.ts";

const inWords = (it: Jurisdiction): string => (it === null ? "no JURISDICTION" : `JURISDICTION ${it}`);

/** True where this deployment has worked before, with objects that are in no jurisdiction. */
async function hasWorkedOutside(env: Env): Promise<boolean> {
  const { passes } = await theSweep({ ...env, JURISDICTION: "" }).report(Infinity);
  return passes.some(({ doneAt }) => doneAt !== null);
}

async function decide(env: Env, wanted: Jurisdiction): Promise<Jurisdiction> {
  const decision = theDecision(env);
  const before = await decision.decided();
  if (before !== null) return before.jurisdiction;
  // A deployment that is older than this decision has made it all the same.
  const isOlder = wanted !== null && (await hasWorkedOutside(env));
  return (await decision.decide(isOlder ? null : wanted)).jurisdiction;
}

async function compare(env: Env): Promise<Complaint | null> {
  const wanted: Jurisdiction = env.JURISDICTION === "eu" ? "eu" : null;
  const decided = await decide(env, wanted);
  if (decided === wanted) return null;
  const problem = `was decided when this deployment first ran: ${inWords(decided)}. With ${inWords(wanted)} every customer would be gone. Set it back, or deploy under another name`;
  return { setting: "JURISDICTION", problem };
}

/** The answers, and no question: whoever comes while another asks, asks as well. */
const compared = new WeakMap<object, Complaint | null>();

async function compareOnce(env: Env): Promise<Complaint | null> {
  const complaint = await compare(env);
  compared.set(env, complaint);
  return complaint;
}

/**
 * What is wrong with where the objects are; null where it is as it was decided. Asked until it is known in an isolate. Throws where
 * that cannot be found out: nothing may be acknowledged then, and the next who comes asks again.
 */
export function placeComplaint(env: Env): Complaint | null | Promise<Complaint | null> {
  const known = compared.get(env);
  return known === undefined ? compareOnce(env) : known;
}
