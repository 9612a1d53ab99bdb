// What the bridge asks and hears is what the client of Anode's energy API takes for a question and an answer: two readings of one
// documentation.

import { describe, expect, it } from "vitest";
import { costAnswer, instantAnswer, intervalQuestion } from "../../../src/flatpeak/energy/shapes/cost.ts";
import {
  batchAnswer,
  cumulativeReadings,
  intervalRecords,
  meterRecord,
} from "../../../src/flatpeak/energy/shapes/meter.ts";
import { auditAnswer, priceAnswer, priceQuestion } from "../../../src/flatpeak/energy/shapes/price.ts";
import {
  amountAnswer,
  amountQuestion,
  durationAnswer,
  durationQuestion,
  limitAnswer,
  limitQuestion,
} from "../../../src/flatpeak/energy/shapes/schedule.ts";
import { EXAMPLES } from "./examples.ts";
import type * as z from "zod/mini";

/** By Zero's path: the question's body where it has a shape of its own, and the answer. */
const SHAPES: Readonly<Record<string, readonly [question: z.ZodMiniType | null, answer: z.ZodMiniType]>> = {
  "/tariffs/rates/{location_id}": [priceQuestion, priceAnswer],
  "/tariffs/audit/{location_id}": [priceQuestion, auditAnswer],
  "/slots/time/{location_id}": [durationQuestion, durationAnswer],
  "/slots/threshold/{location_id}": [limitQuestion, limitAnswer],
  "/schedules": [amountQuestion, amountAnswer],
  "/costs/instant": [meterRecord, instantAnswer],
  "/costs/interval/{id}": [intervalQuestion, costAnswer],
  "/costs/session/{session_reference_id}": [null, costAnswer],
  "/meters/interval": [intervalRecords, batchAnswer],
  "/meters/cumulative/epoch": [cumulativeReadings, batchAnswer],
  "/meters/batch": [null, batchAnswer],
};

const energy = EXAMPLES.filter(({ call }) => call in SHAPES).map((it) => [it.call, it] as const);

describe("the client of Anode and the bridge", () => {
  it("know the same calls", () => {
    expect(new Set(energy.map(([call]) => call))).toEqual(new Set(Object.keys(SHAPES)));
  });

  it.each(energy)("agree about %s", (call, { anode }) => {
    const [question, answer] = SHAPES[call] ?? [];
    expect(question?.safeParse(anode.body).error).toBeUndefined();
    expect(answer?.safeParse(anode.answer).error).toBeUndefined();
  });
});
