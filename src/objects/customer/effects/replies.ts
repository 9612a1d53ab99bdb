// What the owner of a number said, as it stands to one customer: theirs, somebody else's, or nobody can say yet.

import { isOwnReply } from "../../../core/person/optout.ts";
import { digestIn } from "./address-digest.ts";
import { NOW, personOf } from "./person.ts";
import { phoneNames } from "../../phone/names.ts";
import type { Reply } from "../../../core/person/optout.ts";
import type { Contact } from "../../../core/state.ts";
import type { Turns, Workplace } from "../workplace.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { Hearing, Wish } from "../../phone/contract.ts";
import type { HeardReply } from "../contract.ts";

/** False where an operator ended what was said by reply until then. */
export const isHeeded = ({ repliesEndedAt }: Contact, { at }: Pick<Wish, "at">): boolean =>
  repliesEndedAt === null || at > repliesEndedAt;

/**
 * A reply as it stands to a customer. Of a number that is stored it is known since when it is theirs; of one that is looked up,
 * since when they have been written to under it.
 */
export function replyTo(
  contact: Contact,
  isStored: boolean,
  { by, at, since }: Pick<HeardReply, "by" | "at" | "since">,
  hasArrived: () => boolean,
): Reply {
  return { by, at, since: isStored ? contact.phoneSince : since, hasArrived: by === "provider" && hasArrived() };
}

/**
 * Hears what the owner of a number said. While nobody can say whose number it is, a STOP keeps everything back, which could not
 * go out anyway; once that is known, it holds as far as it is this customer's. A START waits.
 */
export async function hearReply(
  place: Workplace,
  store: CustomerStore,
  turns: Turns,
  wish: HeardReply,
): Promise<Hearing> {
  const isTheNumber = async (phone: string | null): Promise<boolean> =>
    phone !== null && (await phoneNames(phone, place.deps.config.link.keys)).some((name) => wish.names.includes(name));
  const asked = store.load(place.customerId).contact;
  const person = await personOf(place, asked, NOW);
  const own = person.contact?.phone ?? null;
  const isTheirs = await isTheNumber(own);
  const isStored = await isTheNumber(asked.phone);
  // Nothing is awaited from here to the turn: what is looked at is what is changed.
  const { contact } = store.load(place.customerId);
  if (contact.phone !== asked.phone) return "later";
  if (!isHeeded(contact, wish)) return "heard";
  const digests = wish.names.map(digestIn);
  const [address = ""] = digests;
  const isOwn = isOwnReply(replyTo(contact, isStored, wish, () => store.past.hasArrived("sms", digests)));
  const { stop, by } = wish;

  if (person.contact === null) {
    if (stop && isOwn) await turns.apply(place, { type: "opted_out", by, address, isDoubted: true });
    return "later";
  }
  if (stop && isTheirs && isOwn) await turns.apply(place, { type: "opted_out", by, address });
  // A START as well: it may come before anybody could say whose the STOP was that it takes back.
  if (!(isTheirs && isOwn)) await turns.apply(place, { type: "reply_disowned", address });
  if (stop && isTheirs && isStored && !isOwn) await turns.apply(place, { type: "opted_out", by, only: "sms", address });
  if (!stop && isTheirs && isOwn) await turns.apply(place, { type: "opted_in", by: "reply", address });
  return isTheirs || own === null ? "heard" : "not_theirs";
}
