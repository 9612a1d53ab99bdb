// The one price of a tariff.

import { usualAmount } from "./money.ts";
import { PriceField, answerOf } from "./price-field.tsx";
import type { ConnectPage, PageContext } from "./form.ts";
import type { Asked } from "./price-field.tsx";

const askedBy = ({ turn }: PageContext<"rate_fixed">): Asked => ({
  name: "price",
  currency: turn.page.currency,
  kind: "rate",
});

export const rateFixed: ConnectPage<"rate_fixed"> = {
  route: "rate_fixed",
  looks: ["form", "question"],
  heading: ({ turn, words }) =>
    words.say(turn.direction === "EXPORT" ? "connect.rate_fixed.export.heading" : "connect.rate_fixed.heading"),
  draw: (context) => {
    const { turn, words, language } = context;
    const { cost, currency } = turn.page;
    // A price of nothing is how FlatPeak says that it knows none. The old one is shown and not filled in: it is most likely over.
    const isKnown = cost !== null && cost !== 0;
    const known = isKnown ? { price: usualAmount(language, cost, currency) } : null;
    return (
      <>
        <p>{words.say("connect.rate_fixed.text")}</p>
        {known === null ? null : <p>{words.say("connect.price.known", known)}</p>}
        <PriceField context={context} asked={askedBy(context)} label={words.say("connect.price.label")} />
      </>
    );
  },
  button: ({ words }) => words.say("connect.next.button"),
  /** FlatPeak's documentation: `cost`, per kWh in the large unit. */
  read: (context, typed) => {
    const answer = answerOf(context.language, typed, askedBy(context));
    switch (answer.kind) {
      case "mistake":
        return { kind: "mistakes", mistakes: [answer.mistake] };
      case "question":
        return { kind: "again", typed: answer.typed, ask: answer.ask };
      case "price":
        return { kind: "reply", reply: { kind: "data", data: { cost: answer.cost } }, said: answer.note };
    }
  },
};
