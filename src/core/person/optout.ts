// Who may have a customer left alone, and who may take that back. The only place that knows the rule; every door asks it.
//
// A stop stands until it is taken back the way it came, whatever else comes meanwhile: each way keeps its own, and while
// any of them stands the customer gets no message. A STOP that the owner of a number said before the customer had it, or of
// which nobody knows when it was said, is not the customer's: it closes no more than the number.

import type { ChannelName } from "../policy.ts";
import type { CivilDate } from "../time.ts";

/**
 * How a stop came: by the button of our page, by the one click of a mail program (RFC 8058), by a reply such as STOP, through
 * the company, through a provider that had heard such a reply before us, or as a complaint about one of our emails.
 */
export type StopBy = "page" | "one_click" | "reply" | "company" | "provider" | "complaint";

/** How a stop can be taken back by whom it came from: on our page, by a reply such as START, or through the company. */
export type WayIn = "page" | "reply" | "company";

/** What takes stops back: the way they came, or an operator who knows better. */
export type StartBy = WayIn | "operator";

/** A wish to get no messages. */
export interface Stop {
  readonly by: StopBy;
  readonly at: number;
  /** Closes this channel alone, and for as long as the customer has the address it was said about. Left out: every channel. */
  readonly only?: ChannelName;
  /** A keyed digest of the address it was said about; left out where it was about none. */
  readonly about?: string;
  /** It is heeded while nobody can say whose address that is. */
  readonly isDoubted?: true;
}

/** A wish to be left alone until an instant (ms), which was a day at the customer's home when they chose it. */
export interface Snooze {
  readonly until: number;
  readonly day: CivilDate;
}

/** What a customer asks for about one tariff of several: no reminder before a day, or none any more. */
export type Quiet = Snooze | "stopped";

/** What a stop is called in the record. */
export const nameOf = ({ by, only }: Stop): string => (only === undefined ? by : `${by} (${only})`);

/** What changed it: somebody's word, or that the address it was about is not the customer's. */
export type ConsentBy = StopBy | StartBy | "address";

/** One line of the record of consent. */
export interface Consent {
  /** When it took effect (ms, the customer's clock). */
  readonly at: number;
  readonly to: "stopped" | "resumed";
  readonly by: ConsentBy;
  /** The way it came. */
  readonly door: "link" | "email" | "sms" | "api";
  /** It was about this channel alone, at one address; null where it was about the customer. */
  readonly only: ChannelName | null;
  /** It was about this tariff alone; left out where it was about all. */
  readonly tariff?: string;
  /** A keyed digest of the address it was about; null where it was about none. */
  readonly address: string | null;
  /** By which of our links: what it is for and the number of its case. Null where by none. */
  readonly link: string | null;
  /** What keeps messages back after it; a channel in brackets where no more than that. */
  readonly standing: readonly string[];
}

/**
 * What takes each stop back. The one click of an email leads back by the page behind the same email; a provider's word
 * that a number is opted out is a STOP, wherever it was said. A complaint is made to the customer's mail provider, and
 * nothing that reaches us can be told to come from who made it.
 */
export const TAKEN_BACK_BY: Readonly<Record<StopBy, WayIn | null>> = {
  page: "page",
  one_click: "page",
  reply: "reply",
  provider: "reply",
  company: "company",
  complaint: null,
};

/** A number changes hands, and who said STOP may be nobody who could say START: these an operator may end. */
const ENDED_BY_OPERATOR: readonly StopBy[] = ["reply", "provider"];

/** True where a stop may be taken back this way. */
export const isTakenBack = (stop: StopBy, by: StartBy): boolean =>
  by === "operator" ? ENDED_BY_OPERATOR.includes(stop) : TAKEN_BACK_BY[stop] === by;

/** Of a contact, what the rule is about. */
interface Stops {
  readonly stops: readonly Stop[];
}

const isPersonal = ({ only }: Stop): boolean => only === undefined;

/** The stops that are the customer's own, and keep every message back. */
export const ownStops = ({ stops }: Stops): readonly Stop[] => stops.filter(isPersonal);

/** True while the customer gets no messages. */
export const isStopped = ({ stops }: Stops): boolean => stops.some(isPersonal);

/** True while the owner of the customer's address for a channel wants no messages there, whoever that was. */
export const isClosed = ({ stops }: Stops, channel: ChannelName): boolean => stops.some(({ only }) => only === channel);

/** The same contact with a stop. One that stands keeps when it came: asked for again it is the same object, unless a doubt ends. */
export function withStop<T extends Stops>(contact: T, stop: Stop): T {
  const standing = contact.stops.find((it) => it.by === stop.by && (isPersonal(it) || it.only === stop.only));
  if (standing === undefined) return { ...contact, stops: [...contact.stops, stop] };
  if (standing.isDoubted !== true || stop.isDoubted === true || !isPersonal(stop)) return contact;
  const { isDoubted: _, ...certain } = standing;
  return { ...contact, stops: contact.stops.map((it) => (it === standing ? certain : it)) };
}

/** The same contact without the stops that may be taken back this way; the same object where there are none. */
export const withoutStops = <T extends Stops>(contact: T, by: StartBy): T =>
  without(contact, (it) => isTakenBack(it.by, by));

/** The same without those that were heeded in doubt, about an address that turned out not to be the customer's. */
export const withoutStopsAbout = <T extends Stops>(contact: T, address: string): T =>
  without(contact, (it) => it.isDoubted === true && it.about === address);

/** The same without those that closed no more than the customer's former address for a channel. */
export const withoutStopsOf = <T extends Stops>(contact: T, channel: ChannelName): T =>
  without(contact, (it) => it.only === channel);

function without<T extends Stops>(contact: T, isOver: (it: Stop) => boolean): T {
  const stops = contact.stops.filter((it) => !isOver(it));
  return stops.length === contact.stops.length ? contact : { ...contact, stops };
}

/** A reply, and the number it came from, as they stand to a customer. Real times (ms), of which no test clock knows. */
export interface Reply {
  readonly by: "reply" | "provider";
  /** When it was heard. What a provider heard before us was said at a time that nobody knows. */
  readonly at: number;
  /** Since when the number has been the customer's; null for as long as anything is known. */
  readonly since: number | null;
  /** A message to the customer once arrived under the number. */
  readonly hasArrived: boolean;
}

/**
 * True where a reply is the customer's own word: said while the number was theirs. What a provider knew is, where it has let
 * a message through to the customer before. In doubt a STOP closes the number and a START opens nothing.
 */
export const isOwnReply = ({ by, at, since, hasArrived }: Reply): boolean =>
  by === "provider" ? hasArrived : since === null || since < at;

/** What takes a stop back; null where nothing does, and `late` where the page that could is asked by a link that may no more. */
export type WayBack = WayIn | "late" | null;

/** All that must be done before messages go out again, each once; nothing where they do. */
export const waysBack = (contact: Stops): readonly WayBack[] => [
  ...new Set(ownStops(contact).map((it) => TAKEN_BACK_BY[it.by])),
];

/** True where this way alone brings the messages back: only then is it worth offering. */
export const isEnough = (by: WayIn, ways: readonly WayBack[]): boolean =>
  ways.length > 0 && ways.every((it) => it === by);
