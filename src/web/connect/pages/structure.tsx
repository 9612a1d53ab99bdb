// How a home's price is set, explained by what stands on the bill.

import { structureOf } from "../../../flatpeak/connect/structure.ts";
import { Choice } from "./fields.tsx";
import { plainText } from "./plain.ts";
import type { ConnectWords } from "../../../text/connect.ts";
import type { Option } from "./fields.tsx";
import type { ConnectPage } from "./form.ts";

/** What a structure is called; one that nobody knows is named as FlatPeak names it. */
export function structureName({ say }: ConnectWords, name: string): string {
  const known = structureOf(name);
  return known !== null
    ? say(`connect.tariff_structure.${known}`)
    : say("connect.tariff_structure.other", { name: plainText(name.replaceAll("_", " ").toLowerCase()) });
}

function optionOf(words: ConnectWords, name: string): Option {
  const option = { value: name, label: structureName(words, name) };
  const known = structureOf(name);
  return known === null ? option : { ...option, text: words.say(`connect.tariff_structure.${known}.text`) };
}

export const structure: ConnectPage<"tariff_structure"> = {
  route: "tariff_structure",
  looks: ["form"],
  heading: ({ words }) => words.say("connect.tariff_structure.heading"),
  draw: (context) => {
    const { turn, words } = context;
    const { options } = turn.page;
    if (options.length === 0) return <p role="status">{words.say("connect.list.empty")}</p>;
    return (
      <>
        <p>{words.say("connect.tariff_structure.text")}</p>
        <Choice
          context={context}
          name="structure"
          legend={words.say("connect.tariff_structure.heading")}
          isLegendHidden
          options={options.map((it) => optionOf(words, it))}
          known={options.length === 1 ? options[0] : undefined}
        />
      </>
    );
  },
  button: ({ turn, words }) => (turn.page.options.length === 0 ? null : words.say("connect.next.button")),
  /** FlatPeak's client sends `options`, a list of the one that was chosen. */
  read: ({ turn }, typed) => {
    const chosen = typed.get("structure");
    return chosen !== null && turn.page.options.includes(chosen)
      ? { kind: "reply", reply: { kind: "data", data: { options: [chosen] } } }
      : { kind: "mistakes", mistakes: [{ field: "structure", key: "connect.errors.choose" }] };
  },
};
