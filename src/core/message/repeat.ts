// A settled message said once more, by an operator's order: the customer lost it, or it never arrived. The order overrules nothing.
// What may not be said is refused at once; what has to wait waits, as any message does.

import { nextChannel } from "./channel.ts";
import { toldOf } from "./clearance.ts";
import { isUnsettled } from "./notification.ts";
import { owe } from "./owe.ts";
import { tellingOf } from "./telling.ts";
import { isStopped } from "../person/optout.ts";
import { isTariffStopped, isUnderway, needsCustomer, openCasesOf, snoozedUntil } from "../read.ts";
import type { ChannelName } from "../policy.ts";
import type { CustomerState } from "../state.ts";
import type { Moment, Turn } from "../turn.ts";
import type { Notification } from "./notification.ts";
import type { Plan } from "./owe.ts";

/** Why a message is not said once more. */
export type RepeatRefusal =
  /** It was taken back, and nobody was told: what is left of it is owed already. */
  | "taken_back"
  /** Nobody knows yet whether it arrived, which an operator may settle. */
  | "in_doubt"
  /** It, or another message, is on its way. */
  | "under_way"
  /** The customer wants no messages, or none before a day. */
  | "opted_out"
  | "snoozed"
  /** What it told of is repaired, or over, or another problem by now. */
  | "no_longer_true"
  /** No channel may bring it: an address takes none, or was stopped, or had as many text messages as may be. */
  | "unreachable";

export type Repeat =
  /** It is to be owed as this. */
  | { readonly kind: "new"; readonly plan: Plan }
  /** It was ordered before and is not out yet. */
  | { readonly kind: "owed"; readonly it: Notification }
  | { readonly kind: "refused"; readonly why: RepeatRefusal };

const refused = (why: RepeatRefusal): Repeat => ({ kind: "refused", why });

/** The company's backend is told once more of what was handed over and is not repaired. */
function publishAgain(
  { state }: Moment,
  { kind, channel, reason, endDateTrap, caseNos, rung, no }: Notification,
): Repeat {
  const isOpenThere = state.tariffs.some(({ handedOver }) => caseNos.includes(handedOver?.caseNo ?? 0));
  if (!isOpenThere) return refused("no_longer_true");
  return { kind: "new", plan: { kind, channel, reason, endDateTrap, caseNos, rung, repeats: no } };
}

/** Its own channel, where that brought it and still may; else the first that may. */
function channelFor(moment: Moment, of: Notification, told: ReturnType<typeof toldOf>): ChannelName | null {
  const { channels } = moment.policy;
  const others = channels.filter((it) => it !== of.channel);
  const own = of.status === "failed" ? null : nextChannel(moment, told, others);
  return own === of.channel ? own : nextChannel(moment, told, []);
}

/** It told of a tariff that is not repaired, and of which the customer wants to hear nothing. */
const isUnwanted = (state: CustomerState, of: Notification): boolean =>
  openCasesOf(state, of).some((it) => isTariffStopped(state, it));

/** Whether a message may be said once more, and how. Reads only. */
export function repeatOf(moment: Moment, of: Notification): Repeat {
  const { state, now } = moment;
  const owed = state.notifications.find((it) => it.repeats === of.no && isUnsettled(it));
  if (owed !== undefined) return { kind: "owed", it: owed };
  if (of.status === "cancelled") return refused("taken_back");
  if (of.status === "uncertain" && of.settledAt === null) return refused("in_doubt");
  if (isUnsettled(of)) return refused("under_way");
  if (of.kind === "publish") return publishAgain(moment, of);
  if (isStopped(state.contact)) return refused("opted_out");
  const open = toldOf(state, of).filter(needsCustomer);
  if (open.length === 0) return refused(isUnwanted(state, of) ? "opted_out" : "no_longer_true");
  const told = open.filter((it) => snoozedUntil(state, it) <= now);
  if (told.length === 0) return refused("snoozed");
  if (isUnderway(state)) return refused("under_way");
  const channel = channelFor(moment, of, told);
  if (channel === null) return refused("unreachable");
  return { kind: "new", plan: { kind: "notify", channel, ...tellingOf(told), rung: of.rung, repeats: of.no } };
}

/** Owes a message once more, where that may be; the ladder of its cases goes on as it would have. */
export function repeatMessage(turn: Turn, of: Notification): void {
  const repeat = repeatOf(turn, of);
  if (repeat.kind !== "new") return;
  const { id, channel } = owe(turn, repeat.plan);
  turn.note("message_repeated", { notification: id, channel, of: of.id });
}
