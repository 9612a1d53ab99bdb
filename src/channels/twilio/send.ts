// SMS by Twilio's Messages API (twilio.com/docs/messaging/api/message-resource). It takes no idempotency key, so a request
// whose answer was lost is never made twice.

import { createPost } from "../twilio-messages.ts";
import { readSender } from "./sender.ts";
import type { TwilioPostDeps } from "../twilio-messages.ts";
import type { Channel, Delivery } from "../channel.ts";

export interface TwilioDeps extends TwilioPostDeps {
  /** A number, an alphanumeric sender, or the `MG...` id of a messaging service. */
  readonly from: string;
  /** Where Twilio reports what became of this delivery. */
  readonly statusCallback: (delivery: Delivery) => string;
}

/** A message that waited this long in Twilio's queue is dropped there, however long it would be valid. */
const MAX_VALIDITY_MS = 4 * 3_600_000;
/** Twilio needs some time to send a message. With less than this left until it must not arrive any more, it waits. */
const MIN_VALIDITY_MS = 60_000;

/** The `sms` channel by Twilio. */
export function createTwilio(deps: TwilioDeps): Channel {
  const { from } = deps;
  const post = createPost(deps);
  const { parameter, canReply } = readSender(from) ?? { parameter: "From", canReply: false };
  return {
    name: "sms",
    canReply,
    async send(delivery) {
      const { to, validFor, notification } = delivery;
      if (to === null) return { kind: "no_address" };
      if (validFor < MIN_VALIDITY_MS) {
        return { kind: "put_off", why: "no time left in the window", wait: MIN_VALIDITY_MS };
      }
      return post({
        To: to,
        [parameter]: from,
        Body: notification.text,
        ValidityPeriod: String(Math.floor(Math.min(validFor, MAX_VALIDITY_MS) / 1_000)),
        StatusCallback: deps.statusCallback(delivery),
      });
    },
  };
}
