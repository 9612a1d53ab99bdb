// Asks the company's backend for a customer's addresses when a message is due. Nothing of the answer goes to disk or into
// the log; it is kept in memory for a minute.

import * as z from "zod/mini";
import { isZone } from "../../core/time.ts";
import { isAddressOrKeyWrong } from "../../platform/http.ts";
import { jsonOf } from "../../platform/json.ts";
import { channelsShape, emailShape, localeShape, phoneShape, pushTokenShape } from "../contact-fields.ts";
import { createSignedPost } from "../signed-post.ts";
import type { ChannelName } from "../../core/policy.ts";
import type { BackendDeps } from "../signed-post.ts";

/** Stands for a field that was there and cannot be read. It is never treated as a field that was left out. */
export type Unreadable = "unreadable";

/** What the backend knows of a customer; null where it said nothing, or nothing that could be used. */
export interface LookedUp {
  readonly phone: string | null;
  readonly email: string | null;
  readonly pushToken: string | null;
  /** They agreed to messages by WhatsApp at this number. */
  readonly whatsapp: boolean | null;
  readonly locale: string | null;
  readonly timezone: string | null;
  /** Consent that cannot be read is no consent: nobody is written to on the strength of it. */
  readonly optedOut: boolean | null | Unreadable;
  readonly channels: readonly ChannelName[] | null | Unreadable;
}

export type ContactAnswer =
  /** `unusable` names the fields that could not be read or are not known here; their values are told to nobody. */
  | { readonly kind: "known"; readonly contact: LookedUp; readonly unusable: string }
  | { readonly kind: "unknown" }
  /** `isRefused`: it takes nobody's question, as with a secret that is wrong. */
  | {
      readonly kind: "unavailable";
      readonly why: string;
      readonly retryAfter: number | null;
      readonly isRefused: boolean;
    };

export interface ContactLookup {
  /** What is remembered of the customer from the last minute; null where the backend must be asked. */
  remembered(customerId: string): ContactAnswer | null;
  lookup(customerId: string): Promise<ContactAnswer>;
  /** Lets go of what is remembered of a customer. */
  forget(customerId: string): void;
}

/** Room for the longest push token, and more. */
const LIMITS = { ms: 10_000, bytes: 16_384 };
const KEEP_MS = 60_000;
const KEEP_MOST = 1_000;

const bodyShape = z.record(z.string(), z.unknown());
const zoneShape = z.string().check(z.refine(isZone));

const FIELDS = ["phone", "email", "push_token", "whatsapp", "locale", "timezone", "opted_out", "channels"];
/** Other names for an opt-out. What their values mean is not guessed: one such name is reason enough not to write. */
const CONSENT = /^(?:(?:is|has)?opted?out|optouts?|unsubscribed?|donotcontact)$/;
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, "");
/** A name that may be repeated to others. Any other may hold anything, somebody's address too. */
const isPlainName = (name: string): boolean => /^[A-Za-z][A-Za-z_-]{0,30}$/.test(name);
const MAX_NAMES = 8;

/** The channels that were named and are known here. A name that is not known, like `letter`, does not forbid the others. */
function readChannels(value: unknown): readonly ChannelName[] | null | Unreadable {
  if (value === null) return null;
  const names = z
    .array(z.string())
    .check(z.maxLength(20))
    .safeParse(value)
    .data?.map((it) => it.trim().toLowerCase());
  if (names === undefined) return "unreadable";
  const known = names.flatMap((it) => channelsShape.safeParse([it]).data ?? []);
  return known.length === 0 && names.length > 0 ? "unreadable" : [...new Set(known)];
}

function readContact(body: Readonly<Record<string, unknown>>): {
  readonly contact: LookedUp;
  readonly unusable: string;
} {
  const unreadable: string[] = [];
  const field = <T>(name: string, shape: z.ZodMiniType<T>): T | null => {
    const value = body[name] ?? null;
    if (value === null) return null;
    const result = shape.safeParse(value);
    if (!result.success) unreadable.push(name);
    return result.success ? result.data : null;
  };
  const strangers = Object.keys(body).filter((name) => !FIELDS.includes(name));
  const addresses = {
    phone: field("phone", phoneShape),
    email: field("email", emailShape),
    pushToken: field("push_token", pushTokenShape),
    whatsapp: field("whatsapp", z.boolean()),
    locale: field("locale", localeShape),
    timezone: field("timezone", zoneShape),
  };
  const optedOut = field("opted_out", z.boolean());
  const isConsentOdd = unreadable.includes("opted_out") || strangers.some((it) => CONSENT.test(plain(it)));
  const channels = readChannels(body["channels"] ?? null);
  const named = body["channels"];
  if (channels === "unreadable" || (Array.isArray(named) && named.length !== channels?.length)) {
    unreadable.push("channels");
  }
  const unknown = strangers.map((it) => (isPlainName(it) ? it : "(another)")).slice(0, MAX_NAMES);
  return {
    contact: { ...addresses, optedOut: optedOut !== true && isConsentOdd ? "unreadable" : optedOut, channels },
    unusable: [
      ...unreadable.map((it) => `unreadable: ${it}`),
      ...[...new Set(unknown)].sort().map((it) => `unknown: ${it}`),
    ].join(","),
  };
}

const unavailable = (why: string, retryAfter: number | null, isRefused: boolean): ContactAnswer => ({
  kind: "unavailable",
  why: `contact lookup ${why}`,
  retryAfter,
  isRefused,
});

/**
 * A lookup at one URL: a POST of `{"type":"contact.requested","timestamp":...,"data":{"customer_id":...}}`, signed as the
 * messages to a backend are. 200 with `phone`, `email`, `push_token`, `whatsapp`, `locale`, `timezone`, `opted_out`, `channels`, each
 * of which may be missing; 404 or 410 where there is no such customer.
 */
export function createContactLookup(deps: BackendDeps): ContactLookup {
  const post = createSignedPost(deps, LIMITS);
  const kept = new Map<string, { readonly answer: ContactAnswer; readonly until: number }>();

  async function ask(customerId: string): Promise<ContactAnswer> {
    const timestamp = new Date(deps.now()).toISOString();
    const question = JSON.stringify({ type: "contact.requested", timestamp, data: { customer_id: customerId } });
    // Every question has an id of its own: an answer of last week must not be taken for today's.
    const answer = await post(`lookup_${crypto.randomUUID()}`, question);
    if (answer.kind === "lost") return unavailable(answer.why, null, false);
    const { status, text, retryAfter } = answer;
    if (status === 404 || status === 410) return { kind: "unknown" };
    if (status !== 200) return unavailable(String(status), retryAfter, isAddressOrKeyWrong(status));
    const body = bodyShape.safeParse(jsonOf(text));
    return body.success
      ? { kind: "known", ...readContact(body.data) }
      : unavailable("answered no contact", null, false);
  }

  function remembered(customerId: string): ContactAnswer | null {
    const found = kept.get(customerId);
    return found !== undefined && deps.now() < found.until ? found.answer : null;
  }

  return {
    remembered,
    forget(customerId) {
      kept.delete(customerId);
    },
    async lookup(customerId) {
      const known = remembered(customerId);
      if (known !== null) return known;
      const answer = await ask(customerId);
      kept.delete(customerId);
      if (answer.kind === "unavailable") return answer;
      kept.set(customerId, { answer, until: deps.now() + KEEP_MS });
      for (const oldest of kept.keys()) {
        if (kept.size <= KEEP_MOST) break;
        kept.delete(oldest);
      }
      return answer;
    },
  };
}
