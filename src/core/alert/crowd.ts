// Troubles of one type that begin, or end, about the same time are told of in one alert: hundreds of suppliers fail together when what
// stands behind all of them does. Pure: what each had to say goes in, the alerts about all of them come out.

import { DAY, HOUR, MINUTE } from "../time.ts";
import type { Alert, TroubleFacts } from "./troubles.ts";

/** One of them. */
interface Member {
  readonly name: string;
  readonly facts: TroubleFacts;
  readonly since: number;
}

/** What is to be told of suppliers of which the same is to be said. */
export interface Crowd {
  readonly what: Alert["what"];
  /** Of whom it is not told yet, each once. */
  readonly waiting: readonly Member[];
  /** When it is told (ms); where nobody waits, when it is forgotten. */
  readonly dueAt: number;
  /** When the company was told, within the last day (ms). */
  readonly toldAt: readonly number[];
}

/** Those that follow within so long are told of with the first. */
export const GATHERS_FOR_MS = 5 * MINUTE;
/** After an alert the next one waits for this long, after that one twice as long, and so on: a handful come in a day. */
const PAUSE_MS = HOUR;
const LONGEST_PAUSE_MS = 4 * HOUR;
/** More are not kept apart; whoever is told that there are so many looks for themselves. */
const MOST = 1_000;
/** So many are named. */
const NAMED = 3;

const nameOf = ({ supplier }: TroubleFacts): string => String(supplier ?? "unknown").slice(0, 80);

const pauseAfter = (toldAt: readonly number[]): number =>
  toldAt.length === 0 ? 0 : Math.min(PAUSE_MS * 2 ** (toldAt.length - 1), LONGEST_PAUSE_MS);

/** The crowds once one more alert is among them, at `now` (ms). Says the same when it hears the same again. */
export function gather(crowds: readonly Crowd[], { what, facts, since }: Alert, now: number): readonly Crowd[] {
  const name = nameOf(facts);
  // What is over before anybody was told of it is not told of, nor is an end that did not last.
  const isUndone = (it: Crowd): boolean =>
    (it.what === "over") !== (what === "over") && it.waiting.some((other) => other.name === name);
  const wasUntold = what === "over" && crowds.some((it) => it.what === "there" && isUndone(it));
  const left = crowds.map((it) =>
    isUndone(it) ? { ...it, waiting: it.waiting.filter((other) => other.name !== name) } : it,
  );
  if (wasUntold) return left;
  const known = left.find((it) => it.what === what) ?? { what, waiting: [], dueAt: 0, toldAt: [] };
  if (known.waiting.some((it) => it.name === name) || known.waiting.length >= MOST) return left;
  const toldAt = known.toldAt.filter((at) => at > now - DAY);
  const dueAt =
    known.waiting.length > 0 ? known.dueAt : Math.max(now + GATHERS_FOR_MS, (toldAt.at(-1) ?? 0) + pauseAfter(toldAt));
  return [
    ...left.filter((it) => it.what !== what),
    { what, waiting: [...known.waiting, { name, facts, since }], dueAt, toldAt },
  ];
}

/** When the first of them is due (ms); null for never. */
export const crowdsDueAt = (crowds: readonly Crowd[]): number | null =>
  crowds.length === 0 ? null : Math.min(...crowds.map(({ dueAt }) => dueAt));

/** One alone is told of as it would be without a crowd. */
function alertOf({ what, waiting }: Crowd, now: number): Alert {
  const [only] = waiting;
  const since = Math.min(...waiting.map((it) => it.since));
  const facts =
    waiting.length === 1 && only !== undefined
      ? only.facts
      : {
          suppliers: waiting.length >= MOST ? `${MOST} or more` : waiting.length,
          named: waiting
            .slice(0, NAMED)
            .map(({ name }) => name.slice(0, 36))
            .join(", "),
        };
  return { id: `alr_suppliers_${what}_${now}`, what, type: "supplier.outage", facts, since, at: now };
}

/** The alerts that are due at `now` (ms), and the crowds once these are owed. */
export function takeCrowds(
  crowds: readonly Crowd[],
  now: number,
): { readonly crowds: readonly Crowd[]; readonly alerts: readonly Alert[] } {
  const left: Crowd[] = [];
  const alerts: Alert[] = [];
  for (const it of crowds) {
    if (it.dueAt > now) {
      left.push(it);
      continue;
    }
    const toldAt = it.waiting.length > 0 ? [...it.toldAt, now] : it.toldAt;
    if (it.waiting.length > 0) alerts.push(alertOf(it, now));
    const dueAt = (toldAt.at(-1) ?? 0) + DAY;
    if (dueAt > now) left.push({ ...it, waiting: [], dueAt, toldAt });
  }
  return { crowds: left, alerts };
}
