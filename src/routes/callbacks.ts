// POST /webhooks/twilio and /webhooks/resend: what providers tell us afterwards. Signed by them over the raw bytes; what is
// not is refused before anything is touched. The same word twice changes nothing.

import { readResend } from "../channels/resend-callback.ts";
import { readTwilio, verifyTwilio } from "../channels/twilio-callback.ts";
import { customerAt, isCustomerId } from "../customer/address.ts";
import { gateOf } from "../gate/address.ts";
import { phoneAt } from "../phone/address.ts";
import { problem } from "./respond.ts";
import type { ChannelName } from "../core/settings.ts";
import type { DeliveryOutcome } from "../core/outcome.ts";
import type { RouteContext } from "./context.ts";

const notGenuine = (c: RouteContext): Response => problem(c, "not_genuine", "the request is not from the provider");

async function report(
  c: RouteContext,
  customerId: string,
  no: number,
  attempt: number | null,
  channel: ChannelName,
  outcome: DeliveryOutcome,
): Promise<void> {
  if (!isCustomerId(customerId)) return;
  const customer = customerAt(c.env, customerId);
  await customer.reportDelivery(no, attempt, channel, outcome);
  // A complaint comes after the delivery, when the message is settled and says nothing any more; the person still does.
  if (outcome.kind === "failed" && outcome.address === "opted_out") {
    await customer.stop(outcome.cause === "complaint" ? "complaint" : "provider");
  }
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
        const phone = await phoneAt(c.env, said.from);
        await phone.wish(said.word === "stop", said.from, params.get("MessageSid"));
      }
      return c.body("<Response/>", 200, { "Content-Type": "text/xml" });
    case "status": {
      const no = counting(c.req.query("no"));
      const attempt = counting(c.req.query("attempt"));
      if (said.outcome !== null && no !== null && attempt !== null) {
        await report(c, c.req.query("customer") ?? "", no, attempt, "sms", said.outcome);
        // A sender that is not registered, or filtered by the carriers, is told only here, and concerns every message.
        if (said.outcome.kind === "misconfigured") await gateOf(c.env, "sms").close("sms", said.outcome.why);
        const to = params.get("To");
        // A number that turns out to be opted out at the provider is so for every customer behind it.
        if (said.outcome.kind === "failed" && said.outcome.address === "opted_out" && to !== null) {
          const phone = await phoneAt(c.env, to);
          await phone.wish(true, to, null);
        }
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
  if (said.kind === "status") await report(c, said.customerId, said.no, null, "email", said.outcome);
  return c.json({ status: said.kind === "status" ? "stored" : "ignored" });
}
