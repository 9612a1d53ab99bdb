// English.

import messages from "./message.json" with { type: "json" };
import pages from "./page.json" with { type: "json" };
import { monthIn } from "../tongue.ts";
import type { Tongue } from "../tongue.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];

export const en: Tongue = {
  name: "English",
  // The day before the month in English too, since FlatPeak's tariffs are European.
  locale: "en-GB",
  zones: [
    "Europe/London",
    "Europe/Dublin",
    "Europe/Belfast",
    "Europe/Jersey",
    "Europe/Guernsey",
    "Europe/Isle_of_Man",
    "Europe/Gibraltar",
  ],
  direction: "ltr",
  colon: ":",
  pushy:
    /(?<!\p{L})(save|saving|savings|offer|deal|discount|bonus|free|cheap(?:er|est)?|urgent|immediately|hurry|now or never|last chance|act now|today only)(?!\p{L})/iu,
  shortDate: (day, month) => `${day} ${monthIn(MONTHS, month)}`,
  onDay: (date) => `on ${date}`,
  messages,
  pages,
};
