// The chart of a frontier: hours against messages, text messages' cost and opt-outs. Drawn here, as text; the same for the same figures.

import type { Cost, Outcome } from "./frontier.ts";
import type { Frontiers, Named } from "./named.ts";
import type { Found } from "./search.ts";

interface Panel {
  readonly cost: Cost;
  readonly title: string;
  readonly digits: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const PANELS: readonly Panel[] = [
  {
    cost: "messages",
    title: "Hours wrong per customer, against messages for 100 customers",
    digits: 0,
    left: 60,
    top: 60,
    width: 640,
    height: 240,
  },
  {
    cost: "smsCost",
    title: "Against cost of text messages for 100",
    digits: 1,
    left: 60,
    top: 380,
    width: 280,
    height: 140,
  },
  { cost: "optOuts", title: "Against opt-outs for 100", digits: 1, left: 420, top: 380, width: 280, height: 140 },
];

const STYLE =
  "text{font:12px system-ui,sans-serif;fill:#444}.title{font-weight:600}.axis{stroke:#9aa3ab}.grid{stroke:#9aa3ab;opacity:.25}" +
  ".line{fill:none;stroke:#1f7a5c;stroke-width:2}.on{fill:#1f7a5c}.off{fill:#9aa3ab}.now{fill:#c2410c}.means{fill:none;stroke:#c2410c;stroke-dasharray:5 4}" +
  "@media(prefers-color-scheme:dark){text{fill:#ccc}.line{stroke:#4cc38a}.on{fill:#4cc38a}.off{fill:#69727a}.now{fill:#fb923c}.means{stroke:#fb923c}}";

/** Round steps over a range, four to nine of them. */
function ticks(from: number, to: number): readonly number[] {
  const rough = (to - from) / 5 || 1;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((it) => it * size).find((it) => it >= rough) ?? rough;
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, index) => (first + index) * step);
}

function panelLines(panel: Panel, found: Found, frontiers: Frontiers): readonly string[] {
  const { cost, title, digits, left, top, width, height } = panel;
  const outcomes = [...found.points.map((it) => it.outcome), found.current];
  const [costs, hours] = [outcomes.map((it) => it[cost]), outcomes.map((it) => it.hours)];
  const [least, most] = [Math.min(...hours), Math.max(...hours)];
  const pad = (most - least) * 0.06 || 1;
  const [low, high, right] = [least - pad, most + pad, Math.max(...costs) * 1.04 || 1];
  const x = (value: number): string => (left + (value / right) * width).toFixed(1);
  const y = (value: number): string => (top + height - ((value - low) / (high - low)) * height).toFixed(1);
  const dot = (it: Outcome, kind: string, radius: number): string =>
    `<circle class="${kind}" cx="${x(it[cost])}" cy="${y(it.hours)}" r="${radius}"/>`;
  const line = (kind: string, along: readonly Named[]): string =>
    `<polyline class="${kind}" points="${along.map(({ outcome }) => `${x(outcome[cost])},${y(outcome.hours)}`).join(" ")}"/>`;
  const frontier = frontiers[cost];
  const bottom = top + height;
  const now = found.current;
  const names = frontier.filter((_, index) => cost === "messages" && index % 3 === 0);
  return [
    `<text class="title" x="${left}" y="${top - 12}">${title}</text>`,
    ...ticks(low, high).flatMap((it) => [
      `<line class="grid" x1="${left}" x2="${left + width}" y1="${y(it)}" y2="${y(it)}"/>`,
      `<text x="${left - 6}" y="${y(it)}" dy="4" text-anchor="end">${it.toFixed(0)}</text>`,
    ]),
    ...ticks(0, right).map(
      (it) => `<text x="${x(it)}" y="${bottom + 16}" text-anchor="middle">${it.toFixed(digits)}</text>`,
    ),
    `<line class="axis" x1="${left}" x2="${left + width}" y1="${bottom}" y2="${bottom}"/>`,
    ...found.points.map((it) => dot(it.outcome, "off", 2.5)),
    ...(cost === "messages" ? [line("means", frontiers.withinMeans)] : []),
    line("line", frontier),
    ...frontier.map((it) => dot(it.outcome, "on", 3)),
    ...names.map(
      (it) => `<text x="${x(it.outcome[cost])}" y="${y(it.outcome.hours)}" dx="5" dy="-6">${it.name}</text>`,
    ),
    dot(now, "now", 5),
    `<text x="${x(now[cost])}" y="${y(now.hours)}" dx="-8" dy="-8" text-anchor="end">current</text>`,
  ];
}

/** The chart as an SVG file that can be read on light and on dark. Dashed: the frontier within the means of the current policy. */
export function chartOf(title: string, found: Found, frontiers: Frontiers): string {
  const lines = [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 560" width="720" height="560" role="img" aria-label="Frontier of policies">',
    `<style>${STYLE}</style>`,
    `<text x="0" y="14">${title}. Less is better, on both axes.</text>`,
    '<text x="0" y="30">Dashed: the frontier within the means of the current settings.</text>',
    ...PANELS.flatMap((panel) => panelLines(panel, found, frontiers)),
    "</svg>",
  ];
  return `${lines.join("\n")}\n`;
}
