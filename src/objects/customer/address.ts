// Where a customer lives. The only place that turns a customer id into an object.

import { isIdOf } from "../../flatpeak/ids.ts";
import { objectAt } from "../../platform/objects.ts";
import type { Env } from "../../setup/env.ts";
import type { Calls } from "../../platform/objects.ts";
import type { Customer } from "./object.ts";

/**
 * True for what may name a customer: FlatPeak's customer id, or the location that stands in for one. Ids come only from
 * verified events, the operator, or codes whose MAC holds: a name from a stranger makes an object.
 */
export const isCustomerId = (id: string): boolean => isIdOf(id, "cus", "loc");

/** Throws on an id that names no customer: that is a bug of the caller. */
export function customerAt(env: Env, customerId: string): Calls<Customer> {
  if (!isCustomerId(customerId)) throw new TypeError("not a customer id");
  return objectAt(env.CUSTOMER, customerId);
}
