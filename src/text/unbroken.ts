// What of a page stays on one line.

import type { Facts } from "./template.ts";

/** Of the facts of pages, those that are dates. */
const DATES = ["date", "from", "to", "time"];

/** Facts of which those that are dates keep their day and their month on one line, as long as a date is: "29 November" of 2026. */
export const unbroken = (facts: Facts): Facts =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      DATES.includes(name) ? value.replace(/^(\d\S*) (de )?/u, (day) => day.replaceAll(" ", "\u00A0")) : value,
    ]),
  );
