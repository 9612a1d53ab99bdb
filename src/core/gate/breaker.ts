// When a channel is closed to everybody and when it opens again: what the words of its provider add up to. Pure: the health
// of a channel and what was heard go in, the next health comes out.

import { PROOFS } from "../message/outcome.ts";
import { DAY, HOUR, MINUTE } from "../time.ts";
import type { Consequences, Proof } from "../message/outcome.ts";

export interface Closed {
  readonly since: number;
  readonly why: string;
  /** How many were let through since, to find out whether it still must be. */
  readonly trials: number;
  /** When the next one may. */
  readonly trialAt: number;
  /** What must be shown to work before it opens. What a provider refuses only days later, taking a message does not show. */
  readonly needs: Proof;
  /** The latest trial was taken, and nothing was heard against it. */
  readonly isTaken: boolean;
  /** Whom it was refused to when a pattern closed it: a trial with one of them shows little. */
  readonly suspects: readonly string[];
}

type NoticeType = "channel.closed" | "channel.impaired";

/** A refusal that is nobody's proven fault, and the recipients that met it since it was last shown to work. */
interface Suspicion {
  readonly why: string;
  readonly who: readonly string[];
  readonly needs: Proof;
  readonly at: number;
}

/** What the operator was told, and how far the trials were when the channel last opened from it. */
interface Told {
  readonly type: NoticeType;
  readonly why: string;
  readonly at: number;
  readonly trials: number;
}

export interface Health {
  readonly closed: Closed | null;
  readonly suspicions: readonly Suspicion[];
  /** Some recipients cannot be reached for reasons that the company can mend. */
  readonly impaired: readonly { readonly why: string; readonly at: number }[];
  readonly told: readonly Told[];
}

export const HEALTHY: Health = { closed: null, suspicions: [], impaired: [], told: [] };

export interface GateWord {
  readonly consequences: Consequences;
  /** The recipient, by a digest; null where nobody can be told apart. */
  readonly who: string | null;
  /** Said by a callback, when the provider had taken the message already. */
  readonly isLate: boolean;
}

export interface HealthAfter {
  readonly health: Health;
  /** What the operator is to be told. */
  readonly notices: readonly { readonly type: NoticeType; readonly why: string }[];
  readonly hasOpened: boolean;
}

export type Door =
  /** `isWatched`: what becomes of the message is to be told, good news too. */
  { readonly kind: "go"; readonly isWatched: boolean } | { readonly kind: "away"; readonly for: number };

/** So many different recipients, with nobody served in between, are no accident. */
const PATTERN = 3;
/** Each list is kept this short: what does not fit is forgotten, oldest first. */
const MAX_KEPT = 16;

const rank = (proof: Proof): number => PROOFS.indexOf(proof);

/** A trial that the provider answers costs a call; one that it refuses days later costs a message, and takes longer to tell. */
function trialWait(trials: number, needs: Proof, longest: number): number {
  const [first, most] = needs === "delivery" ? [15 * MINUTE, 4 * HOUR] : [MINUTE, 15 * MINUTE];
  return Math.min(longest, most, first * 2 ** Math.min(trials, 20));
}

const isClosing = (it: Told, why: string): boolean => it.type === "channel.closed" && it.why === why;

function open(health: Health): Health {
  const { closed } = health;
  if (closed === null) return health;
  const told = health.told.map((it) => (isClosing(it, closed.why) ? { ...it, trials: closed.trials } : it));
  return { ...health, closed: null, suspicions: [], told };
}

/** What concerns some customers only opens and closes a channel many times a day; the operator hears of it once. */
function tell(health: Health, type: NoticeType, why: string, now: number): Pick<HealthAfter, "health" | "notices"> {
  const recent = health.told.filter((it) => now - it.at < DAY);
  if (recent.some((it) => it.type === type && it.why === why)) return { health, notices: [] };
  const told = [...recent, { type, why, at: now, trials: 0 }].slice(-MAX_KEPT);
  return { health: { ...health, told }, notices: [{ type, why }] };
}

/** When something is heard or asked (ms). */
export interface Hour {
  readonly now: number;
  /** No trial is waited for any longer (ms); left out: as long as it takes. */
  readonly longest?: number;
}

function close(
  before: Health,
  { why, needs, suspects }: Pick<Closed, "why" | "needs" | "suspects">,
  { now, longest = Infinity }: Hour,
): HealthAfter {
  const { health, notices } = tell(before, "channel.closed", why, now);
  // It opened in vain: the trials go on where they were, instead of a crowd finding it out anew each time.
  const trials = health.told.find((it) => isClosing(it, why))?.trials ?? 0;
  const trialAt = now + trialWait(Math.max(0, trials - 1), needs, longest);
  const closed: Closed = { since: now, why, trials, trialAt, needs, isTaken: false, suspects };
  return { health: { ...health, closed, suspicions: [] }, notices, hasOpened: false };
}

