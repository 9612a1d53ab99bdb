// How a price is set, in the names of FlatPeak's generations.

import { textOf } from "../truth/facts.ts";
import type { Structure } from "./page.ts";

/** FlatPeak's documentation: Zero's client has `FIXEDRATE` and `TIMEOFUSE` on some pages and Anode's names on others. */
const NAMES: Readonly<Record<string, Structure>> = {
  FIXED: "FIXED",
  FIXEDRATE: "FIXED",
  TIMEOFDAY: "TIME_OF_DAY",
  TIMEOFUSE: "TIME_OF_DAY",
  MARKET: "MARKET",
  DYNAMIC: "DYNAMIC",
  ADVANCED: "ADVANCED",
};

/** A structure by any of its names, in whatever letters and however its words are joined; null for a word that is none. */
export function structureOf(value: unknown): Structure | null {
  const word =
    textOf(value)
      ?.toUpperCase()
      .replace(/[_\s-]/g, "") ?? "";
  return (Object.hasOwn(NAMES, word) ? NAMES[word] : undefined) ?? null;
}
