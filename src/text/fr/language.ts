// French, with "vous".

import messages from "./message.json" with { type: "json" };
import pages from "./page.json" with { type: "json" };
import { monthIn } from "../tongue.ts";
import type { Tongue } from "../tongue.ts";

const MONTHS = ["janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];

export const fr: Tongue = {
  name: "Français",
  locale: "fr-FR",
  zones: ["Europe/Paris", "Europe/Monaco"],
  direction: "ltr",
  colon: " :",
  pushy:
    /(?<!\p{L})(économisez|économies|offre|remise|promo|promotion|bonus|gratuit|moins cher|urgent|immédiatement|vite|dernière chance)(?!\p{L})/iu,
  shortDate: (day, month) => `${day} ${monthIn(MONTHS, month)}`,
  onDay: (date) => `le ${date}`,
  mendDate: (text) => text.replace(/^1 /, "1er "),
  messages,
  pages,
};
