// SMS by Twilio's Messages API (twilio.com/docs/messaging/api/message-resource). It takes no idempotency key, so a request
// whose answer was lost is never made twice.

import * as z from "zod/mini";
import { call, isOk, isAddressOrKeyWrong } from "../../platform/http.ts";
import { jsonOf } from "../../platform/json.ts";
import { isCode, outcomeOfCode, TWILIO_CODES } from "./codes.ts";
import { UNKNOWN_TRIES } from "../tries.ts";
import { readSender } from "./sender.ts";
import type { HttpAnswer, CallDeps } from "../../platform/http.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { Channel, Delivery } from "../channel.ts";

export interface TwilioDeps extends CallDeps {
  /** https://api.twilio.com when left out. */
  readonly apiUrl?: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** A number, an alphanumeric sender, or the `MG...` id of a messaging service. */
  readonly from: string;
  /** Where Twilio reports what became of this delivery. */
  readonly statusCallback: (delivery: Delivery) => string;
}

/** A message that waited this long in Twilio's queue is dropped there, however long it would be valid. */
const MAX_VALIDITY_MS = 4 * 3_600_000;
/** Twilio needs some time to send a message. With less than this left until it must not arrive any more, it waits. */
const MIN_VALIDITY_MS = 60_000;

const messageShape = z.looseObject({ sid: z.string().check(z.minLength(1)) });
const errorShape = z.looseObject({ code: z.number().check(z.refine(isCode)) });

function outcomeOf({ status, text, retryAfter }: HttpAnswer): DeliveryOutcome {
  const body = jsonOf(text);
  if (isOk(status)) {
    // Twilio answers 201 to a message it took. Another 2xx is believed only where it holds the message.
    const sid = messageShape.safeParse(body).data?.sid;
    if (sid !== undefined) return { kind: "accepted", id: sid };
    if (status === 201) return { kind: "accepted" };
    return { kind: "uncertain", why: `twilio ${status} without a message` };
  }
  const code = errorShape.safeParse(body).data?.code ?? null;
  // A 503 with a code of Twilio's is a refusal. Any other 5xx may come after the message was sent.
  const refused = code !== null && (status === 503 || code === 20_429);
  if ((status >= 500 && !refused) || status === 408) return { kind: "uncertain", why: `twilio ${status}` };
  // A 403 may be about this number only, so with a code that the table does not have it says nothing about the account.
  if (code !== null && (code in TWILIO_CODES || status !== 401)) return outcomeOfCode(code, retryAfter);
  const why = `twilio ${code ?? status}`;
  if (isAddressOrKeyWrong(status)) return { kind: "misconfigured", why, scope: "account" };
  if (status === 429) return { kind: "retry", why, retryAfter };
  return { kind: "retry", why, retryAfter, tries: UNKNOWN_TRIES, scope: "unproven" };
}

/** The `sms` channel by Twilio. */
export function createTwilio(deps: TwilioDeps): Channel {
  const { apiUrl = "https://api.twilio.com", accountSid, from } = deps;
  const url = `${apiUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`;
  const headers = {
    Authorization: `Basic ${btoa(`${accountSid}:${deps.authToken}`)}`,
    "Content-Type": "application/x-www-form-urlencoded",
  };
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
      const body = new URLSearchParams({
        To: to,
        [parameter]: from,
        Body: notification.text,
        ValidityPeriod: String(Math.floor(Math.min(validFor, MAX_VALIDITY_MS) / 1_000)),
        StatusCallback: deps.statusCallback(delivery),
      });
      const answer = await call(deps, url, { method: "POST", headers, body: body.toString() });
      // Whether the request was taken cannot be told here, so it is not made again.
      return answer.kind === "lost" ? { kind: "uncertain", why: `twilio ${answer.why}` } : outcomeOf(answer);
    },
  };
}
