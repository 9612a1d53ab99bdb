// /v1/customers/:id/contact and /stops: how a customer is reached, and whether they want to be.

import * as z from "zod/mini";
import { nameComplaint } from "../../core/legible.ts";
import { isZone } from "../../core/time.ts";
import { isIdOf } from "../../flatpeak/ids.ts";
import { channelsShape, emailShape, localeShape, phoneShape, pushTokenShape } from "../../channels/contact-fields.ts";
import { problem } from "../http/respond.ts";
import { customerAt } from "../../objects/rooms.ts";
import { bodyProblem, complaintOf, readBody } from "./body.ts";
import { customerIdOf, noSuchCustomer } from "./known.ts";
import type { WayBack } from "../../core/person/optout.ts";
import type { RouteContext } from "../http/context.ts";
import type { CompanyWord } from "../../objects/customer/contract.ts";

const labelForm = "must be a name of 1 to 40 characters";
/** What the company calls a home. Pages show it to whoever holds the link. */
const labelShape = z.string(labelForm).check(
  z.refine((label) => label !== "" && Array.from(label).length <= 40, labelForm),
  z.superRefine((label, context) => {
    const complaint = nameComplaint(label);
    if (complaint !== null) context.addIssue(complaint);
  }),
);
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
  const silence = await customerAt(c.env, id).setContact(id, given satisfies CompanyWord);
  if (silence === null) return problem(c, "erased", "this customer was erased: readmit them first");
  const { waysBack } = silence;
  const { why, ...stands } = standing(waysBack);
  return c.json({ customer_id: id, status: "stored", ...stands, ...(opted_out === false ? { why } : {}) });
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
