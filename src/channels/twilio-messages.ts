// One call of Twilio's Messages API (twilio.com/docs/messaging/api/message-resource), which takes text messages and those by WhatsApp. It
// takes no idempotency key, so a request whose answer was lost is never made twice.

import * as z from "zod/mini";
import { call, isAddressOrKeyWrong, isOk } from "../platform/http.ts";
import { jsonOf } from "../platform/json.ts";
import { isCode, outcomeOfCode, TWILIO_CODES } from "./twilio-codes.ts";
import { UNKNOWN_TRIES } from "./tries.ts";
import { basicOf } from "./twilio-account.ts";
import type { CallDeps, HttpAnswer } from "../platform/http.ts";
import type { DeliveryOutcome } from "../core/message/outcome.ts";
import type { Codes } from "./twilio-codes.ts";

export interface TwilioPostDeps extends CallDeps {
  /** https://api.twilio.com when left out. */
  readonly apiUrl?: string;
  readonly accountSid: string;
  readonly authToken: string;
}

const messageShape = z.looseObject({ sid: z.string().check(z.minLength(1)) });
const errorShape = z.looseObject({ code: z.number().check(z.refine(isCode)) });

function outcomeOf({ status, text, retryAfter }: HttpAnswer, codes: Codes): DeliveryOutcome {
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
  if (code !== null && (code in codes || status !== 401)) return outcomeOfCode(code, retryAfter, codes);
  const why = `twilio ${code ?? status}`;
  if (isAddressOrKeyWrong(status)) return { kind: "misconfigured", why, scope: "account" };
  if (status === 429) return { kind: "retry", why, retryAfter };
  return { kind: "retry", why, retryAfter, tries: UNKNOWN_TRIES, scope: "unproven" };
}

/** A function that has Twilio create a message of these parameters, and says what came of it; `codes`: what its errors mean. */
export function createPost(
  deps: TwilioPostDeps,
  codes: Codes = TWILIO_CODES,
): (parameters: Readonly<Record<string, string>>) => Promise<DeliveryOutcome> {
  const { apiUrl = "https://api.twilio.com", accountSid } = deps;
  const url = `${apiUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`;
  const headers = { Authorization: basicOf(deps), "Content-Type": "application/x-www-form-urlencoded" };
  return async (parameters) => {
    const body = new URLSearchParams(parameters).toString();
    const answer = await call(deps, url, { method: "POST", headers, body });
    // Whether the request was taken cannot be told here, so it is not made again.
    return answer.kind === "lost" ? { kind: "uncertain", why: `twilio ${answer.why}` } : outcomeOf(answer, codes);
  };
}
