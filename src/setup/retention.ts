// How long what is kept: settings, each with what the product itself needs as its least.

import * as z from "zod/mini";
import { textAs } from "../platform/fields.ts";
import { DAY, parseDuration } from "../core/time.ts";
import type { Complaint } from "../platform/fields.ts";

/** Ten years: longer than anybody has a use for. */
const MOST = 3_650 * DAY;

const kept = (least: number) =>
  textAs(
    (given) => {
      const ms = parseDuration(given.trim());
      return ms !== null && ms >= least && ms <= MOST ? ms : null;
    },
    `must be a duration like 90d, from ${least / DAY}d to ${MOST / DAY}d`,
  );

export const RETENTION_SETTINGS = {
  /** Addresses, homes and tariffs of a customer with whom nothing happens. */
  CONTACT_KEPT: z.prefault(kept(0), "400d"),
  /** The journal, ended cases and settled messages. Old links and late words are understood by them. */
  HISTORY_KEPT: z.prefault(kept(100 * DAY), "400d"),
  /** The bodies of events. */
  EVENTS_KEPT: z.prefault(kept(DAY), "45d"),
  /** The words and links of messages that are settled. */
  WORDS_KEPT: z.prefault(kept(DAY), "30d"),
  /** What was genuine and could not be taken in. */
  QUARANTINE_KEPT: z.prefault(kept(DAY), "400d"),
  /** Which customers were written to under a number whose owner asked for nothing. */
  PHONE_KEPT: z.prefault(kept(30 * DAY), "400d"),
};

type RetentionRead = {
  readonly [K in keyof typeof RETENTION_SETTINGS]: z.output<(typeof RETENTION_SETTINGS)[K]>;
};

/** How long what is kept (ms). */
export interface Retention {
  readonly contact: number;
  readonly history: number;
  readonly events: number;
  readonly words: number;
  readonly quarantine: number;
  readonly phone: number;
}

export const toRetention = (read: RetentionRead): Retention => ({
  contact: read.CONTACT_KEPT,
  history: read.HISTORY_KEPT,
  events: read.EVENTS_KEPT,
  words: read.WORDS_KEPT,
  quarantine: read.QUARANTINE_KEPT,
  phone: read.PHONE_KEPT,
});

/** What no single setting can tell, of those that could be read. */
export function retentionComplaints(
  read: Partial<RetentionRead> & { readonly SIGNATURE_MAX_AGE?: number },
): readonly Complaint[] {
  const { EVENTS_KEPT: events = Infinity, SIGNATURE_MAX_AGE: oldest = 0, WORDS_KEPT: words = 0 } = read;
  const { HISTORY_KEPT: history = Infinity } = read;
  const complaints: Complaint[] = [];
  if (events < oldest)
    complaints.push({ setting: "EVENTS_KEPT", problem: "must not be shorter than SIGNATURE_MAX_AGE" });
  if (words > history) complaints.push({ setting: "WORDS_KEPT", problem: "must not be longer than HISTORY_KEPT" });
  return complaints;
}
