// Which of a supplier's published tariffs the home has.

import { DefaultButton } from "./fields.tsx";
import { ChoiceList, readChoice } from "./list.tsx";
import type { ConnectPage, PageContext } from "./form.ts";
import type { Item } from "./list.tsx";

const tariffsIn = ({ turn }: PageContext<"tariff_select">): readonly Item[] =>
  turn.page.tariffs.map(({ id, name, description }) => ({ id, name: name === "" ? id : name, text: description }));

export const tariffSelect: ConnectPage<"tariff_select"> = {
  route: "tariff_select",
  looks: ["form", "list"],
  heading: ({ words }) => words.say("connect.tariff_select.heading"),
  draw: (context) => (
    <>
      <DefaultButton again="find" />
      <p>{context.words.say("connect.tariff_select.text")}</p>
      <ChoiceList context={context} name="tariff" items={tariffsIn(context)} />
    </>
  ),
  button: () => null,
  /** FlatPeak's documentation: `tariff{id}`. */
  read: (context, typed) => {
    const choice = readChoice(typed, "tariff", tariffsIn(context));
    if (choice.kind !== "chosen") return choice;
    return { kind: "reply", reply: { kind: "data", data: { tariff: { id: choice.id } } } };
  },
};
