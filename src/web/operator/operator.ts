// /v1: the operator's JSON API, behind the bearer token. Says nothing about customers it does not know.

import * as z from "zod/mini";
import { reportWays } from "../../objects/ways.ts";
import { nameComplaint } from "../../core/legible.ts";
import { isZone, parseDuration } from "../../core/time.ts";
import { isIdOf } from "../../flatpeak/ids.ts";
import { channelsShape, emailShape, localeShape, phoneShape, pushTokenShape } from "../../channels/contact-fields.ts";
import { problem } from "../http/respond.ts";
import { gateOf, customerAt, isCustomerId, theSweep } from "../../objects/rooms.ts";
import type { WayBack } from "../../core/person/optout.ts";
import type { RouteContext } from "../http/context.ts";
import type { ContactChange } from "../../objects/customer/contract.ts";

const MAX_ADVANCE_MS = 400 * 86_400_000;

/** Names the fields nobody knows: without a name the caller could not mend it. */
const bodyProblem = (issue: z.core.$ZodRawIssue): string =>
  issue.code === "unrecognized_keys"
    ? `Unrecognized key${issue.keys.length > 1 ? "s" : ""}: ${issue.keys.map((key) => `"${key}"`).join(", ")}`
    : "must be a JSON object";

const labelForm = "must be a name of 1 to 40 characters";
/** What the company calls a home. Pages show it to whoever holds the link. */
const labelShape = z.string(labelForm).check(
  z.refine((label) => label !== "" && Array.from(label).length <= 40, labelForm),
  z.superRefine((label, context) => {
    const complaint = nameComplaint(label);
    if (complaint !== null) context.addIssue(complaint);
  }),
);
const advanceForm = "must be like 90s, 5m, 72h or 3d, at most 400d";
const clockShape = z.strictObject({ advance: z.string(advanceForm) }, { error: bodyProblem });
const contactShape = z.strictObject(
  {
    locale: z.nullish(localeShape),
    timezone: z.nullish(z.string("must be a name of the tz database, like Europe/London").check(z.refine(isZone))),
    phone: z.nullish(phoneShape),
    email: z.nullish(emailShape),
    push_token: z.nullish(pushTokenShape),
    channels: z.nullish(channelsShape),
    labels: z.nullish(
      z
        .record(
          z.string().check(z.refine((id) => isIdOf(id, "loc"))),
          z.nullable(labelShape),
          "must name homes by their location ids",
        )
        .check(z.refine((it) => Object.keys(it).length <= 50, "must name at most 50 homes")),
    ),
    opted_out: z.optional(z.boolean("must be true or false")),
  },
  { error: bodyProblem },
);

