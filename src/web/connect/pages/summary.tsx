// The tariff as it stands: connected or not, until when, at which prices, and the one thing to do.

import { longDate } from "../../../text/dates.ts";
import { isDate, isOldEnd } from "./date.ts";
import { plainText } from "./plain.ts";
import { Prices } from "./prices.tsx";
import { structureName } from "./structure.tsx";
import { offered } from "./waiting.tsx";
import type { ConnectPage, PageContext } from "./form.ts";

type Context = PageContext<"summary">;

/** What a summary has to say first. */
type Standing = "connected" | "unsaved" | "ending" | "ended" | "upgrade" | "other";

/** The last day of the contract, where FlatPeak says a day. */
function endOf({ turn }: Context): string | null {
  const { contractEnd, isUntilTerminated } = turn.page;
  return contractEnd === null || isUntilTerminated || !isDate(contractEnd) ? null : contractEnd;
}

/**
 * How the tariff stands. A contract that is over, and the old one of a customer who came to enter the new, are named as such: on
 * them nothing would seem to be wrong otherwise.
 */
function standingOf(context: Context): Standing {
  const { turn, home, today } = context;
  const { isSaved, status, connectionType, provider } = turn.page;
  const end = endOf(context);
  if (end !== null && end < today) return "ended";
  if (end !== null && home.cause === "expiring" && isOldEnd(end, home.oldContractEnd)) return "ending";
  const isIndirect = connectionType !== null && connectionType.trim().toUpperCase() !== "DIRECT";
  // Zero waits for its SAVE with what nobody has changed as well: with the supplier of before, it is what the customer came with.
  const isChanged = !isSaved && (home.supplierId === null || provider?.id !== home.supplierId);
  if (isSaved && status !== null && status.trim().toUpperCase() !== "CONNECTED") return "other";
  if (home.cause === "upgrade" && isIndirect && !isChanged) return "upgrade";
  return isSaved ? "connected" : "unsaved";
}

function headingOf(context: Context): string {
  const { say } = context.words;
  const standing = standingOf(context);
  switch (standing) {
    case "connected":
      return say("connect.summary.heading");
    case "unsaved":
      return say("connect.summary.save.heading");
    case "upgrade":
    case "other":
      return say(`connect.summary.${standing}.heading`);
    case "ending":
    case "ended":
      return say(`connect.summary.${standing}.heading`, { date: longDate(context.language, endOf(context) ?? "") });
  }
}

function textOf(context: Context): string {
  const { say } = context.words;
  const standing = standingOf(context);
  switch (standing) {
    case "connected":
      return say("connect.summary.text");
    case "unsaved":
      return say("connect.summary.save.text");
    case "upgrade":
    case "other":
      return say(`connect.summary.${standing}.text`);
    case "ending":
    case "ended":
      return say("connect.summary.ending.text");
  }
}

/** Names and values, in the order they are read. */
function factsOf(context: Context): readonly (readonly [string, string])[] {
  const { turn, words, language } = context;
  const { say } = words;
  const { provider, name, structure, isMarket, isTiered, contractStart, isUntilTerminated } = turn.page;
  const end = endOf(context);
  const kinds = [
    structure === null ? null : structureName(words, structure),
    isMarket && structure !== "MARKET" ? say("connect.summary.market") : null,
    isTiered ? say("connect.summary.tiered") : null,
  ].filter((it) => it !== null);
  const supplier = plainText(provider?.name ?? "");
  const facts: (readonly [string, string] | null)[] = [
    supplier === "" ? null : [say("connect.summary.supplier"), supplier],
    name === null || name === supplier ? null : [say("connect.summary.tariff"), plainText(name, 120)],
    kinds.length === 0 ? null : [say("connect.summary.structure"), kinds.join(" · ")],
    contractStart === null || !isDate(contractStart)
      ? null
      : [say("connect.summary.starts"), longDate(language, contractStart)],
    isUntilTerminated ? [say("connect.summary.ends"), say("connect.summary.open")] : null,
    end === null ? null : [say("connect.summary.ends"), longDate(language, end)],
  ];
  return facts.filter((it) => it !== null);
}

export const summary: ConnectPage<"summary"> = {
  route: "summary",
  looks: ["prices"],
  heading: headingOf,
  draw: (context) => (
    <>
      <p>{textOf(context)}</p>
      <dl>
        {factsOf(context).map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Prices context={context} />
    </>
  ),
  button: (context) => {
    const { say } = context.words;
    switch (standingOf(context)) {
      case "ending":
      case "ended":
        return say("connect.summary.ending.button");
      case "upgrade":
        return say("connect.summary.upgrade.button");
      case "unsaved":
        return say("connect.actions.SAVE");
      case "connected":
      case "other":
        return say("connect.summary.button");
    }
  },
  /** FlatPeak's documentation: Zero's `SAVE` saves and ends; elsewhere the tariff is saved when it is shown, and `CLOSE` ends. */
  read: (context) => {
    const { turn } = context;
    const standing = standingOf(context);
    const isChange = standing === "ending" || standing === "ended" || standing === "upgrade";
    const action = isChange ? offered(turn, ["RECONNECT", "EDIT"]) : offered(turn, ["SAVE", "CLOSE"]);
    return { kind: "reply", reply: { kind: "action", action } };
  },
};
