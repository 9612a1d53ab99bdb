// The words in Spanish, with "usted".

import texts from "./message.json" with { type: "json" };
import { monthIn, tableOf } from "../copy.ts";
import type { Copy } from "../copy.ts";

const SHORT = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"];
const LONG = [
  "enero",
  "febrero",
  "marzo",
  "abril",
  "mayo",
  "junio",
  "julio",
  "agosto",
  "septiembre",
  "octubre",
  "noviembre",
  "diciembre",
];

export const es: Copy = {
  onDay: (on, length) =>
    length === "short" ? `el ${on.day} ${monthIn(SHORT, on)}` : `el ${on.day} de ${monthIn(LONG, on)} de ${on.year}`,

  texts: () => tableOf(texts),
};
