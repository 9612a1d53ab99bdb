// The chart for the README: processor time of each request, as bars. Readable on a light and on a dark page.

import { LABELS } from "./figures.ts";
import type { Figure } from "./figures.ts";

const SHOWN: readonly (readonly [name: string, part: string, kind: string])[] = [
  ["ingest.1.floor", "ingest.1", "floor"],
  ["ingest.1.product", "ingest.1", "product"],
  ["ingest.few.floor", "ingest.few", "floor"],
  ["ingest.few.product", "ingest.few", "product"],
  ["ingest.few.express", "ingest.few", "Express + better-sqlite3"],
  ["ingest.few.node", "ingest.few", "node:http + node:sqlite"],
  ["ingest.many.floor", "ingest.many", "floor"],
  ["ingest.many.product", "ingest.many", "product"],
  ["duplicate.few.product", "duplicate.few", "product"],
  ["redirect.few.floor", "redirect.few", "floor"],
  ["redirect.few.product", "redirect.few", "product"],
];

const WIDTH = 720;
const LEFT = 200;
const ROOM = WIDTH - LEFT - 90;
const ROW = 18;
const GAP = 26;

/** An SVG of the figures that are shown; those not measured are left out. */
export function chartOf(figures: readonly Figure[]): string {
  const bars = SHOWN.flatMap(([name, part, kind]) => {
    const cpu = figures.find((it) => it.name === name)?.cpu?.median ?? null;
    return cpu === null ? [] : [{ part, kind, cpu }];
  });
  const most = Math.max(...bars.map((it) => it.cpu));
  let y = 34;
  let part = "";
  const lines: string[] = [];
  for (const bar of bars) {
    if (bar.part !== part) {
      part = bar.part;
      lines.push(`<text class="part" x="0" y="${y + 13}">${LABELS[part] ?? part}</text>`);
      y += GAP - 6;
    }
    const width = Math.max(2, Math.round((bar.cpu / most) * ROOM));
    const ours = bar.kind === "product" ? "ours" : "theirs";
    lines.push(
      `<text x="${LEFT - 8}" y="${y + 13}" text-anchor="end">${bar.kind}</text>`,
      `<rect class="${ours}" x="${LEFT}" y="${y + 2}" width="${width}" height="${ROW - 4}" rx="2"/>`,
      `<text x="${LEFT + width + 6}" y="${y + 13}">${Math.round(bar.cpu)} µs</text>`,
    );
    y += ROW;
  }
  const height = y + 10;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Processor time of each request, in microseconds">
<style>text{font:12px system-ui,sans-serif;fill:#444}.part,.title{font-weight:600}.ours{fill:#1f7a5c}.theirs{fill:#9aa3ab}@media(prefers-color-scheme:dark){text{fill:#ccc}.ours{fill:#4cc38a}.theirs{fill:#69727a}}</style>
<text class="title" x="0" y="16">Processor time of each request (µs, less is better)</text>
${lines.join("\n")}
</svg>
`;
}
