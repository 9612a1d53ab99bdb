// The words in English.

import texts from "./message.json" with { type: "json" };
import { monthIn, tableOf } from "../copy.ts";
import type { Copy } from "../copy.ts";

const SHORT = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];
const LONG = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

export const en: Copy = {
  onDay: (on, length) =>
    length === "short" ? `on ${on.day} ${monthIn(SHORT, on)}` : `on ${on.day} ${monthIn(LONG, on)} ${on.year}`,

  texts: () => tableOf(texts),
};
