// What must hold of one step of the core, whatever life it is part of: here of FlatPeak refusing our account, and of homes that
// change hands.

import { isDeepStrictEqual } from "node:util";
import { newOwnerIn } from "../../src/core/case/home.ts";
import { isStopped } from "../../src/core/person/optout.ts";
import { isOpen, locationOf } from "../../src/core/read.ts";
import { MINUTE } from "../../src/core/time.ts";
import type { JournalEntry } from "../../src/core/journal.ts";
import type { Case, CustomerState } from "../../src/core/state.ts";
import type { Notification } from "../../src/core/message/notification.ts";
import type { Policy } from "../../src/core/policy.ts";
import type { Input } from "../../src/core/step.ts";

/** A rule of the product that does not hold. */
export class Breach extends Error {}

export function must(holds: boolean, what: string, facts: unknown = ""): void {
  if (!holds) throw new Breach(`${what} ${typeof facts === "string" ? facts : JSON.stringify(facts)}`);
}

/** Where FlatPeak refuses our account, a home is asked about again within this time: it may be mended at any moment. */
const REFUSED_RETRY_MS = 15 * MINUTE;

/** One step: the customer before it and after it, what ended in it included, and what the journal says. */
export interface Change {
  readonly before: CustomerState;
  readonly after: CustomerState;
  readonly journal: readonly JournalEntry[];
  readonly now: number;
}

type Answered = Extract<Input, { type: "probe_answered" }>;

/** True for an answer by which FlatPeak refuses our account. */
export const refusesUs = (input: Input): input is Answered =>
  input.type === "probe_answered" && input.answer.kind === "unavailable" && input.answer.refusesUs === true;

/** A refusal of our account says nothing of a home: nothing is learnt, nobody is blamed, and it is asked again soon. */
export function keepsOut(locationId: string, { before, after, journal, now }: Change): void {
  must(isDeepStrictEqual(before.cases, after.cases), "a refusal of our account changed a case", after.cases);
  must(isDeepStrictEqual(before.tariffs, after.tariffs), "a refusal of our account taught something", after.tariffs);
  const was = locationOf(before, locationId);
  const { answeredAt, probe } = locationOf(after, locationId);
  must(answeredAt === was.answeredAt, "a refusal of our account passed for an answer");
  must(
    journal.every(({ what }) => what !== "home_unanswered"),
    "a home was blamed for our account",
  );
  const isSoon = probe === null || probe.leasedUntil !== null || probe.dueAt <= now + REFUSED_RETRY_MS;
  must(isSoon || isDeepStrictEqual(probe, was.probe), "a home waits for long though our account was refused", probe);
}

/** True for the answer of an attempt that was overtaken, or whose probe was answered already. */
export function isOldAnswer(input: Answered, before: CustomerState): boolean {
  const { probe } = locationOf(before, input.locationId);
  return probe === null || probe.attempt !== input.attempt || probe.askedAt === null;
}

/** Nobody is silenced altogether by a stop that closes one channel: somebody else may have said it. */
export function silencesOwnStopsOnly({ after, journal }: Change): void {
  const silenced = journal.some((it) => it.what === "silent" && it.detail.why === "opted_out");
  const hasOwn = after.contact.stops.some(({ only }) => only === undefined);
  must(!silenced || hasOwn, "a stop of one channel silenced all", after.contact.stops);
}

/** The home that the customer has left by this input; null where there is none, or the core did not heed it. */
export function homeLeftBy(input: Input, { before, after }: Change): string | null {
  if (input.type === "location_left") return input.locationId;
  if (input.type !== "probe_answered" || newOwnerIn(before.customerId, input.answer) === null) return null;
  return isOldAnswer(input, before) || isDeepStrictEqual(before, after) ? null : input.locationId;
}

/** A home that is another customer's ends in silence, as moved, and takes nothing of the customer's other homes with it. */
export function leavesQuietly(locationId: string, { before, after, journal }: Change): void {
  must(!after.locations.some((it) => it.id === locationId), "a home that was left is still known", locationId);
  const here = before.cases.filter((it) => it.locationId === locationId).map((it) => it.no);
  const ends = after.cases.filter((it) => here.includes(it.no)).map((it) => it.end?.how);
  const allMoved = ends.length === here.length && ends.every((how) => how === "moved");
  must(allMoved, "a case at a home that was left did not end as moved", { here, ends });
  const elsewhere = (state: CustomerState): readonly Case[] =>
    state.cases.filter((it) => it.locationId !== locationId).map((it) => ({ ...it, toldBySms: 0 }));
  must(isDeepStrictEqual(elsewhere(before), elsewhere(after)), "leaving one home changed another");
  must(
    journal.every(({ what }) => what !== "message_prepared"),
    "a customer was told that a home was left",
  );
}

/** What a model knows when a confirmation leaves. */
export interface Leaving {
  readonly now: number;
  readonly settings: Policy;
  /** When each case ended that has. */
  readonly ended: ReadonlyMap<number, number>;
  /** The confirmation that told of each case so far; told of this one as well. */
  readonly confirmed: Map<number, string>;
}

/** The word that a repair was seen goes once to who may be told, while it is so, and beside no other message. */
export function confirmsOnce(
  it: Notification,
  before: CustomerState,
  { now, settings, ended, confirmed }: Leaving,
): void {
  must(settings.confirmsRepair, "a repair was confirmed though nobody wants that", it);
  must(!isStopped(before.contact), "a repair was confirmed to a customer who opted out", it);
  must(it.channel === "push" || it.channel === "email", "a repair was confirmed by a text message", it);
  must((before.tapHoldUntil ?? 0) <= now, "a repair was confirmed while a session may be open", it);
  must((before.snooze?.until ?? 0) <= now, "a repair was confirmed to who wants to be left alone", it);
  const isOwed = before.notifications.some((n) => n.kind === "notify" && ["due", "leased"].includes(n.status));
  must(!isOwed, "a repair was confirmed beside another message", it);
  for (const { tariffId } of it.confirms ?? []) {
    const isBroken = before.cases.some((c) => isOpen(c) && c.tariffId === tariffId);
    must(!isBroken, "a repair was confirmed of a tariff that is broken again", it);
  }
  for (const no of it.caseNos) {
    must(ended.has(no), "a repair was confirmed of a case that is open", it);
    must((confirmed.get(no) ?? it.id) === it.id, "a repair was confirmed twice", it);
    confirmed.set(no, it.id);
  }
}
