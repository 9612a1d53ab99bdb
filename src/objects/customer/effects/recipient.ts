// Who a delivery is for: what the company knows of the person, the address it goes to, and whether the owner of that number wants it.

import { isHeeded, replyTo } from "./replies.ts";
import { CHANNEL_TRAITS, PHONE_CHANNELS } from "../../../core/policy.ts";
import { isInvitationId, phoneAt } from "../../rooms.ts";
import { isOwnReply } from "../../../core/person/optout.ts";
import { addressOf } from "../../../core/person/contact.ts";
import { personOf } from "./person.ts";
import { digestIn } from "./address-digest.ts";
import type { Workplace } from "../workplace.ts";
import type { Contact } from "../../../core/state.ts";
import type { Notification } from "../../../core/message/notification.ts";
import type { DeliveryOutcome } from "../../../core/message/outcome.ts";
import type { Attempt } from "./attempt.ts";
import type { ChannelName } from "../../../core/policy.ts";
import type { NumberStanding } from "../../phone/contract.ts";

/** An attempt that failed before it was made. */
type Failed = DeliveryOutcome & { readonly kind: "failed"; readonly isOwn?: boolean };

/** Fills a contact up with what the company's backend said of the person. */
export type Fill = (contact: Contact) => Contact;

type Found =
  { readonly kind: "some"; readonly fill: Fill } | { readonly kind: "none"; readonly outcome: DeliveryOutcome };

/** Who a notification is for, as far as anybody can say now. */
export async function whoToTell(
  place: Workplace,
  attempt: Attempt,
  it: Notification,
  isAhead: boolean,
): Promise<Found> {
  if (it.kind === "publish") return { kind: "some", fill: (contact) => contact };
  const kept = isInvitationId(place.customerId)
    ? await (await import("../invitation/person.ts")).admitted(place, attempt)
    : null;
  if (kept !== null) return { kind: "none", outcome: kept };
  const person = await personOf(place, attempt.state().contact, { isAhead, dueAt: it.createdAt });
  if (person.remembered !== null) remember(place, attempt, person.remembered);
  return person.kind === "none" ? { kind: "none", outcome: person.outcome } : { kind: "some", fill: person.fill };
}

/** Keeps of what the backend said the language, and the names of fields that could not be used. */
function remember(
  { deps, customerId }: Workplace,
  { state, turn }: Attempt,
  { spoken, unusable }: Pick<Contact, "spoken" | "unusable">,
): void {
  const { contact } = state();
  if (contact.spoken === spoken && contact.unusable === unusable) return;
  if (unusable !== "") deps.log.info("contact_fields_unusable", { customer: customerId, fields: unusable });
  turn({ type: "contact_looked_up", spoken, unusable });
}

/** The address a channel writes to: null where it needs none, undefined where there is none or the customer wants none. */
export function addressFor(contact: Contact, channel: Notification["channel"]): string | null | undefined {
  if (CHANNEL_TRAITS[channel].address === null) return null;
  const isWanted = contact.preferred === null || contact.preferred.includes(channel);
  return isWanted ? (addressOf(contact, channel) ?? undefined) : undefined;
}

/**
 * Asks the customer's number, whatever way the message goes: from then on they are told what its owner says, and a STOP of their
 * own keeps every message back. Null where nothing is in the way of this one.
 */
export async function stoppedByNumber(
  { deps, env, customerId }: Workplace,
  attempt: Attempt,
  fill: Fill,
  channel: ChannelName,
): Promise<DeliveryOutcome | null> {
  const { phone } = fill(attempt.state().contact);
  if (phone === null || !deps.config.waysOut.some((it) => CHANNEL_TRAITS[it].address === "phone")) return null;
  const number = await phoneAt(env, phone, deps.config.link.keys);
  if (!attempt.noteNumber(number.name)) return { kind: "put_off", why: "the customer was erased", wait: 0 };
  const stopped = stoppedBy(attempt, phone, await number.claim(customerId));
  return CHANNEL_TRAITS[channel].address === "phone" || stopped?.isOwn === true ? stopped : null;
}

/** What a STOP of the number's owner means for this customer; null where there is none, or none that is heeded. */
function stoppedBy({ state, hasArrived }: Attempt, to: string, { since, stop }: NumberStanding): Failed | null {
  const { contact } = state();
  if (stop === null || !isHeeded(contact, stop)) return null;
  const digests = stop.names.map(digestIn);
  const [digest = ""] = digests;
  const isStored = contact.phone === to;
  const isOwn = isOwnReply(
    replyTo(contact, isStored, { ...stop, since }, () => PHONE_CHANNELS.some((it) => hasArrived(it, digests))),
  );
  const failed = { kind: "failed", why: "the owner of the number said stop", scope: "recipient" } as const;
  // Of a number that is looked up each time nothing is remembered.
  if (!isOwn && !isStored) return failed;
  const cause = stop.by === "reply" ? "reply" : "stop";
  return { ...failed, address: "opted_out", cause, isOwn, digest };
}
