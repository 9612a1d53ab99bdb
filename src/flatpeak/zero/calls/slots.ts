// The cheapest or dearest hours (FlatPeak's documentation: "Slots" in Zero, "Schedule by time duration" and "Schedule by limit" in
// Anode).

import { call, refusal } from "../call.ts";
import { REQUIRED, list, object, renamed, same } from "../field.ts";
import { instant, number } from "../kinds.ts";
import {
  answerHead,
  answerTail,
  answeredDirection,
  askedDirection,
  checkWindow,
  confidence,
  echo,
  echoes,
  endTime,
  locationPath,
  nextUpdate,
  segment,
  startTime,
} from "./common.ts";
import { isFields } from "../translate.ts";
import type { Complaint } from "../call.ts";
import type { Fields, Known } from "../field.ts";

/** Anode's documentation prints no answer of the limit; the one of the duration is taken for both, and other spellings are read. */
const slots = list(
  "data",
  [
    same("start_time", instant, REQUIRED),
    same("end_time", instant, REQUIRED),
    object(
      ["tariff", "price"],
      [
        renamed("rate_avg", "average", number("a price per kWh"), { required: true, aliases: ["value", "rate_avg"] }),
        { ...confidence, required: true },
      ],
      { required: true, aliases: ["tariff"] },
    ),
  ],
  REQUIRED,
);

const duration = same("duration", number("a number of minutes above 0", { above: 0 }), REQUIRED);

export const slotsByTime = call({
  name: "Best hours by duration",
  zero: { method: "GET", path: "/slots/time/{location_id}" },
  anode: { method: "POST", path: "/schedules/duration/{location_id}" },
  path: locationPath,
  query: [
    {
      ...startTime,
      anodeNeeds: true,
      note: "Anode needs it, and what Zero took where it was left out is not documented",
    },
    endTime,
    askedDirection,
    segment,
    duration,
  ],
  check: checkWindow,
  answer: [
    ...answerHead(["slot_time", "schedule_duration"], ["sta", "std"]),
    answeredDirection,
    nextUpdate,
    echoes("start_time", echo(segment), echo(duration)),
    slots,
    ...answerTail,
  ],
  byHand: ["Always name `start_time`: the bridge refuses a question without it, since Anode needs one."],
});

const relative = same("relative", number("a number from 0.01 to 1", { least: 0.01, most: 1 }));
const absolute = same("absolute", number("a price per kWh"));

/** FlatPeak's documentation: one of the two is needed; where both are given the absolute one counts, for FlatPeak as well. */
function checkThreshold(question: Fields): Complaint | null {
  if (question["relative"] === undefined && question["absolute"] === undefined) {
    return refusal("absolute_missing", "either relative or absolute must be given");
  }
  return checkWindow(question);
}

const minutesOf = (slot: unknown): number => {
  const { start_time, end_time } = isFields(slot) ? slot : {};
  return (Date.parse(String(end_time)) - Date.parse(String(start_time))) / 60_000;
};

/** Zero's documentation: "total amount of time in minutes for all calculated slots". */
function totalMinutes({ answer: { data } }: Known): number | undefined {
  const total = Array.isArray(data) ? data.map(minutesOf).reduce((sum, it) => sum + it, 0) : NaN;
  return Number.isNaN(total) ? undefined : total;
}

/** Zero requires both in its echo, though only one of them has to be asked for. */
const NOT_ASKED = 0;

export const slotsByThreshold = call({
  name: "Best hours by price",
  zero: { method: "GET", path: "/slots/threshold/{location_id}" },
  anode: { method: "POST", path: "/schedules/limit/{location_id}" },
  path: locationPath,
  query: [startTime, endTime, askedDirection, segment, relative, absolute],
  check: checkThreshold,
  answer: [
    ...answerHead(["slot_threshold", "schedule_limit"], ["slt", "spl"]),
    answeredDirection,
    same("duration", number(), { required: true, fill: totalMinutes, note: "minutes of all slots together" }),
    nextUpdate,
    echoes("start_time", echo(segment), echo(absolute, NOT_ASKED), echo(relative, NOT_ASKED)),
    slots,
    ...answerTail,
  ],
  byHand: [
    "FlatPeak's documentation prints no answer of Anode's to this call: the bridge reads it like that of the duration.",
    "In the echo the one of `relative` and `absolute` that was not asked for is 0.",
  ],
});
