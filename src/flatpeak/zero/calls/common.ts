// What several calls have in common.

import { addDays, instantOf, isZone, wallClock } from "../../../core/time.ts";
import { refusal } from "../call.ts";
import { REQUIRED, gone, kindOfAnswer, object, prefixes, renamed, same, zeroOnly } from "../field.ts";
import { flag, id, instant, number, oneOf, text } from "../kinds.ts";
import type { Complaint } from "../call.ts";
import type { Field, Fields, Known } from "../field.ts";

const DAY_MS = 86_400_000;
const MAX_WINDOW_DAYS = 90;
/** So many days of a home may be an hour longer, where its clocks go back. */
const CLOCK_CHANGE_MS = 3_600_000;

/** Zero's documentation: IMPORT where nothing is said. Anode's says so for prices only, so that it is always said. */
const IMPORT = "IMPORT";
const direction = oneOf("IMPORT", "EXPORT");

export const locationPath = { location_id: id("loc") };

/** The tariff a question is about. */
export const askedDirection = renamed("direction", "tariff_direction", direction, {
  fill: () => IMPORT,
  note: "`IMPORT` where left out in Zero; name it in Anode, which says so for prices only",
});

/** The same in an answer. */
export const answeredDirection = renamed("direction", "tariff_direction", direction, {
  required: true,
  fill: ({ question }) => question["direction"] ?? IMPORT,
});

/** What an answer is: Zero's word for it and Anode's. `ids`: what its id begins with in each, where that differs. */
export const answerHead = (object: readonly [string, string], ids?: readonly [string, string]): readonly Field[] => [
  same("id", text, { required: true, values: ids === undefined ? null : prefixes(...ids) }),
  same("object", text, { required: true, values: kindOfAnswer(...object) }),
  same("live_mode", flag, REQUIRED),
  same("location_id", text, REQUIRED),
  same("location_timezone", text, REQUIRED),
  same("currency_code", text, REQUIRED),
];

/** Zero's documentation requires the account in nearly all answers, and the time in most. */
export const answerTail: readonly Field[] = [same("time_created", text, REQUIRED), same("account_id", text, REQUIRED)];

export const startTime = same("start_time", instant);
export const endTime = same("end_time", instant, REQUIRED);

export const segment = same("segment", oneOf("HIGH", "LOW"), REQUIRED);

export const confidence = same("confidence", number());

const CARBON = "Anode has no carbon figures: left out of the answer";

export const includeTariff = zeroOnly("include_tariff", flag, {
  note: "Anode always answers with the price; with `false` the bridge leaves it out",
});

export const includeCarbon = gone("include_carbon", flag, CARBON);

/** An echo of the question: what FlatPeak says of it, or what was asked. */
export const echo = (field: Field, otherwise?: unknown): Field => ({
  ...field,
  note: null,
  required: true,
  fill: ({ question }: Known) => question[field.zero ?? ""] ?? otherwise,
});

const firstOf = ({ answer }: Known, name: string): unknown => {
  const [first] = Array.isArray(answer["data"]) ? (answer["data"] as unknown[]) : [];
  return typeof first === "object" && first !== null ? (first as Fields)[name] : undefined;
};

const offsetOf = (sample: unknown): string => /[+-]\d{2}:\d{2}$/.exec(String(sample))?.[0] ?? "Z";

/** An instant (ms) to the second, with the offset of `sample`. */
export function writeLike(at: number, sample: unknown): string {
  const offset = offsetOf(sample);
  const [hours = 0, minutes = 0] = offset === "Z" ? [] : offset.slice(1).split(":").map(Number);
  const ahead = (hours * 60 + minutes) * (offset.startsWith("-") ? -1 : 1);
  return `${new Date(at + ahead * 60_000).toISOString().slice(0, 19)}${offset}`;
}

/** FlatPeak's documentation: where the offsets of a question differ, that of its end is spoken. */
function askedStart({ start_time, end_time }: Fields): unknown {
  if (typeof start_time !== "string" || offsetOf(start_time) === offsetOf(end_time)) return start_time;
  return writeLike(Date.parse(start_time), end_time);
}

/** Where neither side says when the window starts, it is where the answer does. `name`: of the start of an entry. */
const echoedStart = (name: string): Field => ({
  ...startTime,
  required: true,
  fill: (known) => askedStart(known.question) ?? firstOf(known, name) ?? known.question["end_time"],
});

/** The echo of a question about a span of time, of which `more` was asked too. `start`: see `echoedStart`. */
export const echoes = (start: string, ...more: readonly Field[]): Field =>
  object("request", [...more, echo(askedDirection, IMPORT), echoedStart(start), echo(endTime)], {
    required: true,
    // Where FlatPeak says nothing of it, it is made of the question.
    fill: () => ({}),
  });

/** The next midnight of the home. FlatPeak's documentation has such instants in the examples of `next_update`. */
function nextMidnight({ answer, question, now }: Known): string {
  const named = answer["location_timezone"];
  const zone = typeof named === "string" && isZone(named) ? named : "UTC";
  return writeLike(instantOf(addDays(wallClock(now, zone).date, 1), 0, zone), question["end_time"]);
}

/** Zero's documentation requires it, Anode's has dropped it: prices are to be fetched again when `location.update` arrives. */
export const nextUpdate = same("next_update", instant, {
  required: true,
  fill: nextMidnight,
  isGone: true,
  note: "dropped in Anode: the bridge says the next midnight of the home; fetch again when `location.update` arrives",
});

const CARBON_UNITS = "gCO2eq";
export const carbonUnits = gone(
  "carbon_units",
  text,
  "Anode has no carbon figures: the bridge names the unit and gives none",
  {
    required: true,
    fill: () => CARBON_UNITS,
  },
);

const msOf = (value: unknown): number => (typeof value === "string" ? Date.parse(value) : NaN);

/** The end must come after the start, or not before it where nothing in between is allowed. */
export function checkOrder(question: Fields, isEmptyFine = false): Complaint | null {
  const length = msOf(question["end_time"]) - msOf(question["start_time"]);
  if (length < 0) return refusal("end_time_invalid", "end_time must not be before start_time");
  return length === 0 && !isEmptyFine ? refusal("end_time_invalid", "end_time must be after start_time") : null;
}

/** FlatPeak's documentation: the period of one request is 90 days at most. */
export function checkWindow(question: Fields): Complaint | null {
  const length = msOf(question["end_time"]) - msOf(question["start_time"]);
  return length > MAX_WINDOW_DAYS * DAY_MS + CLOCK_CHANGE_MS
    ? refusal("end_time_invalid", `end_time must be at most ${MAX_WINDOW_DAYS} days after start_time`)
    : checkOrder(question);
}
