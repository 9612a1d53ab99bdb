// What somebody who was erased is called in the audit trail: the same each time, and nothing that leads back to them.

import { keyedDigestOf } from "../platform/digest.ts";

/** The name of an erased customer, or of an invitation. */
export const pseudonymOf = async (customerId: string, linkKeys: readonly string[]): Promise<string> =>
  `erased-${(await keyedDigestOf(customerId, linkKeys[0] ?? "")).slice(0, 16)}`;
