// POST /webhooks/twilio and /webhooks/resend: what providers tell us afterwards. Signed by them over the raw bytes; what is
// not is refused before anything is touched. The same word twice changes nothing.

import { readResend } from "../../channels/resend/callback.ts";
import { readTwilio, verifyTwilio } from "../../channels/twilio/callback.ts";
import { tellOthers } from "../../objects/consequences.ts";
import { openReference } from "../../objects/reference.ts";
import { queryOf } from "../http/query.ts";
import { problem } from "../http/respond.ts";
import { customerAt, phoneAt } from "../../objects/rooms.ts";
import type { RouteContext } from "../http/context.ts";
import type { LateWord } from "../../objects/customer/contract.ts";

const notGenuine = (c: RouteContext): Response => problem(c, "not_genuine", "the request is not from the provider");

/** Tells the customer, and then, where it was about a message of theirs, all those whom it concerns as well. */
async function report(c: RouteContext, reference: string, said: Omit<LateWord, "no">): Promise<void> {
  const { keys } = c.get("deps").config.link;
  const message = await openReference(reference, keys);
  if (message === null) return;
  const word: LateWord = { ...said, no: message.no };
  const heard = await customerAt(c.env, message.customerId).reportDelivery(word);
  if (heard === null) return;
  const { who, isWatched } = heard;
  await tellOthers({ env: c.env, linkKeys: keys }, word.channel, word.outcome, {
    to: word.to,
    who,
    isWatched,
    isLate: true,
  });
}

const counting = (text: string | undefined): number | null =>
  text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;

/** Twilio: the status of a message, or what a customer answered. An answer of no words: no message is sent back. */
export async function receiveTwilio(c: RouteContext): Promise<Response> {
  const { channels, link } = c.get("deps").config;
  if (channels.twilio === null) return problem(c, "not_found", "there is nothing here");
  // By its bytes: the runtime warns of a form that is read as text.
  const params = new URLSearchParams(new TextDecoder().decode(await c.req.arrayBuffer()));
  const { search } = new URL(c.req.url);
  const signature = c.req.header("X-Twilio-Signature") ?? "";
  const url = `${link.publicUrl}/webhooks/twilio${search}`;
  if (!(await verifyTwilio(url, params, signature, channels.twilio.authToken))) return notGenuine(c);

  const said = readTwilio(params);
  switch (said.kind) {
    case "unreadable":
      return problem(c, "bad_request", "the callback cannot be understood");
    case "inbound":
      if (said.word !== "other") {
        const phone = await phoneAt(c.env, said.from, link.keys);
        await phone.hear({ by: "reply", stop: said.word === "stop", message: params.get("MessageSid") });
      }
      return c.body("<Response/>", 200, { "Content-Type": "text/xml" });
    case "status": {
      const attempt = counting(queryOf(c, "attempt"));
      if (said.outcome !== null && attempt !== null) {
        const { outcome, to, sid } = said;
        await report(c, queryOf(c, "about") ?? "", { attempt, channel: "sms", outcome, to, providerId: sid });
      }
      return c.body(null, 204);
    }
  }
}

/** Resend: delivered, bounced or complained about. */
export async function receiveResend(c: RouteContext): Promise<Response> {
  const { resendWebhookSecret } = c.get("deps").config.channels;
  if (resendWebhookSecret === null) return problem(c, "not_found", "there is nothing here");
  const said = await readResend(await c.req.text(), c.req.raw.headers, resendWebhookSecret, c.get("deps").now());
  if (said.kind === "not_genuine") return notGenuine(c);
  if (said.kind === "status") {
    const { reference, outcome, to, emailId } = said;
    await report(c, reference, { attempt: null, channel: "email", outcome, to, providerId: emailId });
  }
  return c.json({ status: said.kind === "status" ? "stored" : "ignored" });
}
