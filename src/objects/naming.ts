// Which customers, homes and invitations a text names.

/** As long as one of FlatPeak's ids may be. */
const ID = /(?<![A-Za-z0-9_-])(?:cus|loc|inv)_[A-Za-z0-9_-]{1,120}(?![A-Za-z0-9_-])/g;

const QUOTED = /"\s*((?:cus|loc|inv)_[A-Za-z0-9_-]{1,120})\s*"/g;

/** The ids of customers, homes and invitations in a text, each once. */
export const idsIn = (text: string): readonly string[] => [...new Set(text.match(ID))];

/** The ids that are all of a string in JSON, as in an event: what only begins like one names nobody, and no object is made for it. */
export const idsQuotedIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(QUOTED)].flatMap(([, it]) => it ?? [])),
];

/** The ids of invitations among them. */
export const invitationsIn = (text: string): readonly string[] => idsIn(text).filter((it) => it.startsWith("inv_"));

/** The ids of homes among them. */
export const homesIn = (text: string): readonly string[] => idsIn(text).filter((it) => it.startsWith("loc_"));

/** Whose a text is, as far as it says so. */
export interface Whose {
  readonly customerId: string;
  /** Homes that are theirs. */
  readonly homes: readonly string[];
}

/** True where a text names the customer, or a home of theirs and no other customer. */
export function isAbout(text: string, { customerId, homes }: Whose): boolean {
  const ids = idsIn(text);
  if (ids.includes(customerId)) return true;
  return ids.some((it) => homes.includes(it)) && !ids.some((it) => it.startsWith("cus_"));
}
