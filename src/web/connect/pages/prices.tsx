// Today's and tomorrow's prices: a table each, and a picture where there is something to see.

import { Chart } from "./chart.tsx";
import { clockTime, rangeOf, rowsOf } from "./day-prices.ts";
import { shownAmount } from "./money.ts";
import type { Summary } from "../../../flatpeak/connect/page.ts";
import type { PriceRow } from "./day-prices.ts";
import type { PageContext } from "./form.ts";

type Context = PageContext<"summary">;

/** More rows than these are folded away behind what they come to. */
const MAX_OPEN_ROWS = 12;
const DAYS = ["today", "tomorrow"] as const;

interface DayProps {
  readonly context: Context;
  readonly day: (typeof DAYS)[number];
  readonly rows: readonly PriceRow[];
  readonly range: { readonly low: number; readonly high: number };
}

function rangeFacts({ language, turn }: Context, { low, high }: { low: number; high: number }) {
  const { currency } = turn.page;
  return { low: shownAmount(language, low, currency), high: shownAmount(language, high, currency) };
}

const isAllDay = ({ from, to }: PriceRow): boolean => from === 0 && to === 1_440;

const Table = ({ context, day, rows }: Omit<DayProps, "range">) => {
  const { say } = context.words;
  const { currency } = context.turn.page;
  return (
    <table>
      <caption class="hidden">{`${say("connect.summary.prices")}: ${say(`connect.summary.${day}`)}`}</caption>
      <thead>
        <tr>
          <th scope="col">{say("connect.summary.time")}</th>
          <th scope="col">{say("connect.summary.price")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            <th scope="row">
              {isAllDay(row)
                ? say("connect.summary.all_day")
                : say("connect.summary.span", { from: clockTime(row.from), to: clockTime(row.to) })}
            </th>
            <td>
              {shownAmount(context.language, row.cost, currency)}
              {row.isEstimate ? <small>{say("connect.summary.estimated")}</small> : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Day = ({ context, day, rows, range }: DayProps) => {
  const { say } = context.words;
  const own = rangeOf(rows);
  if (own === null) return null;
  const facts = rangeFacts(context, own);
  const table = <Table context={context} day={day} rows={rows} />;
  return (
    <>
      <h3>{say(`connect.summary.${day}`)}</h3>
      {rows.length <= MAX_OPEN_ROWS ? (
        table
      ) : (
        <details>
          <summary>{say("connect.summary.range", facts)}</summary>
          {table}
        </details>
      )}
      {own.low === own.high ? null : (
        <Chart rows={rows} low={range.low} high={range.high} label={say("connect.summary.chart", facts)} />
      )}
    </>
  );
};

/** The prices of a summary, or that they are not known yet. */
export const Prices = ({ context }: { context: Context }) => {
  const { turn, words, home } = context;
  const { prices }: Summary = turn.page;
  const days = DAYS.map((day) => ({ day, rows: rowsOf(prices[day], home.timeZone) }));
  const range = rangeOf(days.flatMap(({ rows }) => rows));
  return (
    <section class="prices">
      <h2>{words.say("connect.summary.prices")}</h2>
      {range === null ? (
        <p>{words.say("connect.summary.no_prices")}</p>
      ) : (
        days.map(({ day, rows }) => <Day context={context} day={day} rows={rows} range={range} />)
      )}
    </section>
  );
};
