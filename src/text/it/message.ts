// The words in Italian, with "Lei".

import texts from "./message.json" with { type: "json" };
import { monthIn, tableOf } from "../copy.ts";
import type { Copy } from "../copy.ts";

const SHORT = ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"];
const LONG = [
  "gennaio",
  "febbraio",
  "marzo",
  "aprile",
  "maggio",
  "giugno",
  "luglio",
  "agosto",
  "settembre",
  "ottobre",
  "novembre",
  "dicembre",
];

/** Eight and eleven begin with a vowel. */
function dayOf(day: number): string {
  if (day === 8 || day === 11) return `l'${day}`;
  return `il ${day === 1 ? "1°" : day}`;
}

export const it: Copy = {
  onDay: (on, length) =>
    length === "short"
      ? `${dayOf(on.day).replace("°", "")} ${monthIn(SHORT, on)}`
      : `${dayOf(on.day)} ${monthIn(LONG, on)} ${on.year}`,

  texts: () => tableOf(texts),
};
