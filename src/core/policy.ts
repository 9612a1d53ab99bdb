// The numbers that an operator may set, as the core reads them, and those that nobody sets. Parsed and range-checked elsewhere, once.

import { DAY, HOUR, MINUTE, SECOND } from "./time.ts";
import type { CustomerEvent } from "./announce/events.ts";
import type { Arm } from "./experiment/named.ts";
import type { Reason } from "./case/reason.ts";

/** Which of a customer's addresses a channel goes by. */
export type AddressKind = "pushToken" | "email" | "phone";

export interface ChannelTraits {
  /** The address it needs; null where it needs none. */
  readonly address: AddressKind | null;
  /** How long after an attempt that may have arrived its provider still tells a repeat by the notification's id (ms). */
  readonly repeatableFor: number;
  /** Which of our words it carries: what fits into a text message, what a lock screen shows, a letter, or a wording approved before. */
  readonly words: "short" | "push" | "email" | "template";
  /** Only who agreed to it gets messages by it. */
  readonly needsOptIn?: true;
}

/** The channels there are, and what holds of each whoever its provider is. The one list: a new channel is a line here. */
export const CHANNEL_TRAITS = {
  push: { address: "pushToken", repeatableFor: 72 * HOUR, words: "push" },
  // Idempotency keys of email providers live for a day; the last repeat must come well before.
  email: { address: "email", repeatableFor: 23 * HOUR, words: "email" },
  sms: { address: "phone", repeatableFor: 72 * HOUR, words: "short" },
  whatsapp: { address: "phone", repeatableFor: 72 * HOUR, words: "template", needsOptIn: true },
  handoff: { address: null, repeatableFor: 72 * HOUR, words: "short" },
  log: { address: null, repeatableFor: 72 * HOUR, words: "short" },
} as const satisfies Readonly<Record<string, ChannelTraits>>;

export type ChannelName = keyof typeof CHANNEL_TRAITS;

export const traitsOf = (channel: ChannelName): ChannelTraits => CHANNEL_TRAITS[channel];

export const CHANNELS = Object.keys(CHANNEL_TRAITS) as readonly ChannelName[];
/** Those that reach a person by an address of their own, and that a person can want. */
export const ADDRESSED_CHANNELS = CHANNELS.filter((it) => CHANNEL_TRAITS[it].address !== null);

/** Those that go to a phone number, whose owner may answer. */
export const PHONE_CHANNELS = CHANNELS.filter((it) => CHANNEL_TRAITS[it].address === "phone");

/** A rung of a ladder: milliseconds after the case took its reason, or the day the contract ends. */
export type Rung = number | "end";

export interface Cap {
  readonly count: number;
  readonly within: number;
}

/** Minutes of the local day, `from` inclusive, `to` exclusive; 0 and 1440 switch a window off. */
export interface SendWindow {
  readonly from: number;
  readonly to: number;
}

export interface Policy {
  readonly groupWait: number;
  readonly groupWaitMax: number;
  /** An empty ladder switches a reason off. */
  readonly ladders: Readonly<Record<Reason, readonly Rung[]>>;
  readonly handoverAfter: number;
  readonly caps: readonly Cap[];
  readonly sendWindow: SendWindow;
  readonly sendWindowHard: SendWindow;
  /** What waited for a window to open leaves over this long after that (ms), not all of it at once. */
  readonly spread: number;
  /** A message waits so long at most for the hour at which its customer tapped before (ms); 0: it does not. */
  readonly habitWait: number;
  readonly tapHold: number;
  /** Channels that are configured, in the order they are tried. */
  readonly channels: readonly ChannelName[];
  /** Addresses that were not pushed to us can be looked up when a message goes out. */
  readonly contactLookup: boolean;
  /** SMS per case. */
  readonly smsMax: number;
  /**
   * What went by WhatsApp and was not shown on a phone for this long goes by the next channel (ms); null where it waits there for as
   * long as WhatsApp keeps it. One that is shown after all is then the second.
   */
  readonly whatsappUndeliveredAfter: number | null;
  /**
   * Channels whose provider cannot tell a repeat by the notification's id: an attempt whose answer was lost is not made
   * again. No provider of text messages can; a push message takes the place of the first one on the device.
   */
  readonly keyless: readonly ChannelName[];
  /** Where `case.handed_over` is published; null when no backend is configured. */
  readonly publishTo: "handoff" | null;
  /** What the company's backend is told of as it happens with customers; nothing where there is none. */
  readonly announces: readonly CustomerEvent[];
  /** There is an index of the fleet, to be told of cases and notifications. */
  readonly hasIndex: boolean;
  /**
   * What follows when a tariff is disconnected in the middle of reconnecting: one more message before the case ends as
   * disconnected, or none.
   */
  readonly disconnected: "ask" | "end";
  /** Who was told of a case is told as well that it was seen repaired. */
  readonly confirmsRepair: boolean;
  /** The arm of an experiment whose policy this is: cases that are opened under it belong to it. Left out of any other. */
  readonly arm?: Arm;
}

/** How old FlatPeak's answer may be when a message goes out on the strength of it. */
export const TRUTH_FRESH_MS = 5 * MINUTE;
/** A home may change hands: what FlatPeak said of its owner is asked again after this long, and before the next message. */
export const HOME_FRESH_MS = 6 * HOUR;
/** FlatPeak dates events in whole seconds: one dated this close before a probe may have happened after it. */
export const PROBE_MARGIN_MS = 2 * SECOND;
/** A probe not answered by then was lost with its isolate and is asked again. */
export const PROBE_LEASE_MS = 30 * SECOND;
/** A delivery not settled by then was lost with its isolate. Longer than any provider's timeout. */
export const DELIVERY_LEASE_MS = 60 * SECOND;

/** An `expiring` event comes 7 to 10 days ahead (FlatPeak's documentation); an end date further off is a new contract. */
export const EXPIRING_HORIZON_DAYS = 14;
/** A connection may take its supplier this long (FlatPeak's documentation): until then absence does not mean gone. */
export const SETTLING_MS = 48 * HOUR;
/** Of a contract that is over FlatPeak is asked whether its prices are estimates, no sooner again than this. */
export const ESTIMATE_AGAIN_MS = 12 * HOUR;
/** What was said of estimates is shown for so long, where nothing else tells that they still are. */
export const ESTIMATE_SHOWN_MS = 2 * DAY;
/** Who disconnected in the middle of reconnecting is asked once more after this long. */
export const DISCONNECTED_ASK_MS = 3 * DAY;
/** While a supplier has an outage, FlatPeak is asked again about a case after this long, and up to twice it. */
export const OUTAGE_PROBE_MS = 30 * MINUTE;
/** A link outlives its case by this much, then says so. */
export const LINK_GRACE_MS = 30 * DAY;
