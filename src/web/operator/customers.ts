// /v1/customers: what is known of a customer, and what an operator may do about it. Says nothing about customers it does not know.

import { parseDuration } from "../../core/time.ts";
import { customerAt } from "../../objects/rooms.ts";
import { noSuchCustomer } from "./known.ts";
import { problemOf, route } from "./route.ts";
import * as calls from "./shapes/customers.ts";
import { iso } from "./shapes/ids.ts";

const MAX_ADVANCE_MS = 400 * 86_400_000;

const showCustomer = route(calls.showCustomer, async ({ env, params: { id } }) => {
  return (await customerAt(env, id).story()) ?? noSuchCustomer();
});

const advanceClock = route(calls.advanceClock, async ({ env, deps, params: { id }, body }) => {
  const { liveMode } = deps.config.flatpeak;
  if (liveMode) return problemOf("live_mode", "test clocks exist only where FLATPEAK_API_KEY is a sk_test_ key");
  const ms = parseDuration(body.advance);
  if (ms === null || ms > MAX_ADVANCE_MS) return problemOf("bad_request", calls.ADVANCE_PROBLEM);
  const customer = customerAt(env, id);
  const from = await customer.clock();
  const now = from === null ? null : await customer.advanceClock(ms, from);
  return now === null ? noSuchCustomer() : { customer_id: id, now: iso(now) };
});

const holdMessages = route(calls.holdMessages, async ({ env, params: { id } }) => {
  const known = await customerAt(env, id).hold(true);
  return known ? { customer_id: id, status: "held" } : noSuchCustomer();
});

const releaseMessages = route(calls.releaseMessages, async ({ env, params: { id } }) => {
  const known = await customerAt(env, id).hold(false);
  return known ? { customer_id: id, status: "released" } : noSuchCustomer();
});

const endLinks = route(calls.endLinks, async ({ env, params: { id } }) => {
  const known = await customerAt(env, id).endLinks();
  return known ? { customer_id: id, status: "ended" } : noSuchCustomer();
});

export const CUSTOMER_ROUTES = [showCustomer, advanceClock, holdMessages, releaseMessages, endLinks];
