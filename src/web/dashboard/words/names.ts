// What the dashboard calls reasons, channels and doors. A new one that is missing here does not compile.

import type { Need } from "../../../core/fleet/line.ts";
import type { Reason } from "../../../core/case/reason.ts";
import type { ConsentBy, WayIn } from "../../../core/person/optout.ts";
import type { ChannelName } from "../../../core/policy.ts";

/** A name as a person says it; as it stands where this version does not know it. */
const wordIn = (words: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(words, name) ? (words[name] ?? name) : name;

const REASONS: Readonly<Record<Reason, string>> = {
  invitation: "somebody is invited to connect",
  expiring: "the contract ends soon",
  expired: "the contract has ended",
  fetch_failed: "the supplier's account cannot be read any more",
  upgrade: "a better connection is possible",
};
/** A reason of a case in words. */
export const reasonWords = (reason: string): string => wordIn(REASONS, reason);

const SHORT_REASONS: Readonly<Record<Reason, string>> = {
  invitation: "invitation",
  expiring: "ends soon",
  expired: "has ended",
  fetch_failed: "cannot be read",
  upgrade: "could be better",
};
/** A reason where there is room for two or three words: beside a bar, in a row of counts. */
export const shortReason = (reason: string): string => wordIn(SHORT_REASONS, reason);

const CHANNELS: Readonly<Record<ChannelName, string>> = {
  sms: "text message",
  whatsapp: "WhatsApp",
  email: "email",
  push: "push message",
  handoff: "the company's backend",
  log: "the log",
};
/** A channel in words. */
export const channelWords = (channel: string): string => wordIn(CHANNELS, channel);

/** A way out in words. */
export const wayWords = (way: string): string =>
  way === "flatpeak" ? "FlatPeak" : way === "contact_lookup" ? "the contact lookup" : channelWords(way);

/** What came by a channel, as the subject of a sentence. */
export const messageBy = (channel: string): string =>
  channel === "whatsapp"
    ? "WhatsApp message"
    : channel === "handoff" || channel === "log"
      ? "message"
      : channelWords(channel);

const DOORS: Readonly<Record<ConsentBy, string>> = {
  page: "on our page",
  one_click: "by the unsubscribe of an email",
  reply: "by answering a message",
  provider: "at the provider",
  company: "by the company's word",
  complaint: "by reporting an email as unwanted",
  operator: "by an operator",
  address: "since the address is the customer's no more",
};
/** By which door a stop, or the end of one, came. */
export const doorWords = (by: string): string => wordIn(DOORS, by);

const NEEDS: Readonly<Record<Need, string>> = {
  handed_over: "handed over",
  unreachable: "cannot be reached",
  opted_out: "wants no messages",
  held: "kept back by an operator",
};
/** Why somebody should look at a case. */
export const needWords = (need: string): string => wordIn(NEEDS, need);

const MESSAGE_STATES: Readonly<Record<string, string>> = {
  due: "owed",
  leased: "on its way out",
  accepted: "with its provider",
  sent: "sent",
  uncertain: "may have arrived",
  failed: "failed",
  cancelled: "taken back",
};
/** How a message stands. */
export const messageState = (status: string): string => wordIn(MESSAGE_STATES, status);

const WAYS_BACK: Readonly<Record<WayIn, string>> = {
  page: "the customer takes it back on the page behind a link of theirs",
  reply: "the customer takes it back by START from the same number",
  company: "your company takes it back, by opted_out: false",
};
/** How a stop is taken back; `null` is a stop that nothing takes back. */
export const wayBackWords = (by: string | null): string =>
  by === null ? "nothing takes it back" : wordIn(WAYS_BACK, by);

/** Numbers of cases in words: `case 1`, `cases 1, 2`. */
export function casesWords(numbers: readonly (number | string)[]): string {
  return `${numbers.length > 1 ? "cases" : "case"} ${numbers.join(", ")}`;
}
