// Which zone of the electricity market the home is in.

import { Choice, Select } from "./fields.tsx";
import { regionName } from "./regions.ts";
import type { ConnectPage, Mistake, PageContext, Typed } from "./form.ts";

/** More than these are easier to find in a list that folds. */
const MAX_BUTTONS = 8;

type Asking = PageContext<"region"> | PageContext<"surcharge">;

/** The region as a field. One that FlatPeak has found out is chosen already. */
export const RegionField = ({ context }: { context: Asking }) => {
  const { turn, words, language } = context;
  const { regions, region } = turn.page;
  const options = regions.map((value) => ({ value, label: regionName(language, value) }));
  const known = region !== null && regions.includes(region) ? region : regions.length === 1 ? regions[0] : undefined;
  const label = words.say("connect.region.label");
  if (regions.length <= MAX_BUTTONS) {
    return <Choice context={context} name="region" legend={label} options={options} known={known} />;
  }
  const groups = [{ label: null, options: [{ value: "", label: words.say("connect.choose") }, ...options] }];
  return <Select context={context} name="region" label={label} known={known ?? ""} groups={groups} />;
};

/** The region that was chosen, or the mistake of having chosen none. */
export function readRegion(
  { turn }: Asking,
  typed: Typed,
): { readonly region: string } | { readonly mistake: Mistake } {
  const chosen = typed.get("region");
  return chosen !== null && turn.page.regions.includes(chosen)
    ? { region: chosen }
    : { mistake: { field: "region", key: "connect.errors.region" } };
}

export const region: ConnectPage<"region"> = {
  route: "region",
  looks: ["form"],
  heading: ({ words }) => words.say("connect.region.heading"),
  draw: (context) =>
    context.turn.page.regions.length === 0 ? (
      <p role="status">{context.words.say("connect.list.empty")}</p>
    ) : (
      <>
        <p>{context.words.say("connect.region.text")}</p>
        <RegionField context={context} />
      </>
    ),
  button: ({ turn, words }) => (turn.page.regions.length === 0 ? null : words.say("connect.next.button")),
  /** FlatPeak's documentation: `region`, its code. */
  read: (context, typed) => {
    const chosen = readRegion(context, typed);
    return "mistake" in chosen
      ? { kind: "mistakes", mistakes: [chosen.mistake] }
      : { kind: "reply", reply: { kind: "data", data: { region: chosen.region } } };
  },
};
