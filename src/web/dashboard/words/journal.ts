// What happened, in plain words. Every entry of the journal stands here: one that is missing does not compile.

import { SILENCE_REASONS } from "../../../core/journal.ts";
import { channelWords, doorWords, messageBy, reasonWords } from "./names.ts";
import { listed, standing, which } from "./phrases.ts";
import { SILENCES } from "./silence.ts";
import type { What } from "../../../core/journal.ts";
import type { Told } from "./told.ts";

/** How an entry looks: a step forward, a message, silence, or trouble. */
export type Tone = "calm" | "good" | "message" | "silent" | "trouble";

interface Said {
  readonly tone: Tone;
  readonly words: (told: Told) => string;
}

/** How the journal's word on a contact lookup begins. */
const LOOKUP = "contact lookup";
/** What the product itself gives as a reason; what a provider says stands as it said it. */
const WHYS: Readonly<Record<string, string>> = {
  opted_out: "the customer wants no messages",
  no_address: "no address is known",
  cannot_be_reached: "nothing may reach the customer",
  sms_limit: "they had all the text messages about it that SMS_MAX allows",
};

const by = ({ text }: Told): string => channelWords(text("channel"));
const message = ({ text }: Told): string => messageBy(text("channel"));
const why = ({ text }: Told): string => {
  const given = text("why");
  if (given === "") return "";
  // A name of ours without a sentence is read more easily as words; what a provider said has spaces, or stays as it is.
  return `: ${WHYS[given] ?? (/^[a-z]+(?:_[a-z]+)+$/.test(given) ? given.replaceAll("_", " ") : given)}`;
};
/** Who was asked in vain: where nobody said how the customer is reached, no provider ever heard of the message. */
const asked = (it: Told): string =>
  it.text("why").startsWith(LOOKUP)
    ? "The contact lookup did not say how the customer is reached"
    : `The provider of ${by(it)} did not take the message`;
const about = ({ text }: Told): string => `Case ${text("case")}, tariff ${text("tariff")}`;
const nr = ({ text }: Told, name = "case"): string => `case ${text(name)}`;

const door = ({ text }: Told): string => doorWords(text("by"));
const only = ({ text }: Told): string => (text("only") === "" ? "" : ` by ${channelWords(text("only"))}`);

function silentWords(told: Told): string {
  const reason = SILENCE_REASONS.find((it) => it === told.text("why"));
  return reason === undefined ? `Nothing was sent${why(told)}.` : SILENCES[reason].words(told);
}

