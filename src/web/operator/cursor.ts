// Cursors: where the next page of a list begins, in a form that nobody has to understand.

import { fromBase64Url, toBase64Url } from "../../platform/bytes.ts";
import { jsonOf } from "../../platform/json.ts";

export type Position = readonly (string | number)[];

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A position in a list as callers hand it back. */
export const cursorOf = (position: Position): string => toBase64Url(encoder.encode(JSON.stringify(position)));

/** The position a cursor stands for; null for what is none of ours. The caller looks at what is in it. */
export function positionIn(cursor: string): Position | null {
  const bytes = fromBase64Url(cursor);
  const read = bytes === null ? undefined : jsonOf(decoder.decode(bytes));
  const isPosition = Array.isArray(read) && read.every((it) => typeof it === "string" || typeof it === "number");
  return isPosition ? read : null;
}
