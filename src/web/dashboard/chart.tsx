// Bars drawn on the server. What they show stands in a table beside them, so that nobody has to see them.

/** One bar: `part` of `whole` is filled. */
export interface Bar {
  readonly name: string;
  readonly part: number;
  readonly whole: number;
}

const WIDTH = 400;
const NAME = 130;
const NUMBER = 46;
const ROW = 28;
const LONGEST_NAME = 17;
/** What tells one id from another stands at its end. */
const KEPT_END = 8;

/** A name cut to what there is room for. */
export function cut(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  return `${name.slice(0, LONGEST_NAME - KEPT_END - 1)}…${name.slice(-KEPT_END)}`;
}

/** Bars below one another, each as long as its share of the largest whole. */
export const Bars = ({ title, bars }: { title: string; bars: readonly Bar[] }) => {
  const most = Math.max(1, ...bars.map(({ whole }) => whole));
  const lengthOf = (value: number): number => Math.round(((WIDTH - NAME - NUMBER) * value) / most);
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${bars.length * ROW}`} role="img" aria-label={title}>
      {bars.map(({ name, part, whole }, nth) => (
        <g>
          <text x="0" y={nth * ROW + 18}>
            {cut(name)}
          </text>
          <rect class="track" x={NAME} y={nth * ROW + 5} width={lengthOf(whole)} height="17" rx="4" />
          <rect class="bar" x={NAME} y={nth * ROW + 5} width={lengthOf(part)} height="17" rx="4" />
          <text x={NAME + lengthOf(whole) + 8} y={nth * ROW + 18}>
            {part}
          </text>
        </g>
      ))}
    </svg>
  );
};
