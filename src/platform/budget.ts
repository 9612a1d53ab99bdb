// A budget per minute that many draw on, so that none of them can use it up for the others. Kept in the memory of one
// isolate: a shield against a flood, not an account.

export interface Budget {
  /** Takes one for `sender` (null where nobody can be told apart) in the minute of `now` (ms). False when there is none left for them. */
  take(sender: string | null, now: number): boolean;
  /** What this sender brought was worth it: from now on the reserve is theirs too. */
  trust(sender: string | null): void;
}

/** Of the budget, what one stranger may take, and what is kept from all strangers. */
const SHARE = 1 / 4;
const MAX_TRUSTED = 100;

/**
 * A budget of `limit` a minute: a quarter for each stranger, at least one, and a quarter that strangers cannot get at. Who
 * is trusted may take all that is left.
 */
export function sharedBudget(limit: number): Budget {
  const trusted = new Set<string>();
  const taken = new Map<string, number>();
  const share = Math.max(1, Math.floor(limit * SHARE));
  const reserve = Math.floor(limit * SHARE);
  let minute = -1;
  let total = 0;

  const isLeftFor = (sender: string | null): boolean => {
    if (sender !== null && trusted.has(sender)) return total < limit;
    return total < limit - reserve && (sender === null || (taken.get(sender) ?? 0) < share);
  };

  return {
    take(sender, now) {
      const current = Math.floor(now / 60_000);
      if (current !== minute) {
        minute = current;
        total = 0;
        taken.clear();
      }
      if (!isLeftFor(sender)) return false;
      total += 1;
      if (sender !== null) taken.set(sender, (taken.get(sender) ?? 0) + 1);
      return true;
    },
    trust(sender) {
      if (sender === null) return;
      trusted.delete(sender);
      trusted.add(sender);
      const [oldest] = trusted;
      if (trusted.size > MAX_TRUSTED && oldest !== undefined) trusted.delete(oldest);
    },
  };
}
