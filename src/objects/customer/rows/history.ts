// What is kept of a customer for whoever reads their story: the newest of each kind, as it was written.

import { CONSENTS, EVENTS, SAID } from "./keys.ts";
import { newestFirst } from "./past.ts";
import type { JournalEntry } from "../../../core/journal.ts";
import type { Notification } from "../../../core/message/notification.ts";
import type { Case } from "../../../core/state.ts";
import type { History } from "../operator/story.ts";
import type { CustomerStore } from "./store.ts";

/** The newest `limit` of each kind, oldest first; the record of consent whole. */
export function historyOf({ document, keys }: CustomerStore, limit: number): History {
  const cases = new Map<number, Case>();
  const notifications = new Map<number, Notification>();
  const journal: JournalEntry[] = [];
  if (document !== null) {
    for (const it of document.state.cases) cases.set(it.no, it);
    for (const it of document.state.notifications) notifications.set(it.no, it);
    for (const row of newestFirst(document.recent, keys)) {
      // The newer one of two places counts.
      for (const it of row.cases) if (!cases.has(it.no)) cases.set(it.no, it);
      for (const it of row.notifications) if (!notifications.has(it.no)) notifications.set(it.no, it);
      journal.push(...row.journal);
      if (Math.min(cases.size, notifications.size, journal.length) >= limit) break;
    }
  }
  let events = 0;
  const said: JournalEntry[] = [];
  for (const [, event] of keys.below(EVENTS)) {
    events += 1;
    said.push(...event.said);
  }
  // The youngest of those that are forgotten: the last rows.
  let forgotten = 0;
  for (const [, lines] of keys.below(SAID, true)) {
    said.push(...lines);
    forgotten += lines.length;
    if (forgotten >= limit) break;
  }
  const newest = <T extends { readonly no: number }>(all: Iterable<T>): readonly T[] =>
    [...all].sort((a, b) => a.no - b.no).slice(-limit);
  return {
    cases: newest(cases.values()),
    notifications: newest(notifications.values()),
    journal: [...said, ...journal].sort((a, b) => a.at - b.at).slice(-limit),
    consent: keys.values(CONSENTS),
    events,
  };
}
