// The one gate of every send. Whatever leaves, first attempt or tenth, message or publication, is cleared here in the turn
// that hands it out; so a rule that changed since the message was planned still holds.

import { isStopped } from "../person/optout.ts";
import { isOverSmsLimit } from "./channel.ts";
import { confirmsUntil, isWorthConfirming } from "./confirm.ts";
import { nextSpread, nextUnderCaps } from "./window.ts";
import { knowledgeOf } from "../probe/ask.ts";
import { DELIVERY_LEASE_MS } from "../policy.ts";
import { isTariffStopped, openCasesOf, snoozedUntil, zoneOf } from "../read.ts";
import type { Asked } from "../probe/ask.ts";
import type { Case, CustomerState } from "../state.ts";
import type { Moment } from "../turn.ts";
import type { Notification } from "./notification.ts";

export type WaitReason =
  | "held_by_operator"
  | "snoozed"
  | "supplier_outage"
  | "reconnecting"
  | "tap_hold"
  | "other_messages"
  | "cap"
  | "send_window";

export type Clearance =
  /** It may leave at this instant, and speaks of these cases. */
  | { readonly kind: "go"; readonly cases: readonly Case[] }
  /** Not before `until` (ms); Infinity where only somebody's word ends it. */
  | { readonly kind: "wait"; readonly why: WaitReason; readonly until: number }
  /** FlatPeak must be asked about these first. */
  | { readonly kind: "ask"; readonly cases: readonly Asked[] }
  /** None of its homes can be asked about, and no answer is near. */
  | { readonly kind: "unreachable" }
  /** Its channel may not bring it. */
  | { readonly kind: "no_way"; readonly why: "sms_limit" }
  /** There is nothing left to say, or nobody who wants to hear it. */
  | { readonly kind: "never"; readonly why: "opted_out" | "no longer true" };

/** Once it may have arrived, a message can only be repeated as it was: it tells of what it tells of. */
export const isFixed = (it: Notification): boolean => it.mayHaveArrivedAt !== null;

/** It has the reason it had when the message was prepared. */
export const isAsPrepared = (c: Case, it: Notification): boolean => c.reasonSince <= it.createdAt;

/** An event of a stronger reason has taken the case over since: it is worse than the message says, and no better. */
const isWorse = ({ beneath }: Case, it: Notification): boolean => (beneath?.ladder?.since ?? Infinity) <= it.createdAt;

/**
 * The cases a notification still has to tell of: open, with the reason they had when it was prepared, and wanted by the customer. What may
 * have arrived can only be repeated as it was, and is though a case became worse: or the others in it would not be told, since
 * nobody knows whether it arrived.
 */
export function toldOf(state: CustomerState, it: Notification): readonly Case[] {
  const wanted = openCasesOf(state, it).filter((c) => !isTariffStopped(state, c));
  const asPrepared = wanted.filter((c) => isAsPrepared(c, it));
  if (!isFixed(it) || asPrepared.length === 0) return asPrepared;
  return wanted.filter((c) => isAsPrepared(c, it) || isWorse(c, it));
}

/** The clocks of the homes that some cases are about. */
export const zonesOf = (state: CustomerState, cases: readonly Pick<Case, "locationId">[]): readonly string[] =>
  [...new Set(cases.map((c) => zoneOf(state, c.locationId)))].sort();

interface Obstruction {
  readonly why: WaitReason;
  /** Milliseconds. */
  readonly until: number;
}

/** What speaks against telling of a case for the longest. */
function longestWaitOf(it: Case, state: CustomerState): Obstruction {
  const waits: readonly Obstruction[] = [
    { why: "snoozed", until: snoozedUntil(state, it) },
    { why: "supplier_outage", until: it.outageUntil ?? 0 },
    { why: "reconnecting", until: it.settlingUntil ?? 0 },
  ];
  return waits.reduce((longest, wait) => (wait.until > longest.until ? wait : longest));
}

