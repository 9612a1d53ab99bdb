// A message owed to the customer, or a word owed to the company, from its plan to its end.

import type { Reason } from "../case/reason.ts";
import type { Arm } from "../experiment/named.ts";
import type { ChannelName } from "../policy.ts";

/** `accepted`: with the provider, which will say whether it arrived. */
export type NotificationStatus = "due" | "leased" | "accepted" | "sent" | "uncertain" | "failed" | "cancelled";

/** A tariff that was repaired, and its home. */
export interface Confirmed {
  readonly tariffId: string;
  readonly locationId: string;
}

/**
 * One message owed: to the customer, who is asked for a repair (`notify`) or told that it was seen (`confirm`), or to the company's
 * backend about a case (`publish`).
 */
export interface Notification {
  readonly no: number;
  /** Known to the provider; the same on every attempt. */
  readonly id: string;
  readonly kind: "notify" | "publish" | "confirm";
  readonly channel: ChannelName;
  /** Channels that could not bring it to the customer, before the present one. */
  readonly tried: readonly ChannelName[];
  readonly reason: Reason;
  /** Counts from 1; 0 of a confirmation, which uses none. */
  readonly rung: number;
  readonly endDateTrap: boolean;
  readonly caseNos: readonly number[];
  readonly status: NotificationStatus;
  readonly attempt: number;
  /** Attempts at which its present channel's provider was called; waiting is none. */
  readonly channelCalls: number;
  /** Calls to providers in all, over every channel it went by. */
  readonly calls: number;
  /** How long it was put off because a channel was closed or nobody could say whom to write to (ms). */
  readonly waitedFor: number;
  /** Since when its present channel has done nothing but put it off; null where it has not. */
  readonly waitingSince: number | null;
  readonly dueAt: number;
  readonly leasedUntil: number | null;
  /** Set the moment before the provider is called. From then on it cannot be taken back. */
  readonly calledAt: number | null;
  /** A keyed digest of the address the latest attempt went to; null before the first, and where a channel needs none. */
  readonly toDigest: string | null;
  /** Counts the addresses it was handed out to: to another one it is another message, which is no repeat of the first. */
  readonly addressNo: number;
  /** The latest attempt was let through a closed channel, to find out whether it still must be. */
  readonly isWatched: boolean;
  /** The provider's own id of what it took at the latest attempt; null where it gave none. */
  readonly providerId: string | null;
  /** When an attempt was handed out whose outcome nobody knows. The message then counts as told, whatever becomes of it. */
  readonly mayHaveArrivedAt: number | null;
  /** When the latest such attempt was handed out. If the message arrived, then by this instant, from which the caps count. */
  readonly mayHaveArrivedLast: number | null;
  /** What was handed out; kept for as long as it may have arrived, since a repeat must be the same bytes. */
  readonly payload: string | null;
  /** The language of that; left out where nothing was handed out. */
  readonly language?: string;
  /** The message of this number, said once more by an operator's order. It used no rung of any ladder. Left out of any other. */
  readonly repeats?: number;
  /** Of a confirmation: what was repaired. Left out of any other. */
  readonly confirms?: readonly Confirmed[];
  /** The arm of an experiment that its cases belong to; left out where they are of none. */
  readonly arm?: Arm;
  readonly createdAt: number;
  readonly settledAt: number | null;
}

/** What the notification of this number is called. */
export const notificationId = (customerId: string, no: number): string => `ntf_${customerId}_${no}`;

/** Still owed and not yet out of our hands. */
export const isUnsent = (it: Notification): boolean => isUnsettled(it) && it.calledAt === null;

export const isUnsettled = (it: Notification): boolean => it.status === "due" || it.status === "leased";
