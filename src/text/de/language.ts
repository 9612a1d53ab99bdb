// German, with "Sie".

import messages from "./message.json" with { type: "json" };
import pages from "./page.json" with { type: "json" };
import { monthIn } from "../tongue.ts";
import type { Tongue } from "../tongue.ts";

const MONTHS = ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."];

export const de: Tongue = {
  name: "Deutsch",
  locale: "de-DE",
  zones: ["Europe/Berlin", "Europe/Busingen", "Europe/Vienna", "Europe/Vaduz"],
  direction: "ltr",
  colon: ":",
  pushy:
    /(?<!\p{L})(sparen|spare|ersparnis|angebot|rabatt|bonus|gratis|kostenlos|billig(?:er)?|günstigste[rn]?|dringend|(?<!\bab )sofort|umgehend|letzte chance|nur heute)(?!\p{L})/iu,
  shortDate: (day, month) => `${day}. ${monthIn(MONTHS, month)}`,
  onDay: (date) => `am ${date}`,
  messages,
  pages,
};
