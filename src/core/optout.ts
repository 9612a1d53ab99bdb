// Who may have a customer left alone, and who may take that back. The only place that knows the rule; every door asks it.
//
// A stop stands until it is taken back the way it came, whatever else comes meanwhile: each way keeps its own, and while
// any of them stands the customer gets no message.

/**
 * How a stop came: by the button of our page, by the one click of a mail program (RFC 8058), by a reply such as STOP, through
 * the company, through a provider that had heard such a reply before us, or as a complaint about one of our emails.
 */
export type StopBy = "page" | "one_click" | "reply" | "company" | "provider" | "complaint";

/** How a stop can be taken back: on our page, by a reply such as START, or through the company. */
export type StartBy = "page" | "reply" | "company";

/** A customer's wish to get no messages. */
export interface Stop {
  readonly by: StopBy;
  readonly at: number;
}

/**
 * What takes each stop back. The one click of an email leads back by the page behind the same email; a provider's word
 * that a number is opted out is a STOP, wherever it was said. A complaint is made to the customer's mail provider, and
 * nothing that reaches us can be told to come from who made it.
 */
export const TAKEN_BACK_BY: Readonly<Record<StopBy, StartBy | null>> = {
  page: "page",
  one_click: "page",
  reply: "reply",
  provider: "reply",
  company: "company",
  complaint: null,
};

/** Of a contact, what the rule is about. */
interface Stops {
  readonly stops: readonly Stop[];
}

/** True while the customer gets no messages. */
export const isStopped = ({ stops }: Stops): boolean => stops.length > 0;

/** The same contact with a stop. One that stands keeps when it came: asked for again it is the same object. */
export function withStop<T extends Stops>(contact: T, by: StopBy, at: number): T {
  if (contact.stops.some((it) => it.by === by)) return contact;
  return { ...contact, stops: [...contact.stops, { by, at }] };
}

/** The same contact without the stops that may be taken back this way; the same object where there are none. */
export function withoutStops<T extends Stops>(contact: T, by: StartBy): T {
  const stops = contact.stops.filter((it) => TAKEN_BACK_BY[it.by] !== by);
  return stops.length === contact.stops.length ? contact : { ...contact, stops };
}

/** What takes a stop back; null where nothing does, and `late` where the page that could is asked by a link that may no more. */
export type WayBack = StartBy | "late" | null;

/** All that must be done before messages go out again, each once; nothing where they do. */
export const waysBack = ({ stops }: Stops): readonly WayBack[] => [...new Set(stops.map((it) => TAKEN_BACK_BY[it.by]))];

/** True where this way alone brings the messages back: only then is it worth offering. */
export const isEnough = (by: StartBy, ways: readonly WayBack[]): boolean =>
  ways.length > 0 && ways.every((it) => it === by);
