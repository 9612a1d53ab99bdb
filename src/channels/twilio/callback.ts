// What Twilio tells us: what became of a message, and what a customer answered. Only what it signed is to be read
// (twilio.com/docs/usage/security).

import { fromBase64 } from "../../platform/bytes.ts";
import { hmacKey } from "../../platform/digest.ts";
import { e164Shape } from "../contact-fields.ts";
import { readReportUrl } from "../reports.ts";
import { wordOf } from "../reply-words.ts";
import { isCode, outcomeOfCode } from "./codes.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { Hear } from "../provider.ts";
import type { ReplyWord } from "../reply-words.ts";

export type TwilioReport =
  /** `outcome` is null while the message is still on its way. `to` is the number it went to, `sid` Twilio's id of it. */
  | {
      readonly kind: "status";
      readonly outcome: DeliveryOutcome | null;
      readonly to: string | null;
      readonly sid: string | null;
    }
  /** A message from a customer. `from` in E.164. */
  | { readonly kind: "inbound"; readonly word: ReplyWord; readonly from: string }
  | { readonly kind: "unreadable" };

const encoder = new TextEncoder();
/** Twilio sends some forty parameters. More than this is not from Twilio, and is not sorted to check its signature. */
const MAX_PARAMS = 500;
/** The longest message that Twilio takes. */
const MAX_BODY_LENGTH = 1_600;

/**
 * Whether Twilio signed these form parameters for this URL, the one it was given, query included: HMAC-SHA1, keyed with the
 * auth token, over the URL and every name and value in the order of the names. Compares in constant time.
 */
export async function verifyTwilio(
  url: string,
  params: URLSearchParams,
  signature: string,
  authToken: string,
): Promise<boolean> {
  if (!/^[A-Za-z0-9+/]{27}=$/.test(signature) || params.size > MAX_PARAMS) return false;
  const valuesOf = new Map<string, Set<string>>();
  for (const [name, value] of params) valuesOf.set(name, (valuesOf.get(name) ?? new Set()).add(value));
  // A name that comes several times is signed with each of its values once, in order, as Twilio's own libraries do.
  const pairs = [...valuesOf.keys()]
    .sort()
    .flatMap((name) => [...(valuesOf.get(name) ?? [])].sort().map((it) => name + it));
  const key = await hmacKey(authToken, "verify", "SHA-1");
  return crypto.subtle.verify("HMAC", key, fromBase64(signature), encoder.encode(url + pairs.join("")));
}

const PASSING_STATUSES = ["accepted", "scheduled", "queued", "sending", "sent"];

function statusOutcome(status: string, code: number): DeliveryOutcome | null | undefined {
  if (PASSING_STATUSES.includes(status)) return null;
  if (status === "delivered" || status === "read") return { kind: "sent" };
  if (status === "canceled") return { kind: "failed", why: "twilio canceled", scope: "recipient" };
  if (status !== "undelivered" && status !== "failed") return undefined;
  return isCode(code) ? outcomeOfCode(code, null) : { kind: "failed", why: `twilio ${status}`, scope: "unproven" };
}

/** Where Twilio handles STOP and START itself, it says how it read the message, and that is what the carrier goes by. */
function wishOf(params: URLSearchParams): ReplyWord {
  switch ((params.get("OptOutType") ?? "").trim().toUpperCase()) {
    case "":
      return wordOf((params.get("Body") ?? "").slice(0, MAX_BODY_LENGTH));
    case "STOP":
      return "stop";
    case "START":
      return "start";
    default:
      return "other";
  }
}

/** Reads a verified callback. Twilio adds parameters without notice; those not known here are ignored. */
export function readTwilio(params: URLSearchParams): TwilioReport {
  const status = params.get("MessageStatus") ?? params.get("SmsStatus") ?? "";
  if (status === "received" || status === "receiving") {
    const from = e164Shape.safeParse(params.get("From"));
    if (!from.success) return { kind: "unreadable" };
    return { kind: "inbound", word: wishOf(params), from: from.data };
  }
  const outcome = statusOutcome(status, Number(params.get("ErrorCode") ?? 0));
  if (outcome === undefined) return { kind: "unreadable" };
  return { kind: "status", outcome, to: params.get("To"), sid: params.get("MessageSid") };
}

/** TwiML without a message: nothing is sent back to whoever wrote. */
const NO_REPLY = { status: 200, type: "text/xml", body: "<Response/>" } as const;
const TAKEN = { status: 204, type: "", body: null } as const;

/** Hears what Twilio posts, signed with the auth token of the account: about a message of ours, or what a customer wrote. */
export const hearTwilio =
  (authToken: string): Hear =>
  async ({ url, headers, body }) => {
    const params = new URLSearchParams(new TextDecoder().decode(body));
    const signature = headers.get("X-Twilio-Signature") ?? "";
    if (!(await verifyTwilio(url, params, signature, authToken))) return { kind: "not_genuine" };
    const said = readTwilio(params);
    switch (said.kind) {
      case "unreadable":
        return said;
      case "inbound": {
        const reply = {
          kind: "reply",
          from: said.from,
          stop: said.word === "stop",
          message: params.get("MessageSid"),
        } as const;
        return { kind: "genuine", news: said.word === "other" ? null : reply, answer: NO_REPLY };
      }
      case "status": {
        const { outcome, to, sid: providerId } = said;
        const about = readReportUrl(url);
        const news =
          outcome === null || about === null ? null : ({ kind: "status", ...about, outcome, to, providerId } as const);
        return { kind: "genuine", news, answer: TAKEN };
      }
    }
  };
