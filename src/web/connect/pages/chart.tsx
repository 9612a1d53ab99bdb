// The prices of a day as a picture, drawn here. It says nothing that the table does not say.

import { clockTime } from "./day-prices.ts";
import type { PriceRow } from "./day-prices.ts";

const WIDTH = 360;
const HEIGHT = 120;
const DAY = 1_440;
/** The hours written below, as far apart as they are. */
const HOURS = [0, 360, 720, 1_080, 1_440];

interface ChartProps {
  readonly rows: readonly PriceRow[];
  /** Of all days that are shown together, so that they can be compared. */
  readonly low: number;
  readonly high: number;
  /** The picture in words. */
  readonly label: string;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** A bar as a part of a path, from its upper left corner. */
function barOf({ from, to, cost }: PriceRow, y: (cost: number) => number): string {
  const end = to > from ? to : DAY;
  const width = Math.max(rounded(((end - from) / DAY) * WIDTH) - 1, 1);
  const height = Math.max(rounded(Math.abs(y(cost) - y(0))), 1);
  return `M${rounded((from / DAY) * WIDTH) + 0.5} ${Math.min(y(cost), y(0))}h${width}v${height}h-${width}z`;
}

/** Bars above and below a line at zero: one path for what is sure and one for what is estimated, as a day may have a hundred. */
export const Chart = ({ rows, low, high, label }: ChartProps) => {
  const bottom = Math.min(low, 0);
  const reach = Math.max(high, 0) - bottom || 1;
  const y = (cost: number): number => rounded(HEIGHT - ((cost - bottom) / reach) * HEIGHT);
  const pathOf = (isEstimate: boolean): string =>
    rows.flatMap((row) => (row.isEstimate === isEstimate ? [barOf(row, y)] : [])).join("");
  return (
    <>
      <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        <path class="bar" d={pathOf(false)} />
        <path class="estimate" d={pathOf(true)} />
        <line class="zero" x1="0" x2={WIDTH} y1={y(0)} y2={y(0)} />
      </svg>
      <div class="hours" aria-hidden="true">
        {HOURS.map((minute) => (
          <span>{clockTime(minute)}</span>
        ))}
      </div>
    </>
  );
};
