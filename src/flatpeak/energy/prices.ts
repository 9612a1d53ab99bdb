// Prices of any window: one that FlatPeak does not take whole is asked in pieces, and answered as one.

import { idOf } from "./shapes/common.ts";
import { priceAnswer, priceQuestion } from "./shapes/price.ts";
import { MAX_WINDOW_MS, joinAnswers, splitWindow } from "./window.ts";
import { msOf } from "./shapes/common.ts";
import { readShape } from "./result.ts";
import type { Asker } from "./ask.ts";
import type { EnergyResult } from "./result.ts";
import type { PriceAnswer, PriceQuestion } from "./shapes/price.ts";

type Prices = (locationId: string, question: PriceQuestion) => Promise<EnergyResult<PriceAnswer>>;

/** Some six years. A year that was misspelt would otherwise be hundreds of requests. */
const MAX_PIECES = 24;

const invalid = (field: string, problem: string): EnergyResult<never> => ({
  kind: "invalid",
  objections: [{ field: `question.${field}`, problem }],
});

/** The pieces of a question in their order, or what is wrong with it. */
function piecesOf(question: PriceQuestion, now: number): readonly PriceQuestion[] | EnergyResult<never> {
  const { start_time, end_time, ...rest } = question;
  if (start_time === undefined) {
    // Where FlatPeak starts then is not documented, so such a window cannot be split.
    const isLong = msOf(end_time) - now > MAX_WINDOW_MS;
    return isLong ? invalid("start_time", "must be given where the window is longer than 90 days") : [question];
  }
  if (msOf(end_time) - msOf(start_time) > MAX_PIECES * MAX_WINDOW_MS) {
    return invalid("end_time", `must not be more than ${MAX_PIECES} times 90 days after start_time`);
  }
  return splitWindow({ start_time, end_time }).map((it) => ({ ...rest, ...it }));
}

/** `POST /prices/{location_id}`, as often as the window needs. */
export function pricesOf(ask: Asker, now: () => number): Prices {
  const askOnce: Prices = (id, question) =>
    ask({
      given: { id, question },
      shapes: { id: idOf("loc"), question: priceQuestion },
      request: (it) => ({ method: "POST", path: `/prices/${it.id}`, body: it.question, isRead: true }),
      about: ({ question: { tariff_direction } }) => [tariff_direction],
      answer: priceAnswer,
    });

  return async (id, question) => {
    const read = readShape(priceQuestion, question);
    // What is wrong with it is said by the call itself, together with what is wrong with the id.
    if (read.kind === "wrong") return askOnce(id, question);
    const pieces = piecesOf(read.value, now());
    if ("kind" in pieces) return pieces;
    let joined: PriceAnswer | null = null;
    for (const piece of pieces) {
      const answer = await askOnce(id, piece);
      if (answer.kind !== "ok") return answer;
      if (joined !== null && joined.currency_code !== answer.value.currency_code) {
        return { kind: "unreadable", objections: [{ field: "currency_code", problem: "changes within the window" }] };
      }
      joined = joined === null ? answer.value : joinAnswers(joined, answer.value);
    }
    if (joined === null) throw new Error("a window without pieces");
    return { kind: "ok", value: joined };
  };
}
