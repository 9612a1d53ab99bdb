// What a supplier adds to the market price, or takes off it: an amount per kWh, a percentage, both or nothing.

import { currencyOf } from "./currency.ts";
import { DefaultButton, TextField, withTyped } from "./fields.tsx";
import { localNumber, usualAmount } from "./money.ts";
import { plainDigits, readDecimal } from "./price.ts";
import { PriceField, answerOf, exampleFacts } from "./price-field.tsx";
import { RegionField, readRegion } from "./region.tsx";
import type { Note } from "../../../text/connect.ts";
import type { ConnectPage, Mistake, PageContext, Reading, Typed } from "./form.ts";
import type { Asked } from "./price-field.tsx";

type Context = PageContext<"surcharge">;

/** A surcharge that doubles the price is none. */
const MAX_PERCENTAGE = 100;

const askedBy = ({ turn }: Context): Asked => ({ name: "fixed", currency: turn.page.currency, kind: "surcharge" });

/** What the surcharge comes to at a market price that is easy to reckon with. */
function exampleNote({ language, turn }: Context, fixed: number, percentage: number): Note {
  const { currency } = turn.page;
  const market = (currencyOf(currency).usual?.low ?? 0.02) * 5;
  const price = Number(((market + fixed) * (1 + percentage / 100)).toFixed(5));
  const facts = { market: usualAmount(language, market, currency), price: usualAmount(language, price, currency) };
  return { key: "connect.surcharge.example", facts };
}

/** The percentage as it stands in its field: nothing where there is none. */
const shownPercentage = ({ language }: Context, percentage: number | null): string =>
  percentage === null || percentage === 0 ? "" : localNumber(language, plainDigits(percentage)).replace(/\s/g, "");

function draw(context: Context) {
  const { turn, words, language } = context;
  const { say } = words;
  const { fixed, percentage, regions } = turn.page;
  const isKnown = (fixed ?? 0) !== 0 || (percentage ?? 0) !== 0;
  const hint = say("connect.surcharge.fixed.hint", exampleFacts(language, askedBy(context)));
  return (
    <>
      <DefaultButton />
      <p>{say("connect.surcharge.text")}</p>
      {regions.length === 0 ? null : <RegionField context={context} />}
      <PriceField
        context={context}
        asked={askedBy(context)}
        label={say("connect.surcharge.fixed")}
        known={fixed === 0 ? null : fixed}
        hint={hint}
      />
      <TextField
        context={context}
        name="percentage"
        label={say("connect.surcharge.percentage")}
        known={shownPercentage(context, percentage)}
        hint={say("connect.surcharge.percentage.hint", { number: localNumber(language, "2.5") })}
        inputmode="decimal"
      />
      {isKnown ? <p>{words.tell(exampleNote(context, fixed ?? 0, percentage ?? 0))}</p> : null}
      <button class="button quiet" type="submit" name="none" value="1">
        {say("connect.surcharge.none")}
      </button>
    </>
  );
}

/** The percentage that was typed: 0 where the field was left empty, null of what is none. */
function percentageIn(typed: Typed): number | null {
  const text = (typed.get("percentage") ?? "").replace("%", "").trim();
  if (text === "") return 0;
  const number = readDecimal(text);
  if (number === null || Math.abs(Number(number)) > MAX_PERCENTAGE) return null;
  return Number(number);
}

/**
 * FlatPeak's documentation: `surcharge{fixed, percentage}`, the amount per kWh in the large unit, the percentage in percent; the
 * amount is added first. Zero asks for `region` on the same page.
 */
function read(context: Context, typed: Typed): Reading {
  const { turn, language } = context;
  const isNone = typed.get("none") === "1";
  const region = turn.page.regions.length === 0 ? null : readRegion(context, typed);
  const mistakes: Mistake[] = region !== null && "mistake" in region ? [region.mistake] : [];
  const percentage = isNone ? 0 : percentageIn(typed);
  const isFixedLeftOut = (typed.get("fixed") ?? "").trim() === "";
  const fixed = isNone || (isFixedLeftOut && percentage !== 0) ? null : answerOf(language, typed, askedBy(context));
  if (fixed?.kind === "mistake") mistakes.push(fixed.mistake);
  if (percentage === null) {
    const facts = { number: localNumber(language, "2.5") };
    mistakes.push({ field: "percentage", key: "connect.errors.percentage", facts });
  }
  if (mistakes.length > 0 || percentage === null) return { kind: "mistakes", mistakes };
  if (fixed?.kind === "question") return { kind: "again", typed: withTyped(fixed.typed), ask: fixed.ask };
  const cost = fixed?.kind === "price" ? fixed.cost : 0;
  const chosen = region !== null && "region" in region ? { region: region.region } : {};
  const data = { surcharge: { fixed: cost, percentage }, ...chosen };
  const reply = { kind: "data", data } as const;
  return cost === 0 && percentage === 0
    ? { kind: "reply", reply }
    : { kind: "reply", reply, said: exampleNote(context, cost, percentage) };
}

export const surcharge: ConnectPage<"surcharge"> = {
  route: "surcharge",
  looks: ["form", "question"],
  heading: ({ words }) => words.say("connect.surcharge.heading"),
  draw,
  button: ({ words }) => words.say("connect.next.button"),
  read,
};
