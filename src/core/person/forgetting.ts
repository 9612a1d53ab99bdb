// What is forgotten of a customer with whom nothing has happened for a long time: how to reach them, and their homes. Who asked
// for no messages is never forgotten, nor which links are theirs no more.

import { TARIFF } from "../blank.ts";
import { isOpen } from "../read.ts";
import { UNKNOWN_CONTACT } from "../state.ts";
import { standingSnooze } from "./snooze.ts";
import type { Contact, CustomerState, Tariff } from "../state.ts";
import type { Turn } from "../turn.ts";

/** The contact without what reaches or names anybody. */
const bare = ({ stops, repliesEndedAt, linkEpoch }: Contact): Contact => ({
  ...UNKNOWN_CONTACT,
  stops,
  repliesEndedAt,
  linkEpoch,
});

const isBare = (contact: Contact): boolean => JSON.stringify(contact) === JSON.stringify(bare(contact));

/** Of tariffs, those alone of which the customer wants to hear nothing, and no more of them than that. */
const silenced = (tariffs: readonly Tariff[]): readonly Tariff[] =>
  tariffs.flatMap(({ id, quiet }) => (quiet === "stopped" ? [{ ...TARIFF, id, quiet }] : []));

const areSilenced = (tariffs: readonly Tariff[]): boolean =>
  JSON.stringify(tariffs) === JSON.stringify(silenced(tariffs));

/** True while something is under way with a customer, so that nothing may be forgotten of them. */
const isBusy = ({ cases, notifications, locations }: CustomerState): boolean =>
  cases.some(isOpen) || notifications.length > 0 || locations.some((it) => it.probe !== null);

/** True where there is somebody to forget, and nothing that is under way with them. */
export const isForgettable = (state: CustomerState): boolean =>
  !isBusy(state) &&
  (!isBare(state.contact) || state.locations.length > 0 || state.tapHours.length > 0 || !areSilenced(state.tariffs));

/** Forgets how to reach the customer, and their homes; changes nothing while something is under way. */
export function forgetPerson(turn: Turn): void {
  const { state } = turn;
  if (!isForgettable(state)) return;
  const rest = {
    sentAt: [],
    tapHours: [],
    tapHoldUntil: null,
    waiting: null,
    locations: [],
    tariffs: silenced(state.tariffs),
  };
  turn.state = { ...state, ...rest, snooze: standingSnooze(state, turn.now), contact: bare(state.contact) };
  turn.note("contact_forgotten", { homes: state.locations.length });
}
