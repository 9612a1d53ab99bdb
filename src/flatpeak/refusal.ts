// Whom a refusal of FlatPeak's is about: what was asked for, or us. The two must never be taken for each other.

import { fieldsOf, textOf } from "./truth/facts.ts";

/**
 * `home`: what was asked for, be it a location, a tariff or an event. `account`: our account, key or version; it then says
 * nothing of what was asked for. `not_yet`: FlatPeak is still at work on it. `unreadable`: it does not say in a way we know.
 */
export type RefusalScope = "home" | "account" | "not_yet" | "unreadable";

/** The codes of FlatPeak's documentation ("Errors", "Versioning"). */
const CODES: ReadonlyMap<string, RefusalScope> = new Map([
  ["no_tariff_connected", "home"],
  ["no_price_data", "home"],
  ["pending_connect", "not_yet"],
  ["account_disabled", "account"],
  ["api_version_not_supported", "account"],
]);

/** The same where the documentation prints a message and no code. */
const MESSAGES: readonly (readonly [RegExp, RefusalScope])[] = [
  [/unsupported combination of tariff/i, "home"],
  [/\bis processing\b/i, "not_yet"],
];

export interface Refusal {
  readonly scope: RefusalScope;
  readonly code: string | null;
}

/** Reads the body of a refusal: `{code, message}` as an error object, or in older answers `{message}` alone. */
export function readRefusal(body: unknown): Refusal {
  const fields = fieldsOf(body);
  const code = textOf(fields["code"]);
  const message = textOf(fields["message"]) ?? "";
  const said = MESSAGES.find(([words]) => words.test(message.slice(0, 200)))?.[1];
  return { scope: CODES.get(code ?? "") ?? said ?? "unreadable", code };
}

export interface Unavailable {
  readonly kind: "unavailable";
  readonly why: string;
  readonly retryAfter: number | null;
  /** FlatPeak refuses our account, key or version: it says nothing of what was asked for, and would refuse all else as well. */
  readonly refusesUs?: boolean;
  /** FlatPeak's name for why it does, where it said one. */
  readonly code?: string;
  /** FlatPeak did answer, with more than is read in one go: a question for less may do. */
  readonly tooLong?: boolean;
  /** No answer came in time. */
  readonly timedOut?: boolean;
  /** FlatPeak is asked for too much (429). */
  readonly isTooMuch?: boolean;
}
