// An email to the company itself by Cloudflare's Email Service.

import { within } from "../../platform/within.ts";
import { outcomeOf } from "./codes.ts";
import type { EmailBinding } from "./send.ts";
import type { Mail } from "../provider.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";

const TIMEOUT_MS = 10_000;

/** `from`: an address of a domain onboarded to the Email Service. */
export async function mailByCloudflare(
  binding: EmailBinding,
  from: string,
  { to, subject, text }: Mail,
): Promise<DeliveryOutcome> {
  try {
    const done = await within(binding.send({ from, to, subject, text, headers: {} }), TIMEOUT_MS);
    return done ? { kind: "sent" } : { kind: "retry", why: "cloudflare email timed out", retryAfter: null };
  } catch (error) {
    return outcomeOf(error);
  }
}
