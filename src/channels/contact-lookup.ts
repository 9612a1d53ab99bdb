// Asks the company's backend for a customer's addresses when a message is due. Nothing of the answer goes to disk or into
// the log; it is kept in memory for a minute.

import * as z from "zod/mini";
import { isZone } from "../core/time.ts";
import { jsonOf } from "./call.ts";
import { channelsShape, emailShape, localeShape, phoneShape, pushTokenShape } from "./contact-fields.ts";
import { createSignedPost } from "./signed-post.ts";
import type { ChannelName } from "../core/settings.ts";
import type { Log } from "../core/ports.ts";
import type { BackendDeps } from "./signed-post.ts";

/** What the backend knows of a customer; null where it said nothing, or nothing that could be used. */
export interface LookedUp {
  readonly phone: string | null;
  readonly email: string | null;
  readonly pushToken: string | null;
  readonly locale: string | null;
  readonly timezone: string | null;
  readonly optedOut: boolean | null;
  readonly channels: readonly ChannelName[] | null;
}

export type ContactAnswer =
  | { readonly kind: "known"; readonly contact: LookedUp }
  | { readonly kind: "unknown" }
  | { readonly kind: "unavailable"; readonly why: string; readonly retryAfter: number | null };

export interface ContactLookup {
  lookup(customerId: string): Promise<ContactAnswer>;
}

interface ContactLookupDeps extends BackendDeps {
  readonly log: Log;
}

/** Room for the longest push token, and more. */
const LIMITS = { ms: 10_000, bytes: 16_384 };
const KEEP_MS = 60_000;
const KEEP_MOST = 1_000;

const bodyShape = z.record(z.string(), z.unknown());
const zoneShape = z.string().check(z.refine(isZone));

function read(body: Readonly<Record<string, unknown>>): { readonly contact: LookedUp; readonly unusable: string[] } {
  const unusable: string[] = [];
  const field = <T>(name: string, shape: z.ZodMiniType<T>): T | null => {
    const value = body[name] ?? null;
    if (value === null) return null;
    const result = shape.safeParse(value);
    if (!result.success) unusable.push(name);
    return result.success ? result.data : null;
  };
  const contact = {
    phone: field("phone", phoneShape),
    email: field("email", emailShape),
    pushToken: field("push_token", pushTokenShape),
    locale: field("locale", localeShape),
    timezone: field("timezone", zoneShape),
    optedOut: field("opted_out", z.boolean()),
    channels: field("channels", channelsShape),
  };
  return { contact, unusable };
}

/**
 * A lookup at one URL: a POST of `{"type":"contact.requested","timestamp":...,"data":{"customer_id":...}}`, signed as the
 * messages to a backend are. 200 with `phone`, `email`, `push_token`, `locale`, `timezone`, `opted_out`, `channels`, each
 * of which may be missing; 404 or 410 where there is no such customer.
 */
export function createContactLookup(deps: ContactLookupDeps): ContactLookup {
  const post = createSignedPost(deps, LIMITS);
  const kept = new Map<string, { readonly answer: ContactAnswer; readonly until: number }>();

  async function ask(customerId: string): Promise<ContactAnswer> {
    const timestamp = new Date(deps.now()).toISOString();
    const question = JSON.stringify({ type: "contact.requested", timestamp, data: { customer_id: customerId } });
    // Every question has an id of its own: an answer of last week must not be taken for today's.
    const answer = await post(`lookup_${crypto.randomUUID()}`, question);
    if (answer.kind === "lost") return { kind: "unavailable", why: `contact lookup ${answer.why}`, retryAfter: null };
    const { status, text, retryAfter } = answer;
    if (status === 404 || status === 410) return { kind: "unknown" };
    if (status !== 200) return { kind: "unavailable", why: `contact lookup ${status}`, retryAfter };
    const body = bodyShape.safeParse(jsonOf(text));
    if (!body.success) return { kind: "unavailable", why: "contact lookup answered no contact", retryAfter: null };
    const { contact, unusable } = read(body.data);
    if (unusable.length > 0)
      deps.log.info("contact_fields_unusable", { customer: customerId, fields: unusable.join(",") });
    return { kind: "known", contact };
  }

  return {
    async lookup(customerId) {
      const found = kept.get(customerId);
      if (found !== undefined && deps.now() < found.until) return found.answer;
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
