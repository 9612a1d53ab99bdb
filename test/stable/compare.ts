// What a new version does to those who build on the last one, and whether its number says so.

import type { Surface } from "./surface.ts";

export interface Change {
  /** What is not there any more, is otherwise, or must be given now and did not have to be. */
  readonly broken: readonly string[];
  readonly added: readonly string[];
}

/** What changed from one version to another. */
export function changeBetween(before: Surface, after: Surface): Change {
  const areas = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changes = areas.map((area) => {
    const [old, now] = [new Set(before[area] ?? []), new Set(after[area] ?? [])];
    const gone = [...old].filter((it) => !now.has(it));
    const fresh = [...now].filter((it) => !old.has(it));
    // What never had to be given breaks whoever does not give it; of what is new itself it breaks nobody.
    const wanted = fresh.filter((it) => it.includes(" needs ") && old.has(it.split(" needs ")[0] ?? ""));
    return {
      // That something needs no more than before breaks nobody.
      broken: [
        ...gone.filter((it) => !it.includes(" needs ")).map((it) => `${area}: no more "${it}"`),
        ...wanted.map((it) => `${area}: now "${it}"`),
      ],
      added: fresh.filter((it) => !wanted.includes(it)).map((it) => `${area}: "${it}"`),
    };
  });
  return { broken: changes.flatMap((it) => it.broken), added: changes.flatMap((it) => it.added) };
}

type Step = "none" | "patch" | "minor" | "major";
const STEPS: readonly Step[] = ["none", "patch", "minor", "major"];

const numbersOf = (version: string): readonly number[] => version.split(/[.-]/, 3).map(Number);

/** How far a version is from an earlier one. Before 1.0.0 the second number is what the first is later (semver.org, 4). */
export function stepBetween(before: string, after: string): Step {
  const [old, now] = [numbersOf(before), numbersOf(after)];
  const place = now.findIndex((it, index) => it !== old[index]);
  if (place < 0) return "none";
  if ((now[place] ?? 0) < (old[place] ?? 0)) throw new Error(`${after} comes before ${before}`);
  const isEarly = old[0] === 0;
  return STEPS[3 - place + (isEarly && place > 0 ? 1 : 0)] ?? "none";
}

/** What is wrong with the number of a version that changes so much; null where nothing is. */
export function wrongNumber({ broken, added }: Change, step: Step): string | null {
  const needed: Step = broken.length > 0 ? "major" : added.length > 0 ? "minor" : "none";
  if (STEPS.indexOf(step) >= STEPS.indexOf(needed)) return null;
  const what = broken.length > 0 ? broken : added;
  return `needs a ${needed} version:\n${what.join("\n")}`;
}
