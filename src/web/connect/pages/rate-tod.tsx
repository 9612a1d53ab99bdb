// The prices of a day: any number of periods, each with its price, which together make a whole day. Adding and removing one works
// without script; an end left out is the next beginning.

import { AgainButton, DefaultButton, FOCUS, Kept, TextField, withTyped } from "./fields.tsx";
import { completed, faultOf, readTime } from "./periods.ts";
import { PriceField, answerOf } from "./price-field.tsx";
import type { Hours } from "../../../flatpeak/connect/page.ts";
import type { ConnectPage, Mistake, PageContext, Reading, Typed } from "./form.ts";
import type { Span } from "./periods.ts";
import type { Asked } from "./price-field.tsx";

type Context = PageContext<"rate_tod">;

const MAX_PERIODS = 24;
/** Most tariffs with several prices have two. */
const FIRST_PERIODS = 2;

const names = (index: number) => ({ from: `from-${index}`, to: `to-${index}`, price: `price-${index}` });

/** The fields of a period, its question included: they move along when another is removed. */
const fieldsOf = (index: number): readonly string[] => {
  const { from, to, price } = names(index);
  return [from, to, price, `${price}-asked`, `${price}-answer`];
};

const askedAt = ({ turn }: Context, index: number): Asked => ({
  name: names(index).price,
  currency: turn.page.currency,
  kind: "rate",
});

function rowCount(typed: Typed | null, known: number): number {
  const count = typed === null ? Math.max(known, FIRST_PERIODS) : Number(typed.get("rows"));
  return Number.isInteger(count) ? Math.min(Math.max(count, 1), MAX_PERIODS) : FIRST_PERIODS;
}

/** The periods FlatPeak knows. One without a length and a price is how it says that it knows none. */
const hoursOf = ({ turn }: Context): readonly Hours[] =>
  turn.page.hours.filter(({ from, to, cost }) => from !== to || (cost !== null && cost !== 0));

const Period = ({ context, index, isOnly }: { context: Context; index: number; isOnly: boolean }) => {
  const { say } = context.words;
  const known = hoursOf(context)[index];
  const { from, to } = names(index);
  const number = String(index + 1);
  // Prices of nothing stand where FlatPeak knows none.
  const cost = known === undefined || known.cost === 0 ? null : known.cost;
  return (
    <fieldset class="period">
      <legend>{say("connect.rate_tod.period", { number })}</legend>
      <div class="times">
        <TextField
          context={context}
          name={from}
          type="time"
          label={say("connect.rate_tod.from")}
          known={known?.from ?? ""}
        />
        <TextField context={context} name={to} type="time" label={say("connect.rate_tod.to")} known={known?.to ?? ""} />
      </div>
      <PriceField context={context} asked={askedAt(context, index)} label={say("connect.price.label")} known={cost} />
      {isOnly ? null : (
        <AgainButton value={`remove-${index}`}>{say("connect.rate_tod.remove.button", { number })}</AgainButton>
      )}
    </fieldset>
  );
};

function draw(context: Context) {
  const { say } = context.words;
  const rows = rowCount(context.typed, hoursOf(context).length);
  return (
    <>
      <DefaultButton />
      <p>{say("connect.rate_tod.text")}</p>
      <Kept name="rows" value={String(rows)} />
      {Array.from({ length: rows }, (_, index) => (
        <Period context={context} index={index} isOnly={rows === 1} />
      ))}
      {rows >= MAX_PERIODS ? null : <AgainButton value="add">{say("connect.rate_tod.add.button")}</AgainButton>}
    </>
  );
}

/** One period more, which begins where the last one ends. */
function withRow(typed: Typed, rows: number): Typed {
  if (rows >= MAX_PERIODS) return withTyped(typed);
  const { from } = names(rows);
  const start = typed.get(names(rows - 1).to) ?? "";
  return withTyped(typed, { rows: String(rows + 1), [from]: start, [FOCUS]: from });
}

