// Spanish, with "usted".

import messages from "./message.json" with { type: "json" };
import pages from "./page.json" with { type: "json" };
import { monthIn } from "../tongue.ts";
import type { Tongue } from "../tongue.ts";

const MONTHS = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"];

export const es: Tongue = {
  name: "Español",
  locale: "es-ES",
  zones: ["Europe/Madrid", "Atlantic/Canary", "Africa/Ceuta"],
  direction: "ltr",
  colon: ":",
  pushy:
    /(?<!\p{L})(ahorre|ahorrar|ahorro|oferta|descuento|promoción|bono|gratis|barat[oa]|urgente|inmediatamente|última oportunidad|solo hoy)(?!\p{L})/iu,
  shortDate: (day, month) => `${day} ${monthIn(MONTHS, month)}`,
  onDay: (date) => `el ${date}`,
  messages,
  pages,
};
