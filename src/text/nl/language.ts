// Dutch, with "je".

import messages from "./message.json" with { type: "json" };
import pages from "./page.json" with { type: "json" };
import { monthIn } from "../tongue.ts";
import type { Tongue } from "../tongue.ts";

const MONTHS = ["jan", "feb", "mrt", "apr", "mei", "juni", "juli", "aug", "sept", "okt", "nov", "dec"];

export const nl: Tongue = {
  name: "Nederlands",
  locale: "nl-NL",
  zones: ["Europe/Amsterdam"],
  direction: "ltr",
  colon: ":",
  pushy:
    /(?<!\p{L})(bespaar|besparen|besparing|aanbieding|korting|bonus|gratis|goedkoop|goedkoper|goedkoopste|dringend|onmiddellijk|meteen|laatste kans|alleen vandaag)(?!\p{L})/iu,
  shortDate: (day, month) => `${day} ${monthIn(MONTHS, month)}`,
  onDay: (date) => `op ${date}`,
  messages,
  pages,
};
