// The words in German, with "Sie".

import texts from "./message.json" with { type: "json" };
import { monthIn, tableOf } from "../copy.ts";
import type { Copy } from "../copy.ts";

const SHORT = ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."];
const LONG = [
  "Januar",
  "Februar",
  "März",
  "April",
  "Mai",
  "Juni",
  "Juli",
  "August",
  "September",
  "Oktober",
  "November",
  "Dezember",
];

export const de: Copy = {
  onDay: (on, length) =>
    length === "short" ? `am ${on.day}. ${monthIn(SHORT, on)}` : `am ${on.day}. ${monthIn(LONG, on)} ${on.year}`,

  texts: () => tableOf(texts),
};
