// Whose customer the home is: the present supplier by one tap, or another from the list.

import { DefaultButton } from "./fields.tsx";
import { folded } from "./finding.ts";
import { ChoiceList, ItemButton, readChoice } from "./list.tsx";
import { plainText } from "./plain.ts";
import type { ConnectPage, PageContext } from "./form.ts";
import type { Item } from "./list.tsx";

type Context = PageContext<"provider_select">;

/** The suppliers that can be chosen: one without an id cannot be named to FlatPeak. */
const suppliersIn = ({ turn }: Context): readonly Item[] =>
  turn.page.providers.flatMap(({ id, name, logoUrl }) => (id === null ? [] : { id, name: name ?? id, logoUrl }));

/** The supplier we know of, where it is in the list. */
function presentSupplier(context: Context): Item | undefined {
  const suppliers = suppliersIn(context);
  const { supplier } = context.home;
  const name = folded(supplier ?? "");
  if (name === "") return undefined;
  return suppliers.find((it) => it.name === supplier) ?? suppliers.find((it) => folded(it.name) === name);
}

function headingOf({ turn, words }: Context): string {
  if (turn.type === "NON_COMMODITY") return words.say("connect.provider_select.grid.heading");
  return words.say(
    turn.direction === "EXPORT" ? "connect.provider_select.export.heading" : "connect.provider_select.heading",
  );
}

const isSearched = ({ typed }: Context): boolean => (typed?.get("find") ?? "") !== "";

function draw(context: Context) {
  const { say } = context.words;
  const suppliers = suppliersIn(context);
  const present = isSearched(context) ? undefined : presentSupplier(context);
  // By its name: FlatPeak may list a supplier twice, and who searches finds both.
  const presentName = present === undefined ? null : folded(present.name);
  const others = suppliers.filter((it) => folded(it.name) !== presentName);
  if (present === undefined || others.length === 0) {
    return (
      <>
        <DefaultButton again="find" />
        <p>{say("connect.provider_select.text")}</p>
        <ChoiceList context={context} name="provider" items={suppliers} />
      </>
    );
  }
  const name = plainText(present.name, 40);
  return (
    <>
      <DefaultButton again="find" />
      <div class="still">
        <p>{say("connect.provider_select.still", { name })}</p>
        <ItemButton name="provider" item={present}>
          {say("connect.provider_select.still.yes", { name })}
        </ItemButton>
        <p>{say("connect.provider_select.others")}</p>
      </div>
      <ChoiceList context={context} name="provider" items={others} />
    </>
  );
}

export const providerSelect: ConnectPage<"provider_select"> = {
  route: "provider_select",
  looks: ["form", "list"],
  heading: headingOf,
  draw,
  button: () => null,
  /** FlatPeak's documentation: `provider{id}`. */
  read: (context, typed) => {
    const choice = readChoice(typed, "provider", suppliersIn(context));
    if (choice.kind !== "chosen") return choice;
    return { kind: "reply", reply: { kind: "data", data: { provider: { id: choice.id } } } };
  },
};
