// What a link leads to today, and until when. A link stands on a case, ends some time after it, and shows nothing of later ones
// by itself; what was made before a customer's links were ended opens nothing any more.

import { isStopped, ownStops, waysBack } from "../person/optout.ts";
import { LINK_GRACE_MS } from "../policy.ts";
import { isOpen } from "../read.ts";
import { DAY } from "../time.ts";
import type { WayBack } from "../person/optout.ts";
import type { Case, Contact } from "../state.ts";

/**
 * What a code is for: the way into Connect, the page of all tariffs, the page after Connect, the page to stop, and the one
 * click of a mail program. The last three are shown to others (FlatPeak, mail servers) and open nothing else.
 */
export const LINK_PURPOSES = ["open", "overview", "done", "stop", "unsubscribe"] as const;
export type LinkPurpose = (typeof LINK_PURPOSES)[number];

/** What a link stands on: a case, or for the overview the newest case that it was made for, and when it was made. */
export interface LinkSeat {
  readonly purpose: LinkPurpose;
  readonly no: number;
  /** The customer's links are ended by counting this on; below `LINK_EPOCHS`. */
  readonly epoch: number;
}

/** What a link is called in the record of consent. */
export const linkName = ({ purpose, no }: LinkSeat): string => `${purpose} ${no}`;

/** How many epochs of a customer's links a code can tell apart: nobody's links are ended so often that an old one came back. */
export const LINK_EPOCHS = 0x4000;
/** A stop can be taken back on the page for this long; later, its link may be in other hands. */
const UNDO_WITHIN_MS = 60 * DAY;

/** The epoch of links that stand on a case: it counts on where all of the customer's links are ended, and where those of the case are. */
export const epochOf = (contact: Contact, it: Pick<Case, "linksEnded"> | null): number =>
  (contact.linkEpoch + (it?.linksEnded ?? 0)) % LINK_EPOCHS;

/** True for a link made since those of its case, or all of the customer's, were last ended. `it`: the case it names. */
export const isOfEpoch = (epoch: number, contact: Contact, it: Pick<Case, "linksEnded"> | null): boolean =>
  epoch === epochOf(contact, it);

/** Where a link on this case stands by now. */
export const seatOn = (contact: Contact, it: Pick<Case, "no" | "linksEnded">, purpose: LinkPurpose): LinkSeat => ({
  purpose,
  no: it.no,
  epoch: epochOf(contact, it),
});

/** True while a link that stands on this case works (ms). */
export const isAlive = (it: Case, now: number): boolean => it.end === null || now <= it.end.at + LINK_GRACE_MS;

/**
 * The case that a link leads to: where its own is over and its tariff has another problem by now, that one. Null once the
 * link has ended. `own` is the case it stands on, `open` the customer's open cases.
 */
export function caseBehind(own: Case, open: readonly Case[], now: number): Case | null {
  if (!isAlive(own, now)) return null;
  return isOpen(own) ? own : (open.find((it) => isOpen(it) && it.tariffId === own.tariffId) ?? own);
}

/**
 * Whether a stop may still be taken back on the page behind a link: by one that works, and soon after. Stopping has no such
 * limits.
 */
export function mayUndo(contact: Contact, isLinkAlive: boolean, now: number): boolean {
  const latest = ownStops(contact).reduce((last, it) => Math.max(last, it.at), 0);
  return isLinkAlive && isStopped(contact) && now - latest <= UNDO_WITHIN_MS;
}

/** What brings the messages back, as the page behind a link may offer it. */
export const waysBackBy = (contact: Contact, isLinkAlive: boolean, now: number): readonly WayBack[] =>
  waysBack(contact).map((it) => (it === "page" && !mayUndo(contact, isLinkAlive, now) ? "late" : it));
