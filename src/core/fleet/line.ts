// What the fleet's index tells of a customer: a line for each case and one for each notification. No number, address, name or word
// of a message stands in it. A line says only what the customer's object remembers, so that it can be written again from there.

import { armNamed } from "../experiment/named.ts";
import { reachable } from "../person/contact.ts";
import { isStopped } from "../person/optout.ts";
import { isOpen, isTariffStopped, tariffOf } from "../read.ts";
import type { Reason } from "../case/reason.ts";
import type { SlotName } from "../case/truth.ts";
import type { Notification, NotificationStatus } from "../message/notification.ts";
import type { ChannelName, Policy } from "../policy.ts";
import type { Case, CustomerState } from "../state.ts";
import type { CaseEnd } from "../case/problem.ts";
import type { CivilDate } from "../time.ts";

/**
 * Why somebody should look at a case: it was handed over to the company and is not repaired, nobody can be told of it, the
 * customer wants no messages, or none about its tariff, or an operator keeps them back.
 */
export const NEEDS = ["handed_over", "unreachable", "opted_out", "held"] as const;
export type Need = (typeof NEEDS)[number];

/** Times in ms, on the customer's clock. */
export interface CaseLine {
  readonly no: number;
  readonly tariff: string;
  readonly location: string;
  readonly supplier: string | null;
  readonly slot: SlotName | null;
  readonly reason: Reason;
  readonly state: "open" | CaseEnd;
  readonly needs: Need | null;
  readonly contractEnd: CivilDate | null;
  readonly openedAt: number;
  readonly endedAt: number | null;
  /** When its next reminder or hand-over is planned; null once it has ended. */
  readonly dueAt: number | null;
  /** The latest message that reached its provider: when the first of them did, and the rung, channel and language. */
  readonly toldAt: number | null;
  readonly rung: number | null;
  readonly channel: ChannelName | null;
  readonly language: string | null;
  readonly tappedAt: number | null;
  /** The first tap after each message about it, with commas between; null where none brought one. */
  readonly taps: string | null;
  /** The page before Connect: first seen, first left for Connect, and the word that the contract continues. */
  readonly pageAt: number | null;
  readonly onwardAt: number | null;
  readonly continuesAt: number | null;
  readonly sessionAt: number | null;
  /** The experiment, and the arm of it that the case was opened in. */
  readonly experiment: string | null;
  readonly arm: string | null;
}

/** Times in ms, on the customer's clock. */
export interface NotificationLine {
  readonly no: number;
  readonly id: string;
  readonly kind: Notification["kind"];
  readonly status: NotificationStatus;
  readonly channel: ChannelName;
  readonly reason: Reason;
  readonly rung: number;
  readonly language: string | null;
  /** Numbers of cases, with commas around each. */
  readonly cases: string;
  readonly attempts: number;
  readonly createdAt: number;
  readonly calledAt: number | null;
  readonly settledAt: number | null;
  readonly experiment: string | null;
  readonly arm: string | null;
}

const NO_ARM = { experiment: null, arm: null };

function needOf(it: Case, state: CustomerState, policy: Policy): Need | null {
  if (it.end?.how === "handed_over") {
    return tariffOf(state, it.tariffId).handedOver?.at === it.end.at ? "handed_over" : null;
  }
  if (!isOpen(it)) return null;
  if (isStopped(state.contact) || isTariffStopped(state, it)) return "opted_out";
  if (reachable(state.contact, policy).length === 0) return "unreachable";
  return state.keptBackSince === null ? null : "held";
}

/** The line of a case, be it open or over. */
export const caseLine = (it: Case, state: CustomerState, policy: Policy): CaseLine => ({
  no: it.no,
  tariff: it.tariffId,
  location: it.locationId,
  supplier: it.trail?.supplier ?? null,
  slot: it.slot,
  reason: it.reason,
  state: it.end?.how ?? "open",
  needs: needOf(it, state, policy),
  contractEnd: it.contractEndDate,
  openedAt: it.openedAt,
  endedAt: it.end?.at ?? null,
  dueAt: isOpen(it) ? it.dueAt : null,
  toldAt: it.trail?.toldAt ?? null,
  rung: it.trail?.rung ?? null,
  channel: it.trail?.channel ?? null,
  language: it.trail?.language ?? null,
  tappedAt: it.tappedAt,
  taps: it.trail?.taps?.map(({ at }) => at).join(",") ?? null,
  pageAt: it.trail?.pageAt ?? null,
  onwardAt: it.trail?.onwardAt ?? null,
  continuesAt: it.trail?.continuesAt ?? null,
  sessionAt: it.trail?.sessionAt ?? null,
  ...NO_ARM,
  ...armNamed(it.arm),
});

/** The line of a notification, be it settled or not. */
export const notificationLine = (it: Notification): NotificationLine => ({
  no: it.no,
  id: it.id,
  kind: it.kind,
  status: it.status === "leased" ? "due" : it.status,
  channel: it.channel,
  reason: it.reason,
  rung: it.rung,
  language: it.language ?? null,
  cases: `,${it.caseNos.join(",")},`,
  attempts: it.calls,
  createdAt: it.createdAt,
  calledAt: it.mayHaveArrivedAt ?? it.calledAt,
  settledAt: it.settledAt,
  ...NO_ARM,
  ...armNamed(it.arm),
});

/** True where two lines of a kind say the same. */
export function isSameLine<T extends CaseLine | NotificationLine>(one: T, other: T): boolean {
  return (Object.keys(one) as (keyof T)[]).every((key) => one[key] === other[key]);
}
