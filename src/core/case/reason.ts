// Why a case is open, and which reason wins when two meet on one tariff.

export const REASONS = ["invitation", "upgrade", "expiring", "fetch_failed", "expired"] as const;
export type Reason = (typeof REASONS)[number];

/** True when a case open for `present` is taken over by `arriving`. Equal reasons never take over. */
export function outranks(arriving: Reason, present: Reason): boolean {
  return REASONS.indexOf(arriving) > REASONS.indexOf(present);
}

/** The strongest of some reasons: it words a message that covers several cases. */
export function strongest(reasons: readonly Reason[]): Reason {
  return reasons.reduce((best, next) => (outranks(next, best) ? next : best), "invitation" as Reason);
}
