// /v1/customers/:id/contact and /stops: how a customer is reached, and whether they want to be.

import { customerAt } from "../../objects/rooms.ts";
import { noSuchCustomer } from "./known.ts";
import { problemOf, route } from "./route.ts";
import * as calls from "./shapes/contact.ts";
import type { WayBack } from "../../core/person/optout.ts";
import type { Env } from "../../setup/env.ts";
import type { Problem } from "./route.ts";
import type { AnswerOf, BodyOf } from "./shapes/call.ts";
import type { CompanyWord } from "../../objects/customer/contract.ts";

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

type Given = BodyOf<typeof calls.putContact>;

/** Notes how a customer is reached, as their company says. */
export async function storeContact(
  env: Env,
  id: string,
  { locale, timezone, phone, email, push_token, whatsapp, channels, labels, opted_out }: Given,
): Promise<AnswerOf<typeof calls.putContact> | Problem> {
  const change = {
    locale,
    timezone,
    phone,
    email,
    pushToken: push_token,
    whatsapp: whatsapp === null ? false : whatsapp,
    preferred: channels,
    labels,
    optedOut: opted_out,
  };
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const silence = await customerAt(env, id).setContact(id, given satisfies CompanyWord);
  if (silence === null) return problemOf("erased", "this customer was erased: readmit them first");
  const { waysBack } = silence;
  const { why, ...stands } = standing(waysBack);
  return { customer_id: id, status: "stored", ...stands, ...(opted_out === false ? { why } : {}) };
}

const putContact = route(calls.putContact, ({ env, params: { id }, body }) => storeContact(env, id, body));

const endStops = route(calls.endStops, async ({ env, params: { id, by } }) => {
  if (by !== "reply") {
    return problemOf(
      "bad_request",
      "only what was said by reply can be ended: every other stop is taken back the way it came",
    );
  }
  const left = await customerAt(env, id).endReplies();
  return left === null ? noSuchCustomer() : { customer_id: id, status: "ended", ...standing(left.waysBack) };
});

export const CONTACT_ROUTES = [putContact, endStops];
