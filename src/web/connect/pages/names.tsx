// What a supplier is called that is not in the list, and what a tariff shall be called.

import { TextField, lineOf } from "./fields.tsx";
import type { ConnectPage } from "./form.ts";

export const providerName: ConnectPage<"provider_name"> = {
  route: "provider_name",
  looks: ["form"],
  heading: ({ words }) => words.say("connect.provider_name.heading"),
  draw: (context) => (
    <TextField
      context={context}
      name="name"
      label={context.words.say("connect.provider_name.label")}
      known={context.turn.page.name ?? ""}
      hint={context.words.say("connect.provider_name.hint")}
      autocomplete="organization"
      isRequired
    />
  ),
  button: ({ words }) => words.say("connect.next.button"),
  /** FlatPeak's documentation: `provider{name}`. */
  read: (_, typed) => {
    const name = lineOf(typed, "name");
    return name === ""
      ? { kind: "mistakes", mistakes: [{ field: "name", key: "connect.errors.provider_name" }] }
      : { kind: "reply", reply: { kind: "data", data: { provider: { name } } } };
  },
};

export const tariffName: ConnectPage<"tariff_name"> = {
  route: "tariff_name",
  looks: ["form"],
  heading: ({ words }) => words.say("connect.tariff_name.heading"),
  draw: (context) => (
    <TextField
      context={context}
      name="name"
      label={context.words.say("connect.tariff_name.label")}
      // Nobody has to think of a name.
      known={context.turn.page.name ?? context.turn.page.provider?.name ?? context.home.supplier ?? ""}
      hint={context.words.say("connect.tariff_name.hint")}
      isRequired
    />
  ),
  button: ({ words }) => words.say("connect.next.button"),
  /** FlatPeak's documentation: `tariff{name}`, which must not be empty. */
  read: (_, typed) => {
    const name = lineOf(typed, "name");
    return name === ""
      ? { kind: "mistakes", mistakes: [{ field: "name", key: "connect.errors.tariff_name" }] }
      : { kind: "reply", reply: { kind: "data", data: { tariff: { name } } } };
  },
};
