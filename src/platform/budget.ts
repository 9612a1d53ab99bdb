// A budget per minute. Kept in the memory of one isolate: a shield against a flood, not an account.

export interface Budget {
  /** True while there is some left in the minute of `now` (ms), and takes one. */
  take(now: number): boolean;
}

/** A budget of `limit` a minute. */
export function perMinute(limit: number): Budget {
  let minute = -1;
  let taken = 0;
  return {
    take(now) {
      const current = Math.floor(now / 60_000);
      if (current !== minute) {
        minute = current;
        taken = 0;
      }
      if (taken >= limit) return false;
      taken += 1;
      return true;
    },
  };
}
