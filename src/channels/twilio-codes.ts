// What each of Twilio's error codes means for a message and for the number it went to. The codes are those of Twilio's error
// dictionary (twilio.com/docs/api/errors); an answer to a request and a status callback carry the same ones.

import type { DeliveryOutcome } from "../core/outcome.ts";

export type Verdict =
  /** Never to this number, or never this text. */
  | { readonly kind: "failed"; readonly scope: "recipient"; readonly address?: "dead" }
  | {
      readonly kind: "failed";
      readonly scope: "recipient";
      readonly address: "opted_out";
      readonly cause: "stop";
    }
  /** Passing. `tries`: permanent after so many; `wait`: not before so many ms. */
  | { readonly kind: "retry"; readonly tries?: number; readonly wait?: number }
  /** The account, the sender or its registration: the operator's to mend. */
  | { readonly kind: "misconfigured"; readonly scope: "sender" | "account" };

const DEAD: Verdict = { kind: "failed", scope: "recipient", address: "dead" };
const PASSING: Verdict = { kind: "retry" };
const OURS: Verdict = { kind: "misconfigured", scope: "account" };

export const TWILIO_CODES: Readonly<Record<number, Verdict>> = {
  // Not a number that can take a message: invalid, not mobile, landline, unknown.
  21211: DEAD,
  21614: DEAD,
  21635: DEAD,
  30005: DEAD,
  30006: DEAD,
  // The person wrote STOP.
  21610: { kind: "failed", scope: "recipient", address: "opted_out", cause: "stop" },
  // A trial account writes to verified numbers only: says nothing of the number.
  21608: { kind: "failed", scope: "recipient" },
  // Too many requests; queues that are full; expired in Twilio's queue.
  20429: PASSING,
  30001: PASSING,
  21611: PASSING,
  30036: PASSING,
  // A phone that is off: some hours later, and a series means that nobody has the number any more.
  30003: { kind: "retry", tries: 3, wait: 3_600_000 },
  // Credentials, account, permission for the country.
  20003: OURS,
  20404: OURS,
  30002: OURS,
  21408: OURS,
  // The sender, or its way to this country.
  21212: OURS,
  21606: OURS,
  21612: OURS,
  // The carrier filtered the content, or the sender is not registered where it must be.
  30007: OURS,
  30024: OURS,
  30032: OURS,
  30033: OURS,
  30034: OURS,
  30035: OURS,
};

/** What cannot be looked up here, a code or a status, is tried a little more and then taken for permanent. */
export const UNKNOWN_TRIES = 3;

/** The outcome of a code; `retryAfter` as Twilio asked for (ms). A code that is not in the table is worth a few tries. */
export function outcomeOfCode(code: number, retryAfter: number | null): DeliveryOutcome {
  const verdict = TWILIO_CODES[code] ?? { kind: "retry", tries: UNKNOWN_TRIES };
  const why = `twilio ${code}`;
  if (verdict.kind !== "retry") return { ...verdict, why };
  const { tries, wait } = verdict;
  const after = wait === undefined ? retryAfter : Math.max(retryAfter ?? 0, wait);
  return { kind: "retry", why, retryAfter: after, ...(tries === undefined ? {} : { tries }) };
}
