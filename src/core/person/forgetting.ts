// What is forgotten of a customer with whom nothing has happened for a long time: how to reach them, and their homes. Who asked
// for no messages is never forgotten, nor which links are theirs no more.

import { line } from "../journal.ts";
import { UNKNOWN_CONTACT, isOpen } from "../state.ts";
import type { Change } from "../journal.ts";
import type { Contact, CustomerState } from "../state.ts";

/** The contact without what reaches or names anybody. */
const bare = ({ stops, repliesEndedAt, linkEpoch }: Contact): Contact => ({
  ...UNKNOWN_CONTACT,
  stops,
  repliesEndedAt,
  linkEpoch,
});

const isBare = (contact: Contact): boolean => JSON.stringify(contact) === JSON.stringify(bare(contact));

/** True while something is under way with a customer, so that nothing may be forgotten of them. */
const isBusy = ({ cases, notifications, locations }: CustomerState): boolean =>
  cases.some(isOpen) || notifications.length > 0 || locations.some((it) => it.probe !== null);

/** True where there is somebody to forget, and nothing that is under way with them. */
export const isForgettable = (state: CustomerState): boolean =>
  !isBusy(state) && (!isBare(state.contact) || state.locations.length > 0 || state.tariffs.length > 0);

/** Forgets how to reach the customer, and their homes; changes nothing while something is under way. */
export function forgetPerson(state: CustomerState, now: number): Change {
  if (!isForgettable(state)) return { state, journal: [] };
  const rest = { sentAt: [], holdUntil: null, waiting: null, locations: [], tariffs: [] };
  return {
    state: { ...state, ...rest, contact: bare(state.contact) },
    journal: [line(now, "contact_forgotten", { homes: state.locations.length })],
  };
}