/** When the oldest suspicion has lost its weight (ms), and whom it met is to be forgotten; null where there is none. */
export const fadesAt = ({ suspicions }: Health): number | null =>
  suspicions.length === 0 ? null : Math.min(...suspicions.map((it) => it.at)) + DAY;

/** The same health without the suspicions that have lost their weight. */
export function faded(health: Health, now: number): Health {
  const suspicions = health.suspicions.filter((it) => now - it.at < DAY);
  return suspicions.length === health.suspicions.length ? health : { ...health, suspicions };
}

const harder = (a: Proof, b: Proof): Proof => (rank(a) >= rank(b) ? a : b);

function suspect(health: Health, why: string, { who, isLate }: GateWord, now: number): HealthAfter {
  const needs: Proof = isLate ? "delivery" : "sender";
  if (who === null) return { health, notices: [], hasOpened: false };
  const recent = faded(health, now).suspicions;
  const known = recent.find((it) => it.why === why);
  const met = [...new Set([...(known?.who ?? []), who])];
  const others = recent.filter((it) => it.why !== why);
  const suspicion: Suspicion = { why, who: met, needs: harder(needs, known?.needs ?? needs), at: now };
  if (met.length >= PATTERN) return close(health, { why, needs: suspicion.needs, suspects: met }, { now });
  return {
    health: { ...health, suspicions: [...others, suspicion].slice(-MAX_KEPT) },
    notices: [],
    hasOpened: false,
  };
}

function impair(before: Health, why: string, now: number): HealthAfter {
  const { health, notices } = tell(before, "channel.impaired", why, now);
  const others = health.impaired.filter((it) => it.why !== why && now - it.at < DAY);
  const impaired = [...others, { why, at: now }].slice(-MAX_KEPT);
  return { health: { ...health, impaired }, notices, hasOpened: false };
}

function prove(health: Health, proof: Proof): HealthAfter {
  const { closed } = health;
  const suspicions = health.suspicions.filter((it) => rank(it.needs) > rank(proof));
  const next = suspicions.length === health.suspicions.length ? health : { ...health, suspicions };
  if (closed === null) return { health: next, notices: [], hasOpened: false };
  if (rank(proof) >= rank(closed.needs)) return { health: open(next), notices: [], hasOpened: true };
  return {
    health: { ...next, closed: { ...closed, isTaken: closed.isTaken || proof === "sender" } },
    notices: [],
    hasOpened: false,
  };
}

/** What follows for the channel from one outcome. */
export function hear(health: Health, said: GateWord, hour: Hour): HealthAfter {
  const { now } = hour;
  const { close: closing, suspect: suspected, impaired, proof } = said.consequences;
  if (closing !== null) {
    const needs: Proof = said.isLate ? "delivery" : closing.scope;
    const { closed } = health;
    if (closed === null) return close(health, { why: closing.why, needs, suspects: [] }, hour);
    const still = { ...closed, needs: harder(closed.needs, needs), isTaken: false };
    return { health: { ...health, closed: still }, notices: [], hasOpened: false };
  }
  const told = impaired === null ? null : impair(health, impaired, now);
  const doubt = suspected ?? impaired;
  if (doubt !== null) {
    const before = told?.health ?? health;
    const after =
      before.closed === null
        ? suspect(before, doubt, said, now)
        : { health: { ...before, closed: { ...before.closed, isTaken: false } }, notices: [], hasOpened: false };
    return { ...after, notices: [...(told?.notices ?? []), ...after.notices] };
  }
  return proof === null ? { health, notices: [], hasOpened: false } : prove(health, proof);
}

/** Who wants to go out by a channel. */
export interface Knock {
  /** The recipient, by a digest; null where nobody can be told apart. */
  readonly who: string | null;
  /** The clock of this customer was moved, which never waits for the real one. */
  readonly isAhead: boolean;
}

/** May somebody go out by the channel? While it is closed, one at a time may, to find out whether it still must be. */
export function knock(
  health: Health,
  { who, isAhead }: Knock,
  { now, longest = Infinity }: Hour,
): { readonly health: Health; readonly door: Door; readonly hasOpened: boolean } {
  const { closed, suspicions } = health;
  if (closed === null) return { health, door: { kind: "go", isWatched: suspicions.length > 0 }, hasOpened: false };
  const go: Door = { kind: "go", isWatched: true };
  if (isAhead) return { health, door: go, hasOpened: false };
  const wait = trialWait(closed.trials, closed.needs, longest);
  const at = who !== null && closed.suspects.includes(who) ? closed.trialAt + wait : closed.trialAt;
  if (now < at) return { health, door: { kind: "away", for: at - now }, hasOpened: false };
  // Not every network reports what arrives: a message that was taken, with no word against it for so long, has.
  if (closed.isTaken) return { health: open(health), door: go, hasOpened: true };
  return {
    health: { ...health, closed: { ...closed, trials: closed.trials + 1, trialAt: now + wait } },
    door: go,
    hasOpened: false,
  };
}
