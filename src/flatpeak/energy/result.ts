// What came of a question to the energy API, in words that a caller has to tell apart.

import * as z from "zod/mini";
import type { Answer } from "../client.ts";

/**
 * Why FlatPeak has no prices to answer with (FlatPeak's documentation: "Errors", all 422).
 * `no_tariff_connected`: none for this location and direction; offer Connect. `pending_connect`: the first connection is still
 * being made, for two days at most. `no_price_data`: prices could not be had for long; offer to reconnect.
 * `account_disabled`: the account is off, whatever is asked.
 */
export const NO_PRICES = ["no_tariff_connected", "pending_connect", "no_price_data", "account_disabled"] as const;
export type NoPrices = (typeof NO_PRICES)[number];

/** Something about one field: `data.0.price.value`. Empty where it is about the whole. */
export interface Objection {
  readonly field: string;
  readonly problem: string;
}

export type EnergyResult<T> =
  | { readonly kind: "ok"; readonly value: T }
  /** The question is wrong; FlatPeak was not asked. */
  | { readonly kind: "invalid"; readonly objections: readonly Objection[] }
  | {
      readonly kind: "no_prices";
      readonly code: NoPrices;
      /** When the same may be asked again (ms): FlatPeak wants a quarter of an hour in between. Null where no rule is known. */
      readonly askAgainAt: number | null;
      /** FlatPeak said so less than a quarter of an hour ago, and was not asked again. */
      readonly isRemembered: boolean;
    }
  /** FlatPeak knows nothing by that id. */
  | { readonly kind: "not_found" }
  /** FlatPeak understood and will not; asking again changes nothing. */
  | { readonly kind: "refused"; readonly status: number; readonly code: string | null }
  | {
      readonly kind: "unavailable";
      readonly why: string;
      /** How long FlatPeak asked to be left alone (ms), where it said so and it was too long to be waited for here. */
      readonly retryAfter: number | null;
      /** What was sent may have been recorded all the same. Read before sending it again, or it may count twice. */
      readonly mayHaveCounted: boolean;
    }
  /** FlatPeak did what it was asked to, and answered with something that its documentation does not have. */
  | { readonly kind: "unreadable"; readonly objections: readonly Objection[] };

/** More would say nothing new of an answer whose entries are all of one form. */
const MAX_OBJECTIONS = 20;

const inWords = ({ code, message, ...issue }: z.core.$ZodIssue): string =>
  code === "unrecognized_keys" && "keys" in issue ? `is not known to FlatPeak: ${issue.keys.join(", ")}` : message;

/** A value read by a shape, or what is wrong with it. */
export function readShape<T>(
  shape: z.core.$ZodType<T>,
  given: unknown,
): { readonly kind: "ok"; readonly value: T } | { readonly kind: "wrong"; readonly objections: readonly Objection[] } {
  const read = z.core.safeParse(shape, given);
  if (read.success) return { kind: "ok", value: read.data };
  const objections = read.error.issues
    .slice(0, MAX_OBJECTIONS)
    .map((it) => ({ field: it.path.join("."), problem: inWords(it) }));
  return { kind: "wrong", objections };
}

const isNoPrices = (code: string | null | undefined): code is NoPrices => NO_PRICES.some((it) => it === code);

/** Why FlatPeak has no prices, where that is what it answered; null where it is something else. */
export function noPricesIn(answer: Answer): NoPrices | null {
  if (answer.kind !== "refused" && answer.kind !== "unavailable") return null;
  if (isNoPrices(answer.code)) return answer.code;
  // FlatPeak's older documents print a message in place of the code.
  return answer.kind === "refused" && answer.scope === "not_yet" ? "pending_connect" : null;
}