/** Why it is not the time of day or of the month for a message about these cases; null where it is. */
function untimely(moment: Moment, it: Notification, cases: readonly Pick<Case, "locationId">[]): Obstruction | null {
  const { state, now, policy } = moment;
  // A retry may still leave at the late hours that a new message keeps away from.
  const window = it.calls === 0 ? policy.sendWindow : policy.sendWindowHard;
  // The lease is taken in the window; the work it stands for may end a little later.
  const at = it.leasedUntil === null ? now : it.leasedUntil - DELIVERY_LEASE_MS;
  const opens = nextSpread(moment, { since: it.createdAt, at }, window, zonesOf(state, cases));
  const times: readonly Obstruction[] = [
    { why: "tap_hold", until: state.tapHoldUntil ?? 0 },
    { why: "other_messages", until: state.othersUntil ?? 0 },
    { why: "cap", until: it.kind === "confirm" ? 0 : nextUnderCaps(now, state.sentAt, policy) },
    { why: "send_window", until: opens > at ? Math.max(opens, now + 1) : now },
  ];
  return times.find(({ until }) => until > now) ?? null;
}

/** When the last of the invitations that a message is about ends (ms); Infinity where it tells of anything else. */
const endOf = (told: readonly Case[]): number =>
  Math.max(-Infinity, ...told.map(({ invited }) => invited?.until ?? Infinity));

/**
 * Whether a notification may leave now, and about what. `it` must be unsettled. Reads only: what follows from the answer is up
 * to the caller.
 */
export function clear(moment: Moment, it: Notification): Clearance {
  const clearance = clearAnyDay(moment, it);
  if (it.kind === "publish" || clearance.kind === "never") return clearance;
  const end = it.kind === "confirm" ? confirmsUntil(moment, it) : endOf(toldOf(moment.state, it));
  if (end <= moment.now) return { kind: "never", why: "no longer true" };
  return clearance.kind === "wait" ? { ...clearance, until: Math.min(clearance.until, end) } : clearance;
}

/** The same for what has no last day. */
function clearAnyDay(moment: Moment, it: Notification): Clearance {
  const { state, now, policy } = moment;
  const keptBack: Clearance = { kind: "wait", why: "held_by_operator", until: Infinity };
  if (it.kind === "publish") return state.keptBackSince === null ? { kind: "go", cases: [] } : keptBack;
  if (isStopped(state.contact)) return { kind: "never", why: "opted_out" };
  if (it.kind === "confirm") {
    const { confirms = [] } = it;
    if (!isWorthConfirming(moment, it)) return { kind: "never", why: "no longer true" };
    const early = untimely(moment, it, confirms);
    if (state.keptBackSince !== null) return keptBack;
    if (early !== null) return { kind: "wait", ...early };
    const asked = confirms.map(({ locationId }) => ({ locationId, reasonSince: 0 }));
    return knowledgeOf(moment, asked).known.length === asked.length
      ? { kind: "go", cases: [] }
      : { kind: "ask", cases: asked };
  }
  const told = toldOf(state, it);
  if (told.length === 0 || (isFixed(it) && told.length < it.caseNos.length)) {
    return { kind: "never", why: "no longer true" };
  }
  if (state.keptBackSince !== null) return keptBack;

  const longest = told.map((c) => longestWaitOf(c, state));
  const waits = longest.filter(({ until }) => until > now).sort((a, b) => a.until - b.until);
  const wait = isFixed(it) ? waits.at(-1) : waits.length === told.length ? waits[0] : undefined;
  if (wait !== undefined) return { kind: "wait", ...wait };
  const ready = told.filter((_, index) => (longest[index]?.until ?? 0) <= now);

  const within = ready.filter((c) => it.channel !== "sms" || !isOverSmsLimit(c, policy));
  if (within.length === 0 || (isFixed(it) && within.length < ready.length)) return { kind: "no_way", why: "sms_limit" };
  const early = untimely(moment, it, within);
  if (early !== null) return { kind: "wait", ...early };

  const { known, mustWait } = knowledgeOf(moment, within);
  if (known.length === within.length) return { kind: "go", cases: within };
  if (mustWait || isFixed(it)) return { kind: "ask", cases: within };
  return known.length > 0 ? { kind: "go", cases: known } : { kind: "unreachable" };
}
