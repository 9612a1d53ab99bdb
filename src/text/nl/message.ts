// The words in Dutch, with "je".

import texts from "./message.json" with { type: "json" };
import { monthIn, tableOf } from "../copy.ts";
import type { Copy } from "../copy.ts";

const SHORT = ["jan", "feb", "mrt", "apr", "mei", "juni", "juli", "aug", "sept", "okt", "nov", "dec"];
const LONG = [
  "januari",
  "februari",
  "maart",
  "april",
  "mei",
  "juni",
  "juli",
  "augustus",
  "september",
  "oktober",
  "november",
  "december",
];

export const nl: Copy = {
  onDay: (on, length) =>
    length === "short" ? `op ${on.day} ${monthIn(SHORT, on)}` : `op ${on.day} ${monthIn(LONG, on)} ${on.year}`,

  texts: () => tableOf(texts),
};
