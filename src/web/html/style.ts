// The look of every page a customer sees: system fonts, one column, light and dark. The brand's colours come from theme.ts.
// No quote, ampersand or angle bracket may stand in it: it is escaped like any other text. Kept as a module of its own, as the
// texts are, so that the code stays small; an object under test, its text where it is deployed.

import rules from "./style.json" with { type: "json" };

const given: readonly string[] | string = rules;

export const STYLE = (typeof given === "string" ? (JSON.parse(given) as readonly string[]) : given).join("\n");
