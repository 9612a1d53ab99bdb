// The looks that Connect pages have besides those of every page, as CSS: lists to choose from, periods, prices. A module of its own,
// as the others are: an object under test, its text where it is deployed. No quote, ampersand or angle bracket may stand in it.

import rules from "./style.json" with { type: "json" };

const given: readonly string[] | string = rules;

export const CONNECT_STYLE = (typeof given === "string" ? (JSON.parse(given) as readonly string[]) : given).join("\n");
