// Dates as people write them in each language, whatever the zone of this machine.

import { isZone, wallClock } from "../core/time.ts";
import { habitsOf } from "./language.ts";
import { fill } from "./template.ts";
import type { Language } from "./language.ts";
import type { CivilDate } from "../core/time.ts";

function mend(language: Language, text: string): string {
  return habitsOf(language).mends.reduce((it, { from, to }) => it.replace(new RegExp(from, "u"), to), text);
}

const format = (language: Language, options: Intl.DateTimeFormatOptions, at: number): string =>
  mend(language, new Intl.DateTimeFormat(habitsOf(language).locale, options).format(at));

/** `2026-11-29` as "29 November 2026". */
export const longDate = (language: Language, date: CivilDate): string =>
  format(language, { dateStyle: "long", timeZone: "UTC" }, Date.parse(`${date}T00:00:00Z`));

/** An instant (ms) as "29 November 2026 at 14:05" on the wall clock of `zone`; UTC, and said so, where that is no zone. */
export function longTime(language: Language, at: number, zone: string): string {
  const local = isZone(zone);
  const text = format(language, { dateStyle: "long", timeStyle: "short", timeZone: local ? zone : "UTC" }, at);
  return local ? text : `${text} UTC`;
}

/** The day of an instant (ms) as "29 November 2026" at `zone`; in UTC where that is no zone. */
export const longDay = (language: Language, at: number, zone: string): string =>
  longDate(language, wallClock(at, isZone(zone) ? zone : "UTC").date);

/** `2026-02-09` as "9 Feb". */
function shortDate(language: Language, date: CivilDate): string {
  const { months, shortDate: pattern } = habitsOf(language);
  const [, month = 0, day = 0] = date.split("-").map(Number);
  const name = months[month - 1];
  if (name === undefined) throw new Error(`no month ${month}`);
  return mend(language, fill(pattern, { day: String(day), month: name }));
}

/** `2026-02-09` as "on 9 Feb", or as "on 9 February 2026", behind "your contract ends". */
export function onDate(language: Language, date: CivilDate, length: "short" | "long"): string {
  const written = length === "short" ? shortDate(language, date) : longDate(language, date);
  return mend(language, habitsOf(language).onDay.replace("{date}", written));
}
