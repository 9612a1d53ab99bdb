// The words in French, with "vous".

import texts from "./message.json" with { type: "json" };
import { monthIn, tableOf } from "../copy.ts";
import type { Copy } from "../copy.ts";

const SHORT = ["janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
const LONG = [
  "janvier",
  "février",
  "mars",
  "avril",
  "mai",
  "juin",
  "juillet",
  "août",
  "septembre",
  "octobre",
  "novembre",
  "décembre",
];

export const fr: Copy = {
  onDay: (on, length) => {
    const day = on.day === 1 ? "1er" : String(on.day);
    return length === "short" ? `le ${day} ${monthIn(SHORT, on)}` : `le ${day} ${monthIn(LONG, on)} ${on.year}`;
  },

  texts: () => tableOf(texts),
};
