// What a value may be, as Zero's documentation has it. A query is all text, so each kind says how it is read from there as well.

import { civilDate } from "../time.ts";
import { isIdOf } from "../ids.ts";
import type { IdPrefix } from "../ids.ts";

export interface Kind {
  /** The end of a sentence that begins "It must be". */
  readonly must: string;
  /** The value as JSON writes it, or undefined where it is none. `isText`: it stood in a query. */
  readonly read: (given: unknown, isText: boolean) => unknown;
  /** What JSON calls it. Nothing more is asked of what FlatPeak itself says. */
  readonly type: "string" | "number" | "boolean" | "texts";
}

/** Longer than any reference, address or instant; what is longer was not meant. */
const MAX_TEXT = 2_048;
const NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?$/;
/** RFC 3339, in the form FlatPeak's documentation asks for: a zone belongs to it. */
const INSTANT = /^\d{4}-\d{2}-\d{2}[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;
/** The plus sign of an offset becomes a blank on its way through a query that was not encoded. */
const LOST_PLUS = /^(\S{19,29}) (\d{2}:\d{2})$/;

export const text: Kind = {
  type: "string",
  must: "a text",
  read: (given) => (typeof given === "string" && given !== "" && given.length <= MAX_TEXT ? given : undefined),
};

export const id = (...prefixes: readonly IdPrefix[]): Kind => ({
  type: "string",
  must: `an id that begins with ${prefixes.map((it) => `${it}_`).join(" or ")}`,
  read: (given) => (typeof given === "string" && isIdOf(given, ...prefixes) ? given : undefined),
});

export const oneOf = (...words: readonly string[]): Kind => ({
  type: "string",
  must: words.length === 1 ? `${words[0]}` : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`,
  read: (given) => words.find((it) => it === given),
});

/** A list of texts. */
export const texts: Kind = {
  type: "texts",
  must: "a list of texts",
  read: (given) => (isTexts(given) ? given : undefined),
};

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((it) => typeof it === "string");

/**
 * What FlatPeak answered in a field of this kind; undefined for what is of another. A number or a flag that is written as a text, as
 * its documentation types some, is read as what it is.
 */
export function heard({ type, read }: Kind, value: unknown): unknown {
  if (type === "texts") return isTexts(value) ? value : undefined;
  if (typeof value === type) return value;
  return type === "string" ? undefined : read(value, true);
}

const WORDS: ReadonlyMap<unknown, boolean> = new Map([
  ["true", true],
  ["false", false],
]);

export const flag: Kind = {
  type: "boolean",
  must: "true or false",
  read: (given, isText) => (typeof given === "boolean" ? given : isText ? WORDS.get(given) : undefined),
};

interface Range {
  readonly least?: number;
  readonly most?: number;
  readonly above?: number;
}

function numberOf(given: unknown, isText: boolean): number | undefined {
  const value = isText && typeof given === "string" && NUMBER.test(given) ? Number(given) : given;
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export const number = (must = "a number", { least, most, above }: Range = {}): Kind => ({
  type: "number",
  must,
  read(given, isText) {
    const value = numberOf(given, isText);
    if (value === undefined || value < (least ?? -Infinity) || value > (most ?? Infinity)) return undefined;
    return above === undefined || value > above ? value : undefined;
  },
});

/** Zero's documentation types some numbers as texts, Anode's never does; whichever is sent, a number goes on. */
export const numberOrText = (must: string, range: Range): Kind => {
  const { read } = number(must, range);
  return { type: "number", must, read: (given) => read(given, true) };
};

export const whole: Kind = {
  type: "number",
  must: "a whole number",
  read(given, isText) {
    const value = numberOf(given, isText);
    return Number.isInteger(value) ? value : undefined;
  },
};

export const instant: Kind = {
  type: "string",
  must: "an instant of RFC 3339 with its zone, like 2023-06-15T09:00:00Z or 2023-06-15T08:00:00+01:00",
  read(given, isText) {
    if (typeof given !== "string" || given.length > MAX_TEXT) return undefined;
    const value = isText ? given.replace(LOST_PLUS, "$1+$2") : given;
    return INSTANT.test(value) && civilDate(value) !== null && !Number.isNaN(Date.parse(value)) ? value : undefined;
  },
};
