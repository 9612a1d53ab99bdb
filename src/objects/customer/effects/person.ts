// Who to write to: what the company told us of a customer, filled up by what its backend says when a message is due.

import { primaryOf } from "../../../text/language.ts";
import { consequencesOf } from "../../../core/message/outcome.ts";
import { ADDRESSED_CHANNELS } from "../../../core/policy.ts";
import { leave } from "../../gate/turn.ts";
import { addressDigests } from "./address-digest.ts";
import { gateOf, isInvitationId } from "../../rooms.ts";
import type { ContactAnswer, ContactLookup, LookedUp } from "../../../channels/contact-lookup/lookup.ts";
import type { DeliveryOutcome } from "../../../core/message/outcome.ts";
import type { Contact } from "../../../core/state.ts";
import type { Ask, Over } from "../../../core/gate/pace.ts";
import type { Workplace } from "../workplace.ts";

/** What is remembered of an answer: a language, and the names of fields that could not be used. */
export type Remembered = Pick<Contact, "spoken" | "unusable">;

export type Person =
  | {
      readonly kind: "known";
      readonly contact: Contact;
      /** The same for the contact as it is at another moment. */
      readonly fill: (contact: Contact) => Contact;
      readonly remembered: Remembered | null;
    }
  /** Not to be written to. `contact` is theirs all the same; null where nobody could say. */
  | {
      readonly kind: "none";
      readonly outcome: DeliveryOutcome;
      readonly contact: Contact | null;
      readonly remembered: Remembered | null;
    };

const NOTHING: Remembered = { spoken: null, unusable: "" };

/** A backend that cannot answer is asked again after this long, and after no more than an hour, whatever it asks for. */
const LOOK_UP_AGAIN_MS = 300_000;
const MAX_WAIT_MS = 3_600_000;

/** The answer in the words of a delivery, for the gate: whether the backend serves us at all. */
function outcomeFor(answer: ContactAnswer): DeliveryOutcome {
  if (answer.kind === "known") {
    const { optedOut, channels } = answer.contact;
    const isOdd = optedOut === "unreadable" || channels === "unreadable";
    const why = "contact lookup: the consent cannot be read";
    return isOdd ? { kind: "failed", why, scope: "unproven" } : { kind: "sent" };
  }
  if (answer.kind === "unknown") return { kind: "sent" };
  const { why, retryAfter, isRefused } = answer;
  return isRefused
    ? { kind: "misconfigured", why, scope: "account" }
    : { kind: "retry", why, retryAfter, scope: "unproven" };
}

/** For what a person is asked about. */
export interface Need {
  /** The test clock of the customer was moved. */
  readonly isAhead: boolean;
  /** Since when the message they are asked for is due (ms); null where somebody waits for the answer, and stands in no line. */
  readonly dueAt: number | null;
}

/** Somebody who is there waits for it. */
export const NOW: Need = { isAhead: false, dueAt: null };

interface Away {
  readonly kind: "away";
  readonly why: string;
  readonly wait: number;
  readonly isTurn: boolean;
}

/** How the call went, for the pace: a refusal of our secret says nothing of the backend's load. */
const overOfLookup = (answer: ContactAnswer): Over =>
  answer.kind === "unavailable" && !answer.isRefused
    ? { went: "refused", rest: answer.retryAfter }
    : { went: "fine", rest: null };

/** Asks the backend, unless its gate is closed or others go first. */
async function ask(
  { deps, env, customerId }: Workplace,
  lookup: ContactLookup,
  { isAhead, dueAt }: Need,
): Promise<ContactAnswer | Away> {
  const known = lookup.remembered(customerId);
  if (known !== null) return known;
  const [who = null] = await addressDigests(customerId, deps.config.link.keys);
  const rank = dueAt === null ? "person" : "message";
  const back = { kind: "customer", name: customerId } as const;
  const turn: Ask = { key: customerId, dueAt: dueAt ?? deps.now(), rank, isRetry: false, back };
  const entry = await gateOf(env, "contact_lookup").enter("contact_lookup", { who, isAhead, ask: turn });
  if (entry.kind === "away") {
    const { why, for: wait } = entry;
    return { kind: "away", why: `the contact lookup is ${why}`, wait, isTurn: why === "busy" };
  }
  const answer = await lookup.lookup(customerId);
  const consequences = consequencesOf(outcomeFor(answer));
  const isHeard = consequences.proof === null || entry.isWatched;
  const said = isHeard ? { consequences, who, isLate: false } : null;
  await leave({ env, log: deps.log }, "contact_lookup", entry.permit, overOfLookup(answer), said);
  return answer;
}

/** Nothing was said, a language neither. */
const asPushed = (contact: Contact): Contact => ({ ...contact, spoken: null });

/** What wins over what was pushed; nothing of it is kept but what `remembered` says. */
function filledUp(contact: Contact, found: LookedUp): Contact {
  const { phone, email, pushToken, whatsapp, locale, timezone, channels } = found;
  const isKnownNumber = phone === null || phone === contact.phone;
  return {
    ...contact,
    phone: phone ?? contact.phone,
    email: email ?? contact.email,
    pushToken: pushToken ?? contact.pushToken,
    whatsapp: whatsapp ?? (isKnownNumber && contact.whatsapp),
    spoken: locale === null ? null : primaryOf(locale),
    timezone: timezone ?? contact.timezone,
    preferred: Array.isArray(channels) ? ADDRESSED_CHANNELS.filter((it) => channels.includes(it)) : contact.preferred,
  };
}

/**
 * The customer's contact at this moment. What the backend says wins over what was pushed. An outcome instead where there is
 * nobody to write to, nobody who could say, or no consent that can be read.
 */
export async function personOf(place: Workplace, contact: Contact, need: Need): Promise<Person> {
  const { contactLookup } = place.deps;
  // Who is only invited is nobody whom the backend could know by that name.
  if (contactLookup === null || isInvitationId(place.customerId)) {
    const isRemembered = contact.spoken !== null || contact.unusable !== "";
    const remembered = isRemembered ? NOTHING : null;
    return { kind: "known", contact: asPushed(contact), fill: asPushed, remembered };
  }
  const answer = await ask(place, contactLookup, need);
  switch (answer.kind) {
    case "unknown":
      return { kind: "known", contact: asPushed(contact), fill: asPushed, remembered: NOTHING };
    case "away":
      return { kind: "none", outcome: { ...answer, kind: "put_off" }, contact: null, remembered: null };
    case "unavailable": {
      const wait = Math.min(MAX_WAIT_MS, Math.max(answer.retryAfter ?? 0, LOOK_UP_AGAIN_MS));
      return { kind: "none", outcome: { kind: "put_off", why: answer.why, wait }, contact: null, remembered: null };
    }
    case "known": {
      const { optedOut, channels, locale } = answer.contact;
      const remembered = { spoken: locale === null ? null : primaryOf(locale), unusable: answer.unusable };
      const found = filledUp(contact, answer.contact);
      if (optedOut === true) return { kind: "none", outcome: { kind: "not_wanted" }, contact: found, remembered };
      if (optedOut === "unreadable" || channels === "unreadable") {
        const field = optedOut === "unreadable" ? "opted_out" : "channels";
        const why = `contact lookup: ${field} cannot be read`;
        return { kind: "none", outcome: { kind: "put_off", why, wait: MAX_WAIT_MS }, contact: found, remembered };
      }
      return { kind: "known", contact: found, fill: (other) => filledUp(other, answer.contact), remembered };
    }
  }
}
