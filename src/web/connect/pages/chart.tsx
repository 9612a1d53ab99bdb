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

/** Bars above and below a line at zero. */
export const Chart = ({ rows, low, high, label }: ChartProps) => {
  const bottom = Math.min(low, 0);
  const reach = Math.max(high, 0) - bottom || 1;
  const y = (cost: number): number => rounded(HEIGHT - ((cost - bottom) / reach) * HEIGHT);
  return (
    <>
      <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        {rows.map(({ from, to, cost, isEstimate }) => {
          const end = to > from ? to : DAY;
          const top = Math.min(y(cost), y(0));
          return (
            <rect
              class={isEstimate ? "estimate" : "bar"}
              x={rounded((from / DAY) * WIDTH) + 0.5}
              y={top}
              width={Math.max(rounded(((end - from) / DAY) * WIDTH) - 1, 1)}
              height={Math.max(rounded(Math.abs(y(cost) - y(0))), 1)}
            />
          );
        })}
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
