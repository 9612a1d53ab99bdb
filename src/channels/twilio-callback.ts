// What Twilio tells us: what became of a message, and what a customer answered. Only what it signed is to be read
// (twilio.com/docs/usage/security).

import { fromBase64 } from "../platform/bytes.ts";
import { hmacKey } from "../platform/digest.ts";
import { e164Shape } from "./contact-fields.ts";
import { readReportUrl } from "./reports.ts";
import { languageOfStop, wordOf } from "./reply-words.ts";
import { isCode, outcomeOfCode, TWILIO_CODES } from "./twilio-codes.ts";
import type { DeliveryOutcome } from "../core/message/outcome.ts";
import type { Hear, News } from "./provider.ts";
import type { ReplyWord } from "./reply-words.ts";
import type { Codes } from "./twilio-codes.ts";

export type TwilioReport =
  /** `outcome` is null while the message is still on its way. `to` is the number it went to, `sid` Twilio's id of it. */
  | {
      readonly kind: "status";
      readonly outcome: DeliveryOutcome | null;
      readonly to: string | null;
      readonly sid: string | null;
    }
  /** A message from a customer. `from` in E.164; `language` of the button that was tapped, or of the word for a stop that Twilio does not answer; null for all else. */
  | {
      readonly kind: "inbound";
      readonly word: ReplyWord | "later";
      readonly from: string;
      readonly language: string | null;
    }
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

function statusOutcome(status: string, code: number, codes: Codes): DeliveryOutcome | null | undefined {
  if (PASSING_STATUSES.includes(status)) return null;
  if (status === "delivered" || status === "read") return { kind: "sent" };
  if (status === "canceled") return { kind: "failed", why: "twilio canceled", scope: "recipient" };
  if (status !== "undelivered" && status !== "failed") return undefined;
  return isCode(code)
    ? outcomeOfCode(code, null, codes)
    : { kind: "failed", why: `twilio ${status}`, scope: "unproven" };
}

/** A message by WhatsApp comes from and goes to a number behind this. */
const WHATSAPP = "whatsapp:";
const numberOf = (address: string | null): string | null =>
  address?.startsWith(WHATSAPP) === true ? address.slice(WHATSAPP.length) : address;

/** What a button below a message asks for, and in which language it did: as our templates name their buttons. */
const BUTTON = /^reconnect_(later|stop)_([a-z]{2,3})$/;

interface Wished {
  readonly word: ReplyWord | "later";
  readonly language: string | null;
}

/** Where Twilio handles STOP and START itself, it says how it read the message, and that is what the carrier goes by. */
function wishOf(params: URLSearchParams): Wished {
  const body = (params.get("Body") ?? "").slice(0, MAX_BODY_LENGTH);
  switch ((params.get("OptOutType") ?? "").trim().toUpperCase()) {
    case "": {
      const word = wordOf(body);
      return { word, language: word === "stop" ? languageOfStop(body) : null };
    }
    case "STOP":
      return { word: "stop", language: null };
    case "START":
      return { word: "start", language: null };
    default:
      return { word: "other", language: null };
  }
}

/** Reads a verified callback. Twilio adds parameters without notice; those not known here are ignored. */
export function readTwilio(params: URLSearchParams, codes: Codes = TWILIO_CODES): TwilioReport {
  const status = params.get("MessageStatus") ?? params.get("SmsStatus") ?? "";
  if (status === "received" || status === "receiving") {
    const from = e164Shape.safeParse(numberOf(params.get("From")));
    if (!from.success) return { kind: "unreadable" };
    const [, button, language = null] = BUTTON.exec(params.get("ButtonPayload") ?? "") ?? [];
    const wished: Wished = button === "later" || button === "stop" ? { word: button, language } : wishOf(params);
    return { kind: "inbound", ...wished, from: from.data };
  }
  const outcome = statusOutcome(status, Number(params.get("ErrorCode") ?? 0), codes);
  if (outcome === undefined) return { kind: "unreadable" };
  return { kind: "status", outcome, to: numberOf(params.get("To")), sid: params.get("MessageSid") };
}

/** TwiML without a message: nothing is sent back to whoever wrote. */
const NO_REPLY = { status: 200, type: "text/xml", body: "<Response/>" } as const;
const TAKEN = { status: 204, type: "", body: null } as const;

/** The same with a message to them: within a day of theirs it may have words of its own. */
const replyWith = (words: string) =>
  ({
    ...NO_REPLY,
    body: `<Response><Message>${words.replace(/[&<>]/g, (it) => `&#${it.charCodeAt(0)};`)}</Message></Response>`,
  }) as const;

type Said = Pick<Extract<News, { kind: "reply" }>, "from" | "message" | "language">;

function newsOf(word: ReplyWord | "later", about: Said): News | null {
  if (word === "later") return { kind: "later", ...about };
  return word === "other" ? null : { kind: "reply", stop: word === "stop", ...about };
}

/** Hears what Twilio posts, signed with the auth token of the account: about a message of ours, or what a customer wrote. */
export const hearTwilio =
  (authToken: string, codes: Codes = TWILIO_CODES): Hear =>
  async ({ url, headers, body }) => {
    const params = new URLSearchParams(new TextDecoder().decode(body));
    const signature = headers.get("X-Twilio-Signature") ?? "";
    if (!(await verifyTwilio(url, params, signature, authToken))) return { kind: "not_genuine" };
    const said = readTwilio(params, codes);
    switch (said.kind) {
      case "unreadable":
        return said;
      case "inbound": {
        const { word, from, language } = said;
        const about = { from, message: params.get("MessageSid"), language };
        return { kind: "genuine", news: newsOf(word, about), answer: NO_REPLY, answerWith: replyWith };
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