/** One period less; those behind it move up. */
function withoutRow(typed: Typed, rows: number, removed: number): Typed {
  if (rows === 1 || !(removed >= 0 && removed < rows)) return withTyped(typed);
  const near = names(Math.min(removed, rows - 2)).from;
  const changes: Record<string, string | null> = { rows: String(rows - 1), [FOCUS]: near };
  for (let index = removed; index < rows; index += 1) {
    const next = fieldsOf(index + 1);
    fieldsOf(index).forEach((name, at) => {
      changes[name] = index === rows - 1 ? null : typed.get(next[at] ?? "");
    });
  }
  return withTyped(typed, changes);
}

/** The times of the periods as they were meant, and what is wrong with them. */
function spansIn(
  typed: Typed,
  rows: number,
): { readonly spans: readonly Span[]; readonly mistakes: readonly Mistake[] } {
  const indexes = Array.from({ length: rows }, (_, index) => index);
  const typedTime = (name: string): string | null => {
    const text = (typed.get(name) ?? "").trim();
    return text === "" ? "" : readTime(text);
  };
  const read = indexes.map((index) => ({ from: typedTime(names(index).from), to: typedTime(names(index).to) }));
  const spans = completed(read.map(({ from, to }) => ({ from: from ?? "", to: to ?? "" })));
  const mistakes = spans.flatMap((span, index): readonly Mistake[] => {
    const { from, to } = names(index);
    const isEmpty = rows > 1 && span.from === span.to;
    return [
      ...(span.from === "" || read[index]?.from === null ? [{ field: from, key: "connect.errors.from" } as const] : []),
      ...(span.to === "" || read[index]?.to === null || isEmpty
        ? [{ field: to, key: "connect.errors.to" } as const]
        : []),
    ];
  });
  const fault = mistakes.length > 0 ? null : faultOf(spans);
  if (fault === null) return { spans, mistakes };
  const { kind, from, to } = fault;
  // At the period that ends where the stretch begins.
  const at = Math.max(
    spans.findIndex((it) => (kind === "gap" ? it.to === from : it.from === from)),
    0,
  );
  const field = kind === "gap" ? names(at).to : names(at).from;
  return { spans, mistakes: [{ field, key: `connect.errors.${kind}`, facts: { from, to } }] };
}

/** FlatPeak's documentation: `hours[{cost, valid_from, valid_to}]`, local times `HH:MM:SS`, costs per kWh in the large unit. */
function read(context: Context, typed: Typed): Reading {
  const rows = rowCount(typed, 0);
  const again = typed.get("again");
  if (again === "add") return { kind: "again", typed: withRow(typed, rows) };
  if (again?.startsWith("remove-") === true) {
    return { kind: "again", typed: withoutRow(typed, rows, Number(again.slice("remove-".length))) };
  }
  const { spans, mistakes: wrongTimes } = spansIn(typed, rows);
  const answers = spans.map((_, index) => answerOf(context.language, typed, askedAt(context, index)));
  const wrongPrices = answers.flatMap((it) => (it.kind === "mistake" ? it.mistake : []));
  if (wrongTimes.length + wrongPrices.length > 0)
    return { kind: "mistakes", mistakes: [...wrongTimes, ...wrongPrices] };
  const questions = answers.flatMap((it) => (it.kind === "question" ? it : []));
  const [first] = questions;
  if (first !== undefined) {
    // All that is unclear is asked at once.
    const asked = new URLSearchParams(withTyped(typed));
    for (const question of questions) {
      const name = question.ask.field ?? "";
      asked.set(`${name}-asked`, typed.get(name) ?? "");
      asked.delete(`${name}-answer`);
    }
    return { kind: "again", typed: asked, ask: first.ask };
  }
  const hours = spans.flatMap(({ from, to }, index) => {
    const answer = answers[index];
    return answer?.kind === "price" ? { cost: answer.cost, valid_from: `${from}:00`, valid_to: `${to}:00` } : [];
  });
  const said = { key: "connect.rate_tod.said", facts: { count: String(hours.length) } } as const;
  return { kind: "reply", reply: { kind: "data", data: { hours } }, said };
}

export const rateTod: ConnectPage<"rate_tod"> = {
  route: "rate_tod",
  looks: ["form", "periods", "question"],
  heading: ({ words }) => words.say("connect.rate_tod.heading"),
  draw,
  button: ({ words }) => words.say("connect.next.button"),
  read,
};
