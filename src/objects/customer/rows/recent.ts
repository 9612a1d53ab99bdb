// What is over and recent: how it grows, and when it is enough for a row of the history.

import { forJournal } from "../../../core/journal.ts";
import type { JournalEntry } from "../../../core/journal.ts";
import type { Ended } from "../../../core/ended.ts";
import type { Recent } from "./document.ts";

/** A row of the history is written for so much at a time. */
const MOST_JOURNAL = 24;
const MOST_ENDED = 8;

const without = <T extends { readonly no: number }>(all: readonly T[], these: readonly T[]): readonly T[] =>
  these.length === 0 ? all : all.filter(({ no }) => !these.some((it) => it.no === no));

/** The same with what ended and what was said of it. What had ended before, and ended anew, stands there once. */
export function withEnded(recent: Recent, { cases, notifications }: Ended, journal: readonly JournalEntry[]): Recent {
  if (cases.length + notifications.length + journal.length === 0) return recent;
  return {
    cases: [...without(recent.cases, cases), ...cases],
    // Their words have a key of their own.
    notifications: [
      ...without(recent.notifications, notifications),
      ...notifications.map((it) => ({ ...it, payload: null })),
    ],
    journal: [...recent.journal, ...journal.map(forJournal)],
  };
}

export const hasOutgrown = ({ cases, notifications, journal }: Recent): boolean =>
  journal.length > MOST_JOURNAL || cases.length > MOST_ENDED || notifications.length > MOST_ENDED;
