// What the owner of a number said, as it stands to one customer: theirs, somebody else's, or nobody can say yet.

import { PHONE_CHANNELS } from "../../../core/policy.ts";
import { snoozeEnd, snoozingOf } from "../../../core/person/snooze.ts";
import { addDays } from "../../../core/time.ts";
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

/** How many whole days somebody is left alone who asked by a button to be reminded later. A contract that ends is told of seven days ahead. */
const WAIT_DAYS = 3;

/** Has the messages wait, as the page for it does; a wait that is longer already stays. */
async function waitLater(place: Workplace, store: CustomerStore, turns: Turns): Promise<void> {
  const state = store.load(place.customerId);
  const now = turns.now(place.deps);
  const { isWorthwhile, range } = snoozingOf(state, now);
  const until = snoozeEnd(state, addDays(range.first, WAIT_DAYS), now);
  if (isWorthwhile && until !== null && until > (state.snooze?.until ?? 0)) {
    await turns.apply(place, { type: "snoozed", until });
  }
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
  const isOwn = isOwnReply(
    replyTo(contact, isStored, wish, () => PHONE_CHANNELS.some((it) => store.past.hasArrived(it, digests))),
  );
  const { stop, by } = wish;

  if (wish.isLater === true) {
    if (person.contact === null) return "later";
    if (isTheirs && isOwn) await waitLater(place, store, turns);
    return "heard";
  }
  if (person.contact === null) {
    if (stop && isOwn) await turns.apply(place, { type: "opted_out", by, address, isDoubted: true });
    return "later";
  }
  if (stop && isTheirs && isOwn) await turns.apply(place, { type: "opted_out", by, address });
  // A START as well: it may come before anybody could say whose the STOP was that it takes back.
  if (!(isTheirs && isOwn)) await turns.apply(place, { type: "reply_disowned", address });
  // A STOP of whoever had the number before closes the number, by whatever it is reached.
  if (stop && isTheirs && isStored && !isOwn)
    for (const only of PHONE_CHANNELS.filter((it) => place.deps.config.waysOut.includes(it)))
      await turns.apply(place, { type: "opted_out", by, only, address });
  if (!stop && isTheirs && isOwn) await turns.apply(place, { type: "opted_in", by: "reply", address });
  return isTheirs || own === null ? "heard" : "not_theirs";
}