/** The JSON body, or null when there is none to read. */
async function readBody(c: RouteContext): Promise<unknown> {
  try {
    return await c.req.json<unknown>();
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const complaintOf = (error: z.core.$ZodError, body: unknown): string =>
  body === null
    ? "the body is not JSON"
    : error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`).join("; ");

const noSuchCustomer = (c: RouteContext): Response => problem(c, "not_found", "no such customer is known here");

function customerIdOf(c: RouteContext): string | null {
  const id = c.req.param("id") ?? "";
  return isCustomerId(id) ? id : null;
}

/** GET /v1/customers/:id: state, cases, notifications and journal. */
export async function showCustomer(c: RouteContext): Promise<Response> {
  const id = customerIdOf(c);
  const story = id === null ? null : await customerAt(c.env, id).story();
  return story === null ? noSuchCustomer(c) : c.json(story);
}

/** Why the company's word does not open messages again. */
const STANDS: Readonly<Record<Exclude<WayBack, null> | "none", string>> = {
  page: "the customer stopped on our page or by an email's unsubscribe, and takes that back on the page behind a link that works, within sixty days",
  reply: "the customer stopped by text message, and takes that back by START from the same number",
  company: "the company stopped them",
  late: "the customer stopped long ago",
  none: "the customer reported an email as unwanted, which nothing here takes back",
};

/** Whether messages are stopped, and what would have to be done about it. */
const standing = (waysBack: readonly WayBack[]): { readonly opted_out: boolean; readonly why?: string } =>
  waysBack.length === 0
    ? { opted_out: false }
    : { opted_out: true, why: `still opted out: ${waysBack.map((it) => STANDS[it ?? "none"]).join("; ")}` };

/** PUT /v1/customers/:id/contact: how the customer wants to be addressed. What is left out stays as it is. */
export async function putContact(c: RouteContext): Promise<Response> {
  const id = customerIdOf(c);
  if (id === null) return problem(c, "bad_request", "a customer id begins with cus_ or loc_");
  const body = await readBody(c);
  const read = contactShape.safeParse(body);
  if (!read.success) return problem(c, "bad_request", complaintOf(read.error, body));
  const { locale, timezone, phone, email, push_token, channels, labels, opted_out } = read.data;
  const change = {
    locale,
    timezone,
    phone,
    email,
    pushToken: push_token,
    preferred: channels,
    labels,
    optedOut: opted_out,
  };
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const { waysBack } = await customerAt(c.env, id).setContact(id, given satisfies ContactChange);
  const { why, ...stands } = standing(waysBack);
  return c.json({ customer_id: id, status: "stored", ...stands, ...(opted_out === false ? { why } : {}) });
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

/**
 * DELETE /v1/customers/:id/stops/reply: what was said by text message until now holds no more. For a STOP that somebody else said
 * under the number, or that the customer took back by telling you. Any other stop is taken back the way it came.
 */
export async function endStops(c: RouteContext): Promise<Response> {
  const id = customerIdOf(c);
  if (c.req.param("by") !== "reply") {
    return problem(
      c,
      "bad_request",
      "only what was said by reply can be ended: every other stop is taken back the way it came",
    );
  }
  const left = id === null ? null : await customerAt(c.env, id).endReplies();
  if (left === null) return noSuchCustomer(c);
  return c.json({ customer_id: id, status: "ended", ...standing(left.waysBack) });
}

/**
 * GET /v1/channels: the ways out, in order; the backend that is published to and the contact lookup among them. Which of
 * them are closed to our account, and what keeps some recipients from being reached.
 */
export async function showChannels(c: RouteContext): Promise<Response> {
  const ways = await reportWays(c.env, c.get("deps").config);
  const data = ways.map(({ way, closed, impaired }) => ({
    channel: way,
    open: closed === null,
    closed_at: iso(closed?.since ?? null),
    why: closed?.why ?? null,
    impaired: impaired.map(({ why, at }) => ({ why, last_at: iso(at) })),
  }));
  return c.json({ data });
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** GET /v1/sweep: how far the sweep is, what the webhooks missed, and whether FlatPeak has fallen silent, or refuses us. */
export async function showSweep(c: RouteContext): Promise<Response> {
  const report = await theSweep(c.env).report(c.get("deps").config.silenceAfter);
  const { closed: refused } = await gateOf(c.env, "flatpeak").report();
  return c.json({
    refuses_us_since: iso(refused?.since ?? null),
    refuses_us_why: refused?.why ?? null,
    last_event_at: iso(report.lastEventAt),
    silent: report.silent,
    missed_by_webhooks: report.missed,
    last_missed_at: iso(report.missedAt),
    failing_since: iso(report.failingSince),
    put_aside: report.aside,
    passes: report.passes.map(({ name, cursors, position, doneAt, failing }) => ({
      name,
      cursor: cursors[0] ?? null,
      under_way: position !== null,
      done_at: iso(doneAt),
      failing_since: iso(failing?.since ?? null),
      why: failing?.why ?? null,
    })),
  });
}

/** POST /v1/sweep: runs one now instead of waiting for cron. */
export async function runSweep(c: RouteContext): Promise<Response> {
  await theSweep(c.env).run();
  return showSweep(c);
}