export const ENTRIES: { readonly [W in What]: Said } = {
  case_opened: {
    tone: "trouble",
    words: (it) =>
      `${about(it)}: a case began, since ${reasonWords(it.text("reason"))}${it.text("arm") === "" ? "" : `, in the arm ${it.text("arm")} of the experiment ${it.text("experiment")}`}.`,
  },
  case_taken_over: {
    tone: "trouble",
    words: (it) => `${about(it)}: now ${reasonWords(it.text("reason"))}, which weighs more than before.`,
  },
  case_goes_on: {
    tone: "calm",
    words: (it) => `${about(it)}: one problem is repaired, and still ${reasonWords(it.text("reason"))}.`,
  },
  tariff_replaced: {
    tone: "calm",
    words: (it) => `FlatPeak has ${it.text("tariff")} in the place of ${it.text("from")}; the case goes on with it.`,
  },
  case_repaired: { tone: "good", words: (it) => `${about(it)}: repaired. FlatPeak says that it works.` },
  case_disconnected: { tone: "calm", words: (it) => `${about(it)}: ended, since the tariff is gone from the home.` },
  case_handed_over: {
    tone: "trouble",
    words: (it) => `${about(it)}: handed over. The reminders are used up, and the company is told.`,
  },
  case_moved: { tone: "calm", words: (it) => `${about(it)}: ended here, since the home is another customer's now.` },
  case_withdrawn: { tone: "calm", words: (it) => `${about(it)}: ended, since the company took its invitation back.` },
  case_closed: { tone: "calm", words: (it) => `${about(it)}: ended by an operator.` },
  case_advanced: { tone: "calm", words: (it) => `${about(it)}: an operator has what is next for it be due at once.` },
  end_date_trap: {
    tone: "calm",
    words: (it) => `The customer gave the end date of the contract that ends, in ${nr(it)}: the next message says so.`,
  },
  session_complete: { tone: "good", words: () => "The customer finished a session in Connect." },
  session_believed: {
    tone: "calm",
    words: (it) => `The customer has just reconnected, and FlatPeak cannot tell: ${nr(it)} waits for its word.`,
  },
  silent: { tone: "silent", words: silentWords },
  released: { tone: "calm", words: (it) => `The supplier's trouble is over; ${nr(it)} goes on.` },
  message_prepared: { tone: "message", words: (it) => `A message is owed by ${by(it)}${which(it)}.` },
  message_repeated: {
    tone: "message",
    words: (it) => `An operator has a message said once more, by ${by(it)}${which(it)}.`,
  },
  message_sent: { tone: "message", words: (it) => `A message went out by ${by(it)}${which(it)}.` },
  message_delivered: { tone: "message", words: (it) => `The ${message(it)} arrived, its provider says.` },
  message_delayed: {
    tone: "silent",
    words: (it) => `${asked(it)}${why(it)}. It is asked again.`,
  },
  message_undelivered: {
    tone: "trouble",
    words: (it) => `The ${message(it)} did not arrive${why(it)}. It is tried again.`,
  },
  message_readdressed: {
    tone: "calm",
    words: (it) => `The address it went to by ${by(it)} is not the customer's any more; it goes to the one they have.`,
  },
  message_unconfirmed: {
    tone: "calm",
    words: (it) => `Nobody ever said whether the ${message(it)} arrived; it counts as sent.`,
  },
  message_uncertain: {
    tone: "trouble",
    words: (it) => `The ${message(it)} may have arrived${why(it)}. It is not sent again, so that nobody is told twice.`,
  },
  message_failed: {
    tone: "trouble",
    words: (it) => `No channel could bring the message, last by ${by(it)}${why(it)}.`,
  },
  message_cancelled: { tone: "silent", words: (it) => `A message was taken back before it went out${why(it)}.` },
  channel_changed: {
    tone: "calm",
    words: (it) => `By ${channelWords(it.text("to"))} instead of ${channelWords(it.text("from"))}${why(it)}.`,
  },
  delivery_lease_lost: {
    tone: "calm",
    words: () => "An attempt broke off before anything was handed out; it is made again.",
  },
  publication_sent: { tone: "message", words: () => "The company's backend took word of the hand-over." },
  publication_delayed: {
    tone: "silent",
    words: (it) => `The company's backend did not take word of the hand-over${why(it)}. It is asked again.`,
  },
  publication_uncertain: {
    tone: "trouble",
    words: (it) => `The company's backend may have taken word of the hand-over${why(it)}.`,
  },
  publication_failed: {
    tone: "trouble",
    words: (it) => `The company's backend never took word of the hand-over${why(it)}.`,
  },
  messages_held: { tone: "silent", words: () => "An operator keeps the messages back." },
  restored: {
    tone: "silent",
    words: (it) =>
      `What is kept was put back to ${it.until ?? "an earlier instant"}. Messages are kept back until an operator lets them go.`,
  },
  messages_released: { tone: "calm", words: () => "An operator lets the messages go." },
  flatpeak_unavailable: {
    tone: "silent",
    words: (it) =>
      `FlatPeak did not answer about the home${why(it)}. Nothing is sent before it does; it is asked again ${it.until === null ? "soon" : `at ${it.until}`}.`,
  },
  flatpeak_busy: {
    tone: "silent",
    words: (it) =>
      `Others go first at FlatPeak; the home is asked about ${it.until === null ? "soon" : `at ${it.until}`}.`,
  },
  flatpeak_cannot_tell: {
    tone: "silent",
    words: () => "FlatPeak answered, and can tell nothing of the home's tariffs.",
  },
  home_unanswered: { tone: "trouble", words: (it) => `FlatPeak has told nothing of the home for a day${why(it)}.` },
  location_left: { tone: "calm", words: () => "A home is another customer's now." },
  link_opened: { tone: "good", words: (it) => `The customer tapped the link of ${nr(it)}.` },
  page_seen: { tone: "good", words: (it) => `The customer saw the page before Connect, for ${nr(it)}.` },
  went_on: { tone: "good", words: (it) => `The customer went on from that page to Connect, for ${nr(it)}.` },
  contract_continues: {
    tone: "silent",
    words: (it) => `The customer says that the contract of ${nr(it)} continues: no reminder before ${it.until}.`,
  },
  tap_failed: {
    tone: "trouble",
    words: (it) => `FlatPeak gave no session for a tap, in ${nr(it)}. The customer saw a page that says so.`,
  },
  disconnect_wanted: { tone: "calm", words: (it) => `The customer went to have ${it.text("tariff")} disconnected.` },
  case_links_ended: {
    tone: "calm",
    words: (it) => `The links of ${nr(it)} open nothing any more: an operator ended them.`,
  },
  links_ended: { tone: "calm", words: () => "All links made until then open nothing any more." },
  snoozed: {
    tone: "silent",
    words: (it) =>
      it.until === null ? "The customer took the wait back." : `The customer wants no reminder before ${it.until}.`,
  },
  tariff_quieted: {
    tone: "silent",
    words: (it) =>
      it.until === null
        ? `The customer wants no more messages about ${it.text("tariff")}, and still those about their others.`
        : `The customer wants no reminder about ${it.text("tariff")} before ${it.until}.`,
  },
  tariff_heard_again: { tone: "calm", words: (it) => `Messages about ${it.text("tariff")} again, on our page.` },
  opted_out: { tone: "silent", words: (it) => `No more messages${only(it)}: asked for ${door(it)}.` },
  opted_in: {
    tone: "calm",
    words: (it) => `Messages again${only(it)}, ${door(it)}${standing(it)}.`,
  },
  contact_changed: { tone: "calm", words: (it) => `The company told how to reach the customer: ${listed(it)}.` },
  contact_fields_unusable: {
    tone: "trouble",
    words: (it) => `The contact lookup answered fields that cannot be used: ${listed(it)}.`,
  },
  contact_forgotten: {
    tone: "calm",
    words: () => "Nothing had happened for so long that the addresses were forgotten.",
  },
};

/** An entry in words. One that this version does not know is named as it stands. */
export function entryWords(what: string, told: Told): { readonly tone: Tone; readonly words: string } {
  const said = (ENTRIES as Readonly<Record<string, Said | undefined>>)[what];
  return said === undefined ? { tone: "calm", words: what } : { tone: said.tone, words: said.words(told) };
}
