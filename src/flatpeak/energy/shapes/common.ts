// What the questions and answers of FlatPeak's energy API (version Anode) have in common. Questions are read strictly, since a
// field that FlatPeak does not know would be ignored without a word. Answers are read leniently: what is needed to
// understand a figure must be there, everything else may be missing, and what nobody here knows is kept as it came.

import * as z from "zod/mini";
import { isIdOf } from "../../ids.ts";
import { instant as msOfInstant } from "../../time.ts";
import type { IdPrefix } from "../../ids.ts";

/** RFC 3339 with its zone (FlatPeak's documentation: `Z` or an offset). */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/**
 * An instant of an answer, as FlatPeak wrote it: the offset says what the clock on the wall showed, so it is kept. A text
 * that names no instant is refused; one without a zone is UTC, as everywhere in this product.
 */
export const instant = z.string().check(z.refine((text) => msOfInstant(text) !== null, "must be an instant"));

/** An instant of a question: RFC 3339 with its zone, or FlatPeak would have to guess. */
export const askedInstant = z
  .string("must be an instant of RFC 3339 with its zone")
  .check(
    z.refine(
      (text) => RFC_3339.test(text) && msOfInstant(text) !== null,
      "must be an instant of RFC 3339 with its zone, like 2026-06-15T08:00:00+01:00",
    ),
  );

/** The instant in milliseconds; NaN for what is none, which no shape lets through. */
export const msOf = (text: string): number => msOfInstant(text) ?? NaN;

const DIRECTIONS = ["IMPORT", "EXPORT", "LOCAL"] as const;
export type TariffDirection = (typeof DIRECTIONS)[number];

export const tariffDirection = z.enum(DIRECTIONS, "must be IMPORT, EXPORT or LOCAL");

/** Left out in a question, FlatPeak's documentation of prices has IMPORT. */
export const askedDirection = z.optional(tariffDirection);

/** The words of an answer without blanks around them: FlatPeak's examples print values with a blank at their end. */
const word = z.string().check(z.trim());

/** A number of an answer. FlatPeak's older documents type some of them as text. */
export const figure = z.union([
  z.number(),
  z.pipe(
    z.string().check(z.regex(/^\s*-?\d+(?:\.\d+)?\s*$/)),
    z.transform((text) => Number(text)),
  ),
]);

/** From 0 to 1, where 1 is certain; below that FlatPeak forecasts, and replaces the figure later. Null where it does not say. */
export const confidence = z.nullish(figure);

/** Money in the large unit of the answer's currency (pounds, not pence); it may be negative. */
export const money = z.looseObject({ value: figure, confidence });

/** Energy with its unit. */
export const energy = z.looseObject({ units: z.enum(["WH", "KWH"]), value: figure });
/** Power with its unit. */
export const power = z.looseObject({ units: z.enum(["W", "KW"]), value: figure });

const positive = z.number("must be a number above 0").check(z.refine((it) => it > 0, "must be a number above 0"));

export const askedEnergy = z.strictObject({ units: z.enum(["WH", "KWH"], "must be WH or KWH"), value: positive });
export const askedPower = z.strictObject({ units: z.enum(["W", "KW"], "must be W or KW"), value: positive });

export type Energy = z.infer<typeof askedEnergy>;
export type Power = z.infer<typeof askedPower>;

/** Watt-hours, whichever unit it was said in. */
export const wattHours = ({ units, value }: Pick<Energy, "units" | "value">): number =>
  units === "KWH" ? value * 1_000 : value;
/** Watts, whichever unit it was said in. */
export const watts = ({ units, value }: Pick<Power, "units" | "value">): number =>
  units === "KW" ? value * 1_000 : value;

/** ISO 4217. Without it no figure of money means anything, so an answer must have it. */
export const currency = word.check(z.regex(/^[A-Za-z]{3}$/, "must be a currency of three letters"));

/** What nearly every answer says of itself. */
export const head = {
  id: z.nullish(word),
  object: z.nullish(word),
  live_mode: z.nullish(z.boolean()),
  tariff_direction: z.nullish(word),
  location_timezone: z.nullish(word),
  currency_code: currency,
  time_created: z.nullish(z.union([z.string(), z.number()])),
  account_id: z.nullish(word),
  /** The question, as FlatPeak understood it. */
  request: z.nullish(z.looseObject({})),
};

/** The same of one that is about a location. */
export const locationHead = { ...head, location_id: z.nullish(word) };

/** An id of one of these kinds. Never of a fixed length. */
export const idOf = (...prefixes: readonly IdPrefix[]) => {
  const must = `must be an id that begins with ${prefixes.map((it) => `${it}_`).join(" or ")}`;
  return z.string(must).check(z.refine((text) => isIdOf(text, ...prefixes), must));
};

/** A name that the company gave to something, like the reference of a session. */
export const reference = z.string("must be a text").check(z.minLength(1), z.maxLength(200));

interface Window {
  readonly start_time?: string | undefined;
  readonly end_time: string;
}

/** A window ends after it starts. */
export const endsAfterStart = z.refine<Window>(
  ({ start_time, end_time }) => start_time === undefined || msOf(end_time) > msOf(start_time),
  { error: "must be after start_time", path: ["end_time"] },
);

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads an object in which FlatPeak's documents give one thing several names: the first that is there is `name`. */
export const named = <T extends z.core.$ZodType>(name: string, others: readonly string[], shape: T) =>
  z.pipe(
    z.transform((given: unknown) => {
      if (!isFields(given) || given[name] !== undefined) return given;
      const other = others.find((it) => given[it] !== undefined);
      return other === undefined ? given : { ...given, [name]: given[other] };
    }),
    shape,
  );
