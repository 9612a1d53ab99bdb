// A probe of a home that is wanted, and who waits for it.

/**
 * Who waits for a probe: somebody looking at a page, word of a change at the home, a message or hand-over that is due, or
 * nobody (asked ahead of time). The first of them that wants it says how urgent it is.
 */
export const PROBE_BYS = ["person", "news", "message", "ahead"] as const;
export type ProbeBy = (typeof PROBE_BYS)[number];

export interface Probe {
  readonly dueAt: number;
  readonly attempt: number;
  /** Attempts in a row that brought no answer. */
  readonly failures: number;
  /** When the latest attempt set out: its answer is the truth of that instant, not of its arrival. */
  readonly askedAt: number | null;
  readonly leasedUntil: number | null;
  /** Since when an answer has been wanted without a pause; and whether the operator was told that there is none. */
  readonly since: number;
  readonly isTold?: boolean;
  /** Something changed while this probe was out, and FlatPeak may have answered before that: another probe follows. */
  readonly again: boolean;
  /** Who waits for it; left out where it was wanted before that was noted. */
  readonly by?: ProbeBy;
  /** It came before its turn and was sent away until `dueAt`; its place in the line is that of `since`. */
  readonly isPutOff?: boolean;
}
