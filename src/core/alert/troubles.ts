// When a company is told of trouble, and when of its end: at most once a day of each, and of no end that does not last. Pure: what
// was noted goes in, the alerts that are due come out.

import { DAY, MINUTE } from "../time.ts";

export type TroubleType =
  | "supplier.outage"
  | "channel.closed"
  | "account.refused"
  | "flatpeak.silent"
  | "flatpeak.down"
  | "backlog"
  | "cron.late";

/** What is told of a trouble besides its kind; nothing of any customer's. */
export type TroubleFacts = Readonly<Record<string, string | number | null>>;

/** That a trouble is there, or is over. What it is about is its key. */
export interface TroubleWord {
  readonly isThere: boolean;
  readonly key: string;
  readonly type: TroubleType;
  readonly facts: TroubleFacts;
  /** Milliseconds. */
  readonly at: number;
}

export interface Trouble {
  readonly key: string;
  readonly type: TroubleType;
  readonly facts: TroubleFacts;
  readonly since: number;
  /** Since when it is over; null while it lasts. */
  readonly overAt: number | null;
  /** When the company was last told that it is there; null for not yet. */
  readonly toldAt: number | null;
  /** The company was told of its end, and not since that it is back. */
  readonly isEndTold: boolean;
}

export interface Alert {
  /** The same on every attempt. */
  readonly id: string;
  readonly what: "there" | "still" | "over";
  readonly type: TroubleType;
  readonly facts: TroubleFacts;
  readonly since: number;
  readonly at: number;
}

/** A trouble that stays away for so long is over; one that comes and goes is told of as one. */
export const SETTLES_AFTER_MS = 15 * MINUTE;

const isNews = ({ isThere }: TroubleWord, known: Trouble | undefined): boolean =>
  isThere ? known === undefined || known.overAt !== null : known?.overAt === null;

/** The troubles after one more word. Gives the same list where it says nothing new. */
export function hearWord(troubles: readonly Trouble[], word: TroubleWord): readonly Trouble[] {
  const known = troubles.find((it) => it.key === word.key);
  if (!isNews(word, known)) return troubles;
  const others = troubles.filter((it) => it.key !== word.key);
  if (!word.isThere) return known === undefined ? troubles : [...others, { ...known, overAt: word.at }];
  const { key, type, facts, at } = word;
  const isAnew = known === undefined || known.isEndTold || known.toldAt === null;
  const before = known ?? { toldAt: null, isEndTold: false };
  return [...others, { ...before, key, type, facts, since: isAnew ? at : (known?.since ?? at), overAt: null }];
}

/** When something is next due about a trouble (ms): to be told, or to be forgotten. */
function dueAt({ since, overAt, toldAt, isEndTold }: Trouble): number {
  if (toldAt === null) return overAt ?? since;
  return overAt === null || isEndTold ? toldAt + DAY : overAt + SETTLES_AFTER_MS;
}

/** When the first of them is due (ms); null for never. */
export const nextDueAt = (troubles: readonly Trouble[]): number | null =>
  troubles.length === 0 ? null : Math.min(...troubles.map(dueAt));

function alertOf(it: Trouble, what: Alert["what"], now: number): Alert {
  const { key, type, facts, since } = it;
  return { id: `alr_${key.replaceAll(/[^\w-]/g, "_")}_${what}_${now}`, what, type, facts, since, at: now };
}

/** The alerts that are due at `now` (ms), and the troubles once these are owed. */
export function takeDue(
  troubles: readonly Trouble[],
  now: number,
): { readonly troubles: readonly Trouble[]; readonly alerts: readonly Alert[] } {
  const left: Trouble[] = [];
  const alerts: Alert[] = [];
  for (const it of troubles) {
    if (dueAt(it) > now) left.push(it);
    else if (it.overAt === null) {
      const isSame = it.toldAt !== null && !it.isEndTold;
      alerts.push(alertOf(it, isSame ? "still" : "there", now));
      left.push({ ...it, toldAt: now, isEndTold: false });
    } else if (it.toldAt !== null && !it.isEndTold) {
      alerts.push(alertOf(it, "over", now));
      left.push({ ...it, isEndTold: true });
    }
  }
  return { troubles: left, alerts };
}
