// What Resend's webhook tells us of an email. Signed by Svix, which is Standard Webhooks under other header names
// (resend.com/docs/webhooks).

import * as z from "zod/mini";
import { jsonOf } from "../../platform/json.ts";
import { isSigned } from "../signature.ts";
import type { Hear } from "../provider.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";

export type ResendReport =
  | { readonly kind: "not_genuine" }
  /** The final word on the message of this reference. */
  | {
      readonly kind: "status";
      readonly reference: string;
      readonly outcome: DeliveryOutcome;
      /** The address it went to, and Resend's id of it; null where the event does not say. */
      readonly to: string | null;
      readonly emailId: string | null;
    }
  /** Genuine, and nothing to act upon: on its way, opened, of another sender, or of a kind not known here. */
  | { readonly kind: "other" };

const pairs = z.array(z.looseObject({ name: z.string(), value: z.string() }));
/** Tags by their names. Resend documents a list of pairs; an object has been seen as well. */
function plainTags(tags: unknown): unknown {
  const listed = pairs.safeParse(tags).data;
  return listed === undefined ? tags : Object.fromEntries(listed.map(({ name, value }) => [name, value]));
}
/** An account may have other senders, whose tags are not ours. */
const ourTags = z.pipe(
  z.pipe(z.unknown(), z.transform(plainTags)),
  z.looseObject({
    reference: z.string().check(z.regex(/^[A-Za-z0-9_-]{40,240}$/)),
  }),
);
const eventShape = z.looseObject({
  type: z.string(),
  data: z.looseObject({
    tags: ourTags,
    // Read leniently: our emails go to one address each, and an event with another form of it still counts.
    to: z.optional(z.unknown()),
    email_id: z.catch(z.string(), ""),
    bounce: z.catch(z.optional(z.looseObject({ type: z.string() })), undefined),
  }),
});

function outcomeOf({ type, data }: z.infer<typeof eventShape>): DeliveryOutcome | null {
  const why = `resend ${type}`;
  switch (type) {
    case "email.delivered":
      return { kind: "sent" };
    case "email.bounced":
      // `Transient` and `Undetermined` say nothing of the address: a full mailbox, a server that is away.
      return data.bounce?.type === "Permanent"
        ? { kind: "failed", why, scope: "recipient", address: "dead" }
        : { kind: "failed", why, scope: "recipient" };
    case "email.suppressed":
      return { kind: "failed", why, scope: "recipient", address: "dead" };
    case "email.complained":
      return { kind: "failed", why, scope: "recipient", address: "opted_out", cause: "complaint" };
    case "email.failed":
      return { kind: "failed", why, scope: "unproven" };
    default:
      return null;
  }
}

/** The one address of an email, out of `Ann <ann@example.com>` or as it stands; null where there is none, or several. */
function addressOf(to: unknown): string | null {
  const [text, ...others]: readonly unknown[] = Array.isArray(to) ? to : [to];
  if (typeof text !== "string" || others.length > 0) return null;
  const address = /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text;
  return address.includes("@") ? address : null;
}

/**
 * Reads a webhook by its raw body; `now` in milliseconds. Throws only on a secret that is no secret: `whsec_` and base64.
 */
export async function readResend(
  rawBody: string,
  headers: Headers,
  secret: string,
  now: number,
): Promise<ResendReport> {
  const claimed = {
    id: headers.get("svix-id"),
    timestamp: headers.get("svix-timestamp"),
    signature: headers.get("svix-signature"),
  };
  if (!(await isSigned(secret, claimed, rawBody, now))) return { kind: "not_genuine" };
  const event = eventShape.safeParse(jsonOf(rawBody));
  if (!event.success) return { kind: "other" };
  const outcome = outcomeOf(event.data);
  if (outcome === null) return { kind: "other" };
  const { tags, to, email_id: id } = event.data.data;
  return {
    kind: "status",
    reference: tags.reference,
    outcome,
    to: addressOf(to),
    emailId: id === "" ? null : id,
  };
}

const answerOf = (status: "stored" | "ignored") =>
  ({ status: 200, type: "application/json", body: JSON.stringify({ status }) }) as const;

/** Hears what Resend posts, signed with the secret of its webhook: delivered, bounced or complained about. */
export const hearResend =
  (secret: string): Hear =>
  async ({ headers, body, now }) => {
    const said = await readResend(new TextDecoder().decode(body), headers, secret, now);
    switch (said.kind) {
      case "not_genuine":
        return said;
      case "other":
        return { kind: "genuine", news: null, answer: answerOf("ignored") };
      case "status": {
        const { reference, outcome, to, emailId: providerId } = said;
        const news = { kind: "status", reference, attempt: null, outcome, to, providerId } as const;
        return { kind: "genuine", news, answer: answerOf("stored") };
      }
    }
  };
