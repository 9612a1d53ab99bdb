// Why nothing was sent, in plain words for whoever is asked. Every reason there is stands here: one that is missing does not compile.

import { reasonWords } from "./names.ts";
import type { SilenceReason } from "../../../core/journal.ts";
import type { Told } from "./told.ts";

/** What the words are about: a message that waits, a reminder nobody could be told, or an event that brought nothing new. */
export type Silenced = "waits" | "cannot" | "nothing_new";

interface Said {
  readonly of: Silenced;
  readonly words: (told: Told) => string;
}

const until = ({ until: at }: Told): string => (at === null ? "" : ` until ${at}`);
const supplier = ({ text }: Told): string => {
  const name = text("supplier");
  return name === "" ? "The energy supplier" : `The energy supplier (${name})`;
};

export const SILENCES: { readonly [R in SilenceReason]: Said } = {
  tap_hold: {
    of: "waits",
    words: (it) =>
      `The customer opened the link and may be in the middle of reconnecting, so nothing is sent${until(it)}.`,
  },
  cap: {
    of: "waits",
    words: (it) => `The customer has had as many messages as CAPS allows, so the next one waits${until(it)}.`,
  },
  other_messages: {
    of: "waits",
    words: (it) =>
      `Whoever is invited has just had another message, or asked to be left alone, so this one waits${until(it)}.`,
  },
  send_window: {
    of: "waits",
    words: (it) => `It is not the hour for messages where the home is, so the message waits${until(it)}.`,
  },
  usual_hour: {
    of: "waits",
    words: (it) => `The message waits for the hour at which the customer opened our links before${until(it)}.`,
  },
  snoozed: { of: "waits", words: (it) => `The customer asked to be left alone${until(it)}.` },
  supplier_outage: {
    of: "waits",
    words: (it) => `${supplier(it)} has trouble of its own, so the customer is not asked to do anything${until(it)}.`,
  },
  reconnecting: {
    of: "waits",
    words: (it) => `The customer was seen reconnecting, and the connection may come about${until(it)}.`,
  },
  connection_pending: {
    of: "waits",
    words: (it) => `FlatPeak is still connecting the tariff; it is given time${until(it)}.`,
  },
  disconnected_while_reconnecting: {
    of: "waits",
    words: (it) => `The tariff went away while the customer was reconnecting it; that is given time${until(it)}.`,
  },
  prices_missing: {
    of: "waits",
    words: (it) => `The tariff is connected, and FlatPeak has no prices for it yet; that is given time${until(it)}.`,
  },
  prices_pending: {
    of: "waits",
    words: (it) =>
      `The tariff is connected, and FlatPeak is still fetching its prices; that is given time${until(it)}.`,
  },
  opted_out: { of: "cannot", words: () => "The customer wants no messages." },
  tariff_stopped: { of: "cannot", words: () => "The customer wants no messages about this tariff." },
  cannot_be_reached: { of: "cannot", words: () => "No channel has an address of the customer's that works." },
  sms_limit: { of: "cannot", words: () => "The case has had all the text messages that SMS_MAX allows." },
  told_by_a_late_message: {
    of: "cannot",
    words: () => "An earlier message had waited until this reminder was due as well, so that one message told of both.",
  },
  case_already_open: {
    of: "nothing_new",
    words: () => "FlatPeak told of the same problem again: the case is open already.",
  },
  inhibited_by_a_stronger_reason: {
    of: "nothing_new",
    words: ({ text }) => {
      const held = text("held");
      return `The case is open for something that weighs more${held === "" ? "" : ` (${reasonWords(held)})`}; this is kept beneath it.`;
    },
  },
  older_than_the_repair: { of: "nothing_new", words: () => "FlatPeak has said since then that the tariff works." },
  reason_switched_off: {
    of: "nothing_new",
    words: ({ text }) =>
      `There is no reminder for this reason${text("reason") === "" ? "" : ` (${reasonWords(text("reason"))})`}: its ladder is off.`,
  },
  already_handed_over: {
    of: "nothing_new",
    words: () => "The case was handed over to the company, and nothing about it is new.",
  },
  older_than_the_closing: {
    of: "nothing_new",
    words: () => "It happened before an operator closed the case of this tariff, and came late.",
  },
};
