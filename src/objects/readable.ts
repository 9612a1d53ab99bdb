// What is kept, for somebody to read: names as the API writes them, times as dates, and nothing in it that opens anything.

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

/** Before 2001 nothing here happened: a smaller number is no time. */
const FIRST_TIME_MS = 1_000_000_000_000;
const TIME = /(?:^|_)(?:at|since|until|last)$/;

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A text without what opens something: the code of a link, and a token of FlatPeak's Connect. */
export const withoutKeys = (text: string): string =>
  text.replace(/\/([cs])\/[\w-]{20,}/g, "/$1/(code)").replace(/\bcot_[\w-]+/g, "cot_(token)");

const isTime = (name: string, value: unknown): value is number =>
  TIME.test(name) && typeof value === "number" && value >= FIRST_TIME_MS;

/** A value of ours. `name`: what it is called, by which a time is known. */
export function readable(value: unknown, name = ""): Json {
  if (typeof value === "string") return withoutKeys(value);
  if (isTime(name, value)) return new Date(value).toISOString();
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map((it) => readable(it, name));
  return typeof value === "object" && value !== null ? readableObject(value) : null;
}

/** An object of ours, whose fields are all that it has. */
export const readableObject = (it: object): JsonObject =>
  Object.fromEntries(Object.entries(it).map(([key, value]) => [snake(key), readable(value, snake(key))]));

/** Somebody else's JSON as it is; the text where it is none. */
export function asSent(text: string): Json {
  const safe = withoutKeys(text);
  try {
    return JSON.parse(safe) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return safe;
    throw error;
  }
}
