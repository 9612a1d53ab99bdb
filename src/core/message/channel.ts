// By which channel a message goes out, and by which next where that could not bring it.

import { reachable } from "../person/contact.ts";
import type { ChannelName, Policy } from "../policy.ts";
import type { Case } from "../state.ts";
import type { Moment } from "../turn.ts";

/** True when as many text messages as may be went out about a case. */
export const isOverSmsLimit = (it: Case, policy: Policy): boolean => it.toldBySms >= policy.smsMax;

const mayBring = (channel: ChannelName, it: Case, policy: Policy): boolean =>
  channel !== "sms" || !isOverSmsLimit(it, policy);

/** The channels that can bring all of these cases; where there are none, those that can bring some of them. */
function channelsFor({ state, policy }: Moment, cases: readonly Case[]): readonly ChannelName[] {
  const open = reachable(state.contact, policy);
  const forAll = open.filter((channel) => cases.every((it) => mayBring(channel, it, policy)));
  return forAll.length > 0 ? forAll : open.filter((channel) => cases.some((it) => mayBring(channel, it, policy)));
}

/** How a message goes out, and about which of the cases it was planned for. */
export interface Choice {
  readonly channel: ChannelName;
  readonly cases: readonly Case[];
}

/**
 * The channel for a message: of those that can reach the customer the first, the next one for each message that brought no
 * tap, and the last one from then on. Cases that it may not bring any more are left out. Null when none can.
 */
export function chooseChannel(moment: Moment, cases: readonly Case[]): Choice | null {
  const channels = channelsFor(moment, cases);
  const untapped = cases.filter((it) => it.tappedAt === null).reduce((most, it) => Math.max(most, it.told), 0);
  const channel = channels[Math.min(untapped, channels.length - 1)];
  if (channel === undefined) return null;
  return { channel, cases: cases.filter((it) => mayBring(channel, it, moment.policy)) };
}

/** The channel that takes over when one could not bring a message: the next in order that was not tried, else an earlier one. */
export function nextChannel(moment: Moment, cases: readonly Case[], tried: readonly ChannelName[]): ChannelName | null {
  const left = channelsFor(moment, cases).filter((it) => !tried.includes(it));
  const order = moment.policy.channels;
  const last = tried.at(-1);
  const after = last === undefined ? -1 : order.indexOf(last);
  return left.find((it) => order.indexOf(it) > after) ?? left[0] ?? null;
}

/** Why no channel is left for a message, once none of those that were tried had an address. */
export const whyNoChannel = (
  { state, policy }: Moment,
  tried: readonly ChannelName[],
): "sms_limit" | "cannot_be_reached" =>
  reachable(state.contact, policy).includes("sms") && !tried.includes("sms") ? "sms_limit" : "cannot_be_reached";
