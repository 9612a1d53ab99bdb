// The looks that Connect pages have besides those of every page, as CSS, in parts: a page brings only those it needs, since they
// come along in each of them. A module of its own, as the others are: an object under test, its text where it is deployed. No
// quote, ampersand or angle bracket may stand in it.

import rules from "./style.json" with { type: "json" };

/** What a page may be made of besides its frame: fields, a list to choose from, periods of a day, a question, prices. */
export type Look = "form" | "list" | "periods" | "question" | "prices";

type Rules = Readonly<Record<Look | "frame", readonly string[]>>;

const given: Rules | string = rules;
const parts: Rules = typeof given === "string" ? (JSON.parse(given) as Rules) : given;

/** The rules of the frame and of what stands in it. */
export const styleOf = (looks: readonly Look[]): string =>
  [...parts.frame, ...looks.flatMap((it) => parts[it])].join("\n");
