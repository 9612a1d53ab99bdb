// Judges what the operator's hand and a FlatPeak that refuses the account must not be able to bring about: a message that
// leaves while its customer is held, one that nobody verified, and the company told of one trouble again and again.

import { EMAIL } from "./hostile-mail.ts";
import type { HeldSpell } from "./hands.ts";
import type { HostileFlatPeak } from "./hostile-flatpeak.ts";
import type { Letter } from "./hostile-provider.ts";
import type { Ledger } from "./ledger.ts";
import type { Plan } from "./plan.ts";

/** Each entry is one line about one violation. */
export interface HandsVerdict {
  /** Calls to the provider for a customer who was held. */
  readonly whileHeld: readonly string[];
  /** Calls to the provider about a tariff that FlatPeak had told nothing of since its trouble, or not lately. */
  readonly unverified: readonly string[];
  /** Notices about one refusal beyond the first. */
  readonly noticedAgain: readonly string[];
  /** Calls to the provider about a customer who was erased. */
  readonly afterErasure: readonly string[];
  /** Calls about a customer who wanted no messages any more. */
  readonly afterStop: readonly string[];
  /** What happened once, and the company was told of under several ids. */
  readonly announcedAgain: readonly string[];
}

/** A call that is on the line when the hold arrives may still arrive. */
export const ON_THE_LINE_MS = 1_000;
/** What FlatPeak said longer ago than this verifies nothing: five minutes, and what a call and a clock may take. */
export const FRESH_MS = 5 * 60_000 + 10_000;

function judgeHolds(spells: readonly HeldSpell[], letters: readonly Letter[], graceMs: number): readonly string[] {
  return letters.flatMap(({ id, customerId, calledAt }) =>
    calledAt.flatMap((at) =>
      spells
        .filter((it) => it.customerId === customerId && it.from + graceMs < at && at < it.until)
        .map(({ from }) => `${id} left ${Math.round(at - from)} ms after ${customerId} was held`),
    ),
  );
}

/** When each tariff was first said to have a reason (ms), by `tariff reason`. */
function statedAt(ledger: Ledger): ReadonlyMap<string, number> {
  const stated = new Map<string, number>();
  for (const { event, postedAt } of ledger.entries.values()) {
    if (event.trouble === null || event.reason === null || postedAt === null) continue;
    const key = `${event.trouble.tariff.id} ${event.reason}`;
    stated.set(key, Math.min(postedAt, stated.get(key) ?? Infinity));
  }
  return stated;
}

function judgeTruth(seen: HandsSeen, letters: readonly Letter[]): readonly string[] {
  const { plan, ledger, flatpeak } = seen;
  const stated = statedAt(ledger);
  const homes = new Map(plan.troubles.map((it) => [it.tariff.id, it.locationId]));
  const looksAt = (tariffId: string): readonly number[] =>
    [tariffId, homes.get(tariffId) ?? ""].flatMap((id) => flatpeak.looks.get(id) ?? []);
  return letters.flatMap(({ id, cases, calledAt }) =>
    calledAt.flatMap((at) =>
      cases.flatMap(({ tariffId, reason }) => {
        const since = Math.max(stated.get(`${tariffId} ${reason}`) ?? Infinity, at - FRESH_MS - seen.stalledMs);
        if (looksAt(tariffId).some((look) => since <= look && look <= at)) return [];
        return [`${id} left with ${tariffId} as ${reason}, which FlatPeak had not confirmed`];
      }),
    ),
  );
}

/** Calls about whom an operator did something to, later than a call that was on the line. */
function judgeAfter(done: ReadonlyMap<string, number>, what: string, letters: readonly Letter[], graceMs: number) {
  return letters.flatMap(({ id, type, customerId, calledAt }) => {
    const at = done.get(customerId) ?? Infinity;
    const late = calledAt.filter((it) => it > at + graceMs);
    return late.map((it) => `${id} (${type}) left ${Math.round(it - at)} ms after ${customerId} ${what}`);
  });
}

/** What `subject` names happens once for a customer; what is told of it has one id, however often it is told. */
function judgeAnnouncements(letters: readonly Letter[]): readonly string[] {
  const told = new Map<string, string[]>();
  for (const { id, type, customerId, subject } of letters) {
    if (subject === null) continue;
    const key = `${type} of ${customerId}: ${subject}`;
    told.set(key, [...(told.get(key) ?? []), id]);
  }
  return [...told].filter(([, ids]) => ids.length > 1).map(([what, ids]) => `${what}: ${ids.join(", ")}`);
}

/** What is judged. */
export interface HandsSeen {
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly flatpeak: Pick<HostileFlatPeak, "looks">;
  readonly letters: ReadonlyMap<string, Letter>;
  readonly spells: readonly HeldSpell[];
  /** When each customer was erased (ms). */
  readonly erased: ReadonlyMap<string, number>;
  /** When each customer was written down as wanting no messages (ms). */
  readonly stopped: ReadonlyMap<string, number>;
  /** How long the rig itself was kept waiting by a busy machine (ms). */
  readonly stalledMs: number;
}

/** Judges the provider's book by what the hands did. */
export function judgeHands(seen: HandsSeen): HandsVerdict {
  const letters = [...seen.letters.values()];
  const messages = letters.filter((it) => it.type === "notification.requested");
  const toPeople = letters.filter((it) => it.type === "notification.requested" || it.type === EMAIL);
  const notices = new Map<string, string[]>();
  for (const { id, why } of letters.filter((it) => it.type === "account.refused" && it.accepted > 0)) {
    notices.set(why, [...(notices.get(why) ?? []), id]);
  }
  return {
    whileHeld: judgeHolds(seen.spells, toPeople, ON_THE_LINE_MS + seen.stalledMs),
    afterErasure: judgeAfter(seen.erased, "was erased", letters, ON_THE_LINE_MS + seen.stalledMs),
    afterStop: judgeAfter(seen.stopped, "stopped them", toPeople, ON_THE_LINE_MS + seen.stalledMs),
    announcedAgain: judgeAnnouncements(letters),
    unverified: judgeTruth(seen, messages),
    noticedAgain: [...notices].filter(([, ids]) => ids.length > 1).map(([why, ids]) => `${why}: ${ids.join(", ")}`),
  };
}
