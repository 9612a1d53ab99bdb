// Who to write to: what the company told us of a customer, filled up by what its backend says when a message is due.

import type { Deps } from "../compose.ts";
import type { DeliveryOutcome } from "../core/outcome.ts";
import type { ChannelName } from "../core/settings.ts";
import type { Contact } from "../core/state.ts";

export type Person =
  { readonly kind: "known"; readonly contact: Contact } | { readonly kind: "none"; readonly outcome: DeliveryOutcome };

/** The channels a person is reached on by an address of their own. */
const ADDRESSED: readonly ChannelName[] = ["push", "email", "sms"];

/** A backend that cannot answer is asked again after this long. */
const LOOK_UP_AGAIN_MS = 300_000;

/**
 * The customer's contact at this moment. What the backend says wins over what was pushed; nothing of it is kept. An
 * outcome instead where there is nobody to write to, or nobody who could say.
 */
export async function personOf({ contactLookup }: Deps, customerId: string, contact: Contact): Promise<Person> {
  if (contactLookup === null) return { kind: "known", contact };
  const answer = await contactLookup.lookup(customerId);
  switch (answer.kind) {
    case "unknown":
      return { kind: "known", contact };
    case "unavailable": {
      const { why, retryAfter } = answer;
      const wait = Math.max(retryAfter ?? 0, LOOK_UP_AGAIN_MS);
      return { kind: "none", outcome: { kind: "put_off", why: `contact lookup: ${why}`, wait } };
    }
    case "known": {
      const { phone, email, pushToken, locale, timezone, optedOut, channels } = answer.contact;
      if (optedOut === true) return { kind: "none", outcome: { kind: "not_wanted" } };
      return {
        kind: "known",
        contact: {
          ...contact,
          phone: phone ?? contact.phone,
          email: email ?? contact.email,
          pushToken: pushToken ?? contact.pushToken,
          locale: locale ?? contact.locale,
          timezone: timezone ?? contact.timezone,
          preferred: channels === null ? contact.preferred : ADDRESSED.filter((it) => channels.includes(it)),
        },
      };
    }
  }
}
