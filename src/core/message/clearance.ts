// The one gate of every send. Whatever leaves, first attempt or tenth, message or publication, is cleared here in the turn
// that hands it out; so a rule that changed since the message was planned still holds.

import { isStopped } from "../person/optout.ts";
import { isOverSmsLimit, nextSpread, nextUnderCaps } from "./next.ts";
import { wantTruth } from "../probe/ask.ts";
import { DELIVERY_LEASE_MS } from "../policy.ts";
import { openCasesOf, zoneOf } from "../state.ts";
import type { Settings } from "../policy.ts";
import type { Case, CustomerState } from "../state.ts";
import type { Notification } from "./notification.ts";

export type Hold =
  "held_by_operator" | "snoozed" | "supplier_outage" | "reconnecting" | "tap_hold" | "cap" | "send_window";

export type Clearance =
  /** It may leave at this instant, and speaks of these cases. */
  | { readonly kind: "go"; readonly cases: readonly Case[] }
  /** Not before `until` (ms); Infinity where only somebody's word ends it. */
  | { readonly kind: "wait"; readonly why: Hold; readonly until: number }
  /** FlatPeak must be asked about these first. */
  | { readonly kind: "ask"; readonly cases: readonly Case[] }
  /** None of its homes can be asked about, and no answer is near. */
  | { readonly kind: "unreachable" }
  /** Its channel may not bring it. */
  | { readonly kind: "no_way"; readonly why: "sms_limit" }
  /** There is nothing left to say, or nobody who wants to hear it. */
  | { readonly kind: "never"; readonly why: "opted_out" | "no longer true" };

/** Once it may have arrived, a message can only be repeated as it was: it tells of what it tells of. */
export const isFixed = (it: Notification): boolean => it.mayHaveArrivedAt !== null;

/** The cases a notification still has to tell of: open, and with the reason they had when it was prepared. */
export const toldOf = (state: CustomerState, it: Notification): readonly Case[] =>
  openCasesOf(state, it).filter((c) => c.reasonSince <= it.createdAt);

/** The clocks of the homes that some cases are about. */
export const zonesOf = (state: CustomerState, cases: readonly Case[]): readonly string[] =>
  [...new Set(cases.map((c) => zoneOf(state, c.locationId)))].sort();

interface HeldUp {
  readonly why: Hold;
  /** Milliseconds. */
  readonly until: number;
}

/** What speaks against telling of a case for the longest. */
function holdOf(it: Case): HeldUp {
  const holds: readonly HeldUp[] = [
    { why: "snoozed", until: it.snoozedUntil ?? 0 },
    { why: "supplier_outage", until: it.heldUntil ?? 0 },
    { why: "reconnecting", until: it.settlingUntil ?? 0 },
  ];
  return holds.reduce((longest, hold) => (hold.until > longest.until ? hold : longest));
}

/** Whether it is the time of day and of the month for a message about these cases. */
function lateOf(
  state: CustomerState,
  it: Notification,
  cases: readonly Case[],
  now: number,
  settings: Settings,
): HeldUp | null {
  // A retry may still leave at the late hours that a new message keeps away from.
  const window = it.calls === 0 ? settings.sendWindow : settings.sendWindowHard;
  // The lease is taken in the window; the work it stands for may end a little later.
  const at = it.leasedUntil === null ? now : it.leasedUntil - DELIVERY_LEASE_MS;
  const opens = nextSpread(state, { since: it.createdAt, at }, window, zonesOf(state, cases), settings);
  const times: readonly HeldUp[] = [
    { why: "tap_hold", until: state.holdUntil ?? 0 },
    { why: "cap", until: nextUnderCaps(now, state.sentAt, settings) },
    { why: "send_window", until: opens > at ? Math.max(opens, now + 1) : now },
  ];
  return times.find(({ until }) => until > now) ?? null;
}

/**
 * Whether a notification may leave at `now` (ms), and about what. `it` must be unsettled. Reads only: what follows from the
 * answer is up to the caller.
 */
export function clear(state: CustomerState, it: Notification, now: number, settings: Settings): Clearance {
  const held: Clearance = { kind: "wait", why: "held_by_operator", until: Infinity };
  if (it.kind === "publish") return state.heldSince === null ? { kind: "go", cases: [] } : held;
  if (isStopped(state.contact)) return { kind: "never", why: "opted_out" };
  const told = toldOf(state, it);
  if (told.length === 0 || (isFixed(it) && told.length < it.caseNos.length)) {
    return { kind: "never", why: "no longer true" };
  }
  if (state.heldSince !== null) return held;

  const holds = told.map(holdOf);
  const waits = holds.filter(({ until }) => until > now).sort((a, b) => a.until - b.until);
  const wait = isFixed(it) ? waits.at(-1) : waits.length === told.length ? waits[0] : undefined;
  if (wait !== undefined) return { kind: "wait", ...wait };
  const ready = told.filter((_, index) => (holds[index]?.until ?? 0) <= now);

  const within = ready.filter((c) => it.channel !== "sms" || !isOverSmsLimit(c, settings));
  if (within.length === 0 || (isFixed(it) && within.length < ready.length)) return { kind: "no_way", why: "sms_limit" };
  const late = lateOf(state, it, within, now, settings);
  if (late !== null) return { kind: "wait", ...late };

  const { known, waiting } = wantTruth(state, within, now);
  if (known.length === within.length) return { kind: "go", cases: within };
  if (waiting || isFixed(it)) return { kind: "ask", cases: within };
  return known.length > 0 ? { kind: "go", cases: known } : { kind: "unreachable" };
}
