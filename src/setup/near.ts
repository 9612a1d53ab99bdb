// Typing errors: names in the environment that are no setting, but nearly one.

import type { Complaint } from "../platform/fields.ts";

/** One letter in five may differ, and two at most. With more of them it is taken for another word. */
const MAX_SLIPS = 2;
const LETTERS_PER_SLIP = 5;

/** How many letters must be put in, left out, changed or swapped with the next to make one word of the other. */
function slipsBetween(one: string, other: string): number {
  let older: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      const options = [(last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same];
      const isSwap = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwap) options.push((older[j - 2] ?? 0) + 1);
      row.push(Math.min(...options));
    }
    older = last;
    last = row;
  }
  return last[other.length] ?? 0;
}

/** The name that was meant; null where none is near. */
export function nearest(name: string, known: readonly string[]): string | null {
  const folded = name.toUpperCase();
  const close = known
    .map((it) => ({ it, slips: slipsBetween(folded, it) }))
    .filter(({ it, slips }) => slips <= Math.min(MAX_SLIPS, Math.floor(it.length / LETTERS_PER_SLIP)));
  return close.sort((a, b) => a.slips - b.slips)[0]?.it ?? null;
}

/** Names in an environment that are nearly a setting, where that one is not set itself. Bindings are no names of settings. */
export function nearMisses(env: Readonly<Record<string, unknown>>, known: readonly string[]): readonly Complaint[] {
  const unset = known.filter((name) => env[name] === undefined || env[name] === "");
  return Object.entries(env).flatMap(([name, value]) => {
    const isBinding = typeof value === "object" || typeof value === "function";
    const meant = isBinding || value === undefined || known.includes(name) ? null : nearest(name, unset);
    return meant === null ? [] : [{ setting: name, problem: `is no setting: is ${meant} meant?` }];
  });
}
