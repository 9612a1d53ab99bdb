// /v1/customers: what is known of a customer, and what an operator may do about it. Says nothing about customers it does not know.

import * as z from "zod/mini";
import { parseDuration } from "../../core/time.ts";

import { customerAt } from "../../objects/rooms.ts";
import { bodyProblem, complaintOf, readBody } from "./body.ts";
import { customerIdOf, noSuchCustomer } from "./known.ts";
import { problem } from "../http/respond.ts";
import type { RouteContext } from "../http/context.ts";

const MAX_ADVANCE_MS = 400 * 86_400_000;

const advanceForm = "must be like 90s, 5m, 72h or 3d, at most 400d";
const clockShape = z.strictObject({ advance: z.string(advanceForm) }, { error: bodyProblem });
/** GET /v1/customers/:id: state, cases, notifications and journal. */
export async function showCustomer(c: RouteContext): Promise<Response> {
  const id = customerIdOf(c);
  const story = id === null ? null : await customerAt(c.env, id).story();
  return story === null ? noSuchCustomer(c) : c.json(story);
}

/** POST /v1/customers/:id/clock: rehearses the ladder by moving one customer's test clock. Test mode only. */
export async function advanceClock(c: RouteContext): Promise<Response> {
  const { liveMode } = c.get("deps").config.flatpeak;
  if (liveMode) return problem(c, "live_mode", "test clocks exist only where FLATPEAK_API_KEY is a sk_test_ key");
  const id = customerIdOf(c);
  const body = await readBody(c);
  const read = clockShape.safeParse(body);
  if (!read.success) return problem(c, "bad_request", complaintOf(read.error, body));
  const ms = parseDuration(read.data.advance);
  if (ms === null || ms > MAX_ADVANCE_MS) {
    return problem(c, "bad_request", `advance: ${advanceForm}`);
  }
  if (id === null) return noSuchCustomer(c);
  const customer = customerAt(c.env, id);
  const from = await customer.clock();
  const now = from === null ? null : await customer.advanceClock(ms, from);
  return now === null ? noSuchCustomer(c) : c.json({ customer_id: id, now: new Date(now).toISOString() });
}

/** POST /v1/customers/:id/hold and /release: keeps this customer's unsent messages back, or lets them go. */
export const holdMessages = (held: boolean) =>
  async function holdMessages(c: RouteContext): Promise<Response> {
    const id = customerIdOf(c);
    const known = id !== null && (await customerAt(c.env, id).hold(held));
    return known ? c.json({ customer_id: id, status: held ? "held" : "released" }) : noSuchCustomer(c);
  };

/** DELETE /v1/customers/:id/links: every link made so far opens nothing any more; the next message brings new ones. */
export async function endLinks(c: RouteContext): Promise<Response> {
  const id = customerIdOf(c);
  const known = id !== null && (await customerAt(c.env, id).endLinks());
  return known ? c.json({ customer_id: id, status: "ended" }) : noSuchCustomer(c);
}
