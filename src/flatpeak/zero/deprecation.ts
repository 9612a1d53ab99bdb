// How a caller is told that Zero has been replaced.

import { ANODE_VERSION } from "../version.ts";

/**
 * The value of `Deprecation` (RFC 9745): since the day of Anode's version. What the answer has to do without is a parameter of it:
 * names of Zero, with blanks between them.
 */
export function deprecation(gone: readonly string[]): string {
  const since = `@${Date.parse(`${ANODE_VERSION.slice(0, 10)}T00:00:00Z`) / 1_000}`;
  return gone.length === 0 ? since : `${since};fields="${gone.join(" ")}"`;
}
