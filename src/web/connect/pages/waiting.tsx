// A tariff whose connection is being made, and one whose connection is broken. Nothing is asked; the main button goes on.

import { longDate } from "../../../text/dates.ts";
import { plainText } from "./plain.ts";
import type { Action, Turn } from "../../../flatpeak/connect/page.ts";
import type { ConnectPage, PageContext } from "./form.ts";

/** Of two actions that come to the same the one FlatPeak lists; the second where it lists neither. */
export const offered = ({ actions }: Turn, [first, second]: readonly [Action, Action]): Action =>
  actions.includes(first) ? first : second;

export const pending: ConnectPage<"pending"> = {
  route: "pending",
  looks: [],
  heading: ({ words }) => words.say("connect.pending.heading"),
  draw: ({ turn, words, home }) => {
    const name = plainText(turn.page.provider?.name ?? home.supplier ?? "");
    return (
      <>
        <p>{name === "" ? words.say("connect.pending.text") : words.say("connect.pending.named", { name })}</p>
        <p>{words.say("connect.supply")}</p>
      </>
    );
  },
  button: ({ words }) => words.say("connect.pending.button"),
  /** FlatPeak's documentation: Zero's `SAVE` keeps the connection going and closes; elsewhere `CLOSE` does. */
  read: ({ turn }) => ({ kind: "reply", reply: { kind: "action", action: offered(turn, ["SAVE", "CLOSE"]) } }),
};

const since = ({ home, words, language, today }: PageContext<"failed">): string | null => {
  const hasEnded = home.cause === "expired" && home.oldContractEnd !== null && home.oldContractEnd <= today;
  const day = hasEnded ? home.oldContractEnd : home.since;
  return day === null ? null : words.say("connect.failed.since", { date: longDate(language, day) });
};

export const failed: ConnectPage<"failed"> = {
  route: "failed",
  looks: [],
  heading: ({ home, words }) =>
    words.say(home.cause === "expired" ? "connect.failed.expired.heading" : "connect.failed.heading"),
  draw: (context) => {
    const { turn, words, home } = context;
    const name = plainText(turn.page.provider?.name ?? home.supplier ?? "");
    return (
      <>
        <p>
          {name === "" ? words.say("connect.failed.text") : words.say("connect.failed.named", { name })}{" "}
          {since(context)}
        </p>
        <p>{words.say("connect.failed.again")}</p>
        <p>{words.say("connect.supply")}</p>
      </>
    );
  },
  button: ({ words }) => words.say("connect.actions.RECONNECT"),
  /** FlatPeak's documentation: `RECONNECT` and `EDIT` both go to the choice of the supplier; generations list one of them. */
  read: ({ turn }) => ({ kind: "reply", reply: { kind: "action", action: offered(turn, ["RECONNECT", "EDIT"]) } }),
};
