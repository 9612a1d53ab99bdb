// A check of a deployment, in lines for a terminal.

import type { CheckReportShape } from "../../web/operator/shapes/checks.ts";

const SIGNS = { ok: "ok", warn: "look", failed: "failed", skipped: "-" } as const;

const COUNTED = ["failed", "warn", "skipped", "ok"] as const;
const WORDS = { failed: "failed", warn: "to look at", skipped: "not tried", ok: "well" } as const;

/** A line for each finding, its remedy below it, and one that counts them. */
export function linesOf({ data }: CheckReportShape): readonly string[] {
  const width = Math.max(0, ...data.map(({ name }) => name.length));
  const lines = data.flatMap(({ name, result, found, remedy }) => {
    const head = `  ${SIGNS[result].padEnd(6)}  ${name.padEnd(width)}  ${found}`;
    return remedy === null ? [head] : [head, `${" ".repeat(width + 12)}-> ${remedy}`];
  });
  const counts = COUNTED.flatMap((result) => {
    const count = data.filter((it) => it.result === result).length;
    return count === 0 ? [] : [`${count} ${WORDS[result]}`];
  });
  return [...lines, "", `  ${counts.join(", ")}`];
}
