// Italian, with "Lei".

import messages from "./message.json" with { type: "json" };
import pages from "./page.json" with { type: "json" };
import { monthIn } from "../tongue.ts";
import type { Tongue } from "../tongue.ts";

const MONTHS = ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"];

export const it: Tongue = {
  name: "Italiano",
  locale: "it-IT",
  zones: ["Europe/Rome", "Europe/San_Marino", "Europe/Vatican"],
  direction: "ltr",
  colon: ":",
  pushy:
    /(?<!\p{L})(risparmi|risparmiare|risparmio|offerta|sconto|promozione|bonus|gratis|economico|urgente|subito|immediatamente|ultima occasione|solo oggi)(?!\p{L})/iu,
  shortDate: (day, month) => `${day} ${monthIn(MONTHS, month)}`,
  onDay: (date, length) => {
    // Eight and eleven begin with a vowel.
    if (/^(8|11) /.test(date)) return `l'${date}`;
    return `il ${length === "long" ? date.replace(/^1 /, "1° ") : date}`;
  },
  messages,
  pages,
};
