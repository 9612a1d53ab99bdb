// The cheapest or the dearest time: by how long it is to be (`slot_time` in Zero, `schedule_duration` in Anode) or by a price
// (`slot_threshold`, `schedule_limit`).
import type { WireError } from "../wire-error.ts";
import { idFrom } from "./chance.ts";
import { averageOf, bestOf, curveOf, type Entry, runsOf, withinLimit } from "./curve.ts";
import { askedOf, nextUpdate } from "./prices.ts";
import { directionName, type Generation, type Question, refusal, type Window } from "./question.ts";
import { type Call, head, isRefusal, span, tail } from "./wire.ts";
import { minuteMs } from "./zone.ts";

const segments = ["HIGH", "LOW"] as const;
/** As many minutes as there are in the longest window. */
const maxMinutes = 90 * 24 * 60;

/** `GET /slots/time/{id}` in Zero, `POST /schedules/duration/{id}` in Anode: several slots where they are better than one. */
export function durationBody(call: Call, question: Question): object | WireError {
  const { generation, now } = call;
  const isZero = generation === "zero";
  const segment = question.word("segment", segments, "LOW");
  const duration = question.neededNumber("duration", 1, maxMinutes);
  const asked = askedOf(call, question, !isZero);
  if (isRefusal(asked)) return asked;
  const { direction, source, window } = asked;
  const best = bestOf(curveOf(source, window.from, window.to, now), segment, duration * minuteMs);
  const id = idFrom(isZero ? "sta" : "std", call.home.id, direction, segment, duration, window.from, window.to);
  return {
    ...head(call, id, isZero ? "slot_time" : "schedule_duration"),
    [directionName(generation)]: direction,
    ...(isZero ? { next_update: nextUpdate(source, now, window.offset) } : {}),
    request: {
      [directionName(generation)]: direction,
      segment,
      duration,
      ...span(window, "start_time", "end_time"),
    },
    data: slotsOf(best, window, generation),
    ...tail(call),
  };
}

/**
 * `GET /slots/threshold/{id}` in Zero, `POST /schedules/limit/{id}` in Anode, whose answer FlatPeak's documentation does not
 * print: it is taken to be that of a duration, without an echo of the question.
 */
export function limitBody(call: Call, question: Question): object | WireError {
  const { generation, now } = call;
  const isZero = generation === "zero";
  const segment = question.word("segment", segments, "LOW");
  const absolute = question.number("absolute", -1000, 1000);
  const relative = question.number("relative", 0.01, 1);
  const limit = absolute !== null ? { absolute } : relative !== null ? { relative } : null;
  const asked = askedOf(call, question);
  if (isRefusal(asked)) return asked;
  if (limit === null) return refusal("absolute_missing", "absolute or relative is required");
  const { direction, source, window } = asked;
  const within = withinLimit(curveOf(source, window.from, window.to, now), segment, limit);
  const words = [call.home.id, direction, segment, JSON.stringify(limit), window.from, window.to];
  return {
    ...head(call, idFrom(isZero ? "slt" : "spl", ...words), isZero ? "slot_threshold" : "schedule_limit"),
    [directionName(generation)]: direction,
    duration: within.reduce((sum, { from, to }) => sum + (to - from), 0) / minuteMs,
    ...(isZero
      ? {
          next_update: nextUpdate(source, now, window.offset),
          request: {
            direction,
            segment,
            absolute: absolute ?? 0,
            relative: relative ?? 0,
            ...span(window, "start_time", "end_time"),
          },
        }
      : {}),
    data: slotsOf(within, window, generation),
    ...tail(call),
  };
}

function slotsOf(entries: readonly Entry[], { offset }: Window, generation: Generation): object[] {
  return runsOf(entries).map((run) => {
    const [from, to] = [run[0]?.from ?? 0, run.at(-1)?.to ?? 0];
    const { value, confidence } = averageOf(run);
    const price =
      generation === "zero" ? { tariff: { rate_avg: value, confidence } } : { price: { average: value, confidence } };
    return { ...span({ from, to, offset }, "start_time", "end_time"), ...price };
  });
}
