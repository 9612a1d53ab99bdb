// A price on a form: typed as it stands on the bill, said back in words, and asked about where it looks wrong.

import { Choice, Hint, Kept, MistakeText, described, valueOf, withTyped } from "./fields.tsx";
import { currencyOf } from "./currency.ts";
import { largeAmount, localNumber, priceNote, usualAmount } from "./money.ts";
import { plainText } from "./plain.ts";
import { inSmallUnit, plainDigits, readPrice } from "./price.ts";
import type { Note } from "../../../text/connect.ts";
import type { Language } from "../../../text/language.ts";
import type { Shown } from "./fields.tsx";
import type { Mistake, Typed } from "./form.ts";
import type { PriceKind, PriceReading } from "./price.ts";

/** Which price is asked for: the name of its field, its currency and its kind. */
export interface Asked {
  readonly name: string;
  readonly currency: string | null;
  readonly kind: PriceKind;
}

/** Beside a price's own field: what was asked about, and what was answered. */
const askedName = (name: string): string => `${name}-asked`;
const answerName = (name: string): string => `${name}-answer`;

/** An amount for the examples, which is usual in the currency: 0.275 or, where money is worth less, ten times that and more. */
function exampleOf({ currency, kind }: Asked): number {
  const { usual } = currencyOf(currency);
  const rate = usual === null ? 0.275 : Math.max(0.275, usual.low * 13.75);
  return Number(plainDigits(kind === "rate" ? rate : rate / 10));
}

/** The examples beside a price: in the small unit, and in the large. */
export function exampleFacts(language: Language, asked: Asked): { readonly small: string; readonly large: string } {
  const example = exampleOf(asked);
  return {
    small: usualAmount(language, example, asked.currency),
    large: largeAmount(language, example, asked.currency),
  };
}

/** What was typed there, read; an answer counts for the text that was asked about. */
function priceIn(typed: Typed, { name, currency, kind }: Asked): PriceReading {
  const text = typed.get(name) ?? "";
  const answer = typed.get(answerName(name));
  const isAnswered = answer !== null && answer !== "" && typed.get(askedName(name)) === text;
  return readPrice(text, currency, kind, isAnswered ? Number(answer) : null);
}

/** What is wrong with a price, at its field; null where it is right, or has to be asked about. */
function priceMistake(language: Language, asked: Asked, reading: PriceReading): Mistake | null {
  const { name: field, currency } = asked;
  switch (reading.kind) {
    case "missing":
      return { field, key: "connect.errors.price_missing" };
    case "unreadable":
      return { field, key: "connect.errors.price_unreadable", facts: { price: exampleFacts(language, asked).small } };
    case "foreign":
      return { field, key: "connect.errors.price_currency", facts: { currency: currency ?? "" } };
    case "price":
    case "question":
      return null;
  }
}

/** The question about a price in words. */
function priceQuestion(text: string, { name }: Asked, choices: readonly number[]): Mistake {
  const facts = { typed: plainText(text) };
  return { field: name, key: choices.length > 1 ? "connect.price.ask" : "connect.price.ask.one", facts };
}

/** What was typed with the mark that this price is being asked about, so that the form draws the question. */
const withQuestion = (typed: Typed, { name }: Asked): Typed =>
  withTyped(typed, { [askedName(name)]: typed.get(name) ?? "", [answerName(name)]: null });

/** The choices of a price that is being asked about; null of one that is not. */
function choicesOf({ typed }: Shown, { name, currency, kind }: Asked): readonly number[] | null {
  const text = typed?.get(name) ?? "";
  if (typed === null || typed.get(askedName(name)) !== text) return null;
  const reading = readPrice(text, currency, kind);
  return reading.kind === "question" ? reading.choices : null;
}

interface QuestionProps {
  readonly context: Shown;
  readonly asked: Asked;
  readonly choices: readonly number[];
}

/** The ways a price can be meant, to choose from, in the place of its mistake. It stays until the price is another. */
const Question = ({ context, asked, choices }: QuestionProps) => {
  const { typed, language, words } = context;
  const { name, currency } = asked;
  const text = typed?.get(name) ?? "";
  return (
    <div class="question" id={`${name}-error`}>
      <Kept name={askedName(name)} value={text} />
      <Choice
        context={context}
        name={answerName(name)}
        legend={words.tell(priceQuestion(text, asked, choices))}
        options={choices.map((cost) => ({
          value: plainDigits(cost),
          label: words.tell(priceNote(language, cost, currency)),
        }))}
      />
      <p class="hint">{words.say("connect.price.ask.change")}</p>
    </div>
  );
};

/** How a known price stands in the field: in the small unit, which it names, so that nobody has to guess. */
function shownPrice(language: Language, known: number | null, currency: string | null): string {
  if (known === null) return "";
  const { minor } = currencyOf(currency);
  return minor === null
    ? localNumber(language, plainDigits(known)).replace(/\s/g, "")
    : `${localNumber(language, inSmallUnit(known)).replace(/\s/g, "")} ${minor}`;
}

/** What the field says below: what was understood of the price, else examples. */
function hintOf(context: Shown, asked: Asked, own: string | undefined): string {
  const { typed, language, words } = context;
  const reading = typed === null ? null : priceIn(typed, asked);
  if (reading?.kind === "price") return words.tell(priceNote(language, reading.cost, asked.currency));
  if (own !== undefined) return own;
  const facts = exampleFacts(language, asked);
  return currencyOf(asked.currency).minor === null
    ? words.say("connect.price.hint.plain", { large: facts.large })
    : words.say("connect.price.hint", facts);
}

interface PriceFieldProps {
  readonly context: Shown;
  readonly asked: Asked;
  readonly label: string;
  /** What stands there before anything was typed, in the large unit. */
  readonly known?: number | null;
  readonly hint?: string;
}

/** The field with its hint, its mistake and its question. */
export const PriceField = ({ context, asked, label, known = null, hint }: PriceFieldProps) => {
  const { name, currency } = asked;
  const choices = choicesOf(context, asked);
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type="text"
        inputmode="decimal"
        autocomplete="off"
        maxlength={40}
        value={valueOf(context, name, shownPrice(context.language, known, currency))}
        {...described(context, name, true)}
      />
      <Hint name={name}>{hintOf(context, asked, hint)}</Hint>
      {choices === null ? (
        <MistakeText context={context} name={name} />
      ) : (
        <Question context={context} asked={asked} choices={choices} />
      )}
    </div>
  );
};

/** A price of a form, or what has to be said or asked about it first. */
export type PriceAnswer =
  | { readonly kind: "price"; readonly cost: number; readonly note: Note }
  | { readonly kind: "mistake"; readonly mistake: Mistake }
  | { readonly kind: "question"; readonly ask: Mistake; readonly typed: Typed };

/** Reads a price of a form. */
export function answerOf(language: Language, typed: Typed, asked: Asked): PriceAnswer {
  const reading = priceIn(typed, asked);
  if (reading.kind === "price") {
    return { kind: "price", cost: reading.cost, note: priceNote(language, reading.cost, asked.currency) };
  }
  if (reading.kind === "question") {
    return {
      kind: "question",
      ask: priceQuestion(typed.get(asked.name) ?? "", asked, reading.choices),
      typed: withQuestion(typed, asked),
    };
  }
  const mistake = priceMistake(language, asked, reading);
  if (mistake === null) throw new Error(`a price that is ${reading.kind} is a mistake`);
  return { kind: "mistake", mistake };
}
