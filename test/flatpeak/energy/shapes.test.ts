// The answers that FlatPeak documents are read whole: no field is lost and no figure changed.

import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { costAnswer, instantAnswer } from "../../../src/flatpeak/energy/shapes/cost.ts";
import { batchAnswer } from "../../../src/flatpeak/energy/shapes/meter.ts";
import { auditAnswer, priceAnswer, priceEntry } from "../../../src/flatpeak/energy/shapes/price.ts";
import { amountAnswer, durationAnswer, limitAnswer } from "../../../src/flatpeak/energy/shapes/schedule.ts";
import {
  AUDIT,
  BATCH,
  BY_AMOUNT,
  BY_DURATION,
  BY_LIMIT,
  COSTS,
  INSTANT_COST,
  PRICES,
  PRICE_NAMES,
} from "./examples.ts";

const EXAMPLES: readonly (readonly [name: string, shape: z.core.$ZodType, body: unknown])[] = [
  ["prices", priceAnswer, PRICES],
  ["the audit of prices", auditAnswer, AUDIT],
  ["a schedule by duration", durationAnswer, BY_DURATION],
  ["a schedule by limit", limitAnswer, BY_LIMIT],
  ["a schedule by amount", amountAnswer, BY_AMOUNT],
  ["costs", costAnswer, COSTS],
  ["the cost of a record", instantAnswer, INSTANT_COST],
  ["a batch", batchAnswer, BATCH],
];

describe("an answer as documented", () => {
  it.each(EXAMPLES)("is read whole: %s", (_, shape, body) => {
    expect(z.core.parse(shape, body)).toEqual(body);
  });

  it.each(EXAMPLES)("keeps what nobody here knows: %s", (_, shape, body) => {
    const more = { ...(body as object), new_field: { of: "FlatPeak's" } };
    expect(z.core.parse(shape, more)).toEqual(more);
  });
});

describe("one thing under several names", () => {
  it.each(PRICE_NAMES)("is the price: %o", (entry) => {
    expect(z.parse(priceEntry, entry).price).toMatchObject({ value: 0.2, confidence: 1 });
  });

  it("is the cost, where the older page has tariff", () => {
    const { cost, data, ...rest } = BY_AMOUNT;
    const older = { ...rest, tariff: cost, data: data.map(({ cost: own, ...it }) => ({ ...it, tariff: own })) };
    const read = z.parse(amountAnswer, older);
    expect(read.cost).toEqual(cost);
    expect(read.data[0]?.cost).toEqual(cost);
  });
});

describe("what an answer must have", () => {
  it("is the currency of its money", () => {
    const { currency_code: _, ...rest } = PRICES;
    expect(z.safeParse(priceAnswer, rest).success).toBe(false);
  });

  it("is a figure, which may stand there as text", () => {
    const entry = (value: unknown) => ({ ...PRICES.data[0], price: { value } });
    expect(z.parse(priceEntry, entry("-0.5")).price.value).toBe(-0.5);
    expect(z.safeParse(priceEntry, entry("cheap")).success).toBe(false);
    expect(z.safeParse(priceEntry, entry(null)).success).toBe(false);
  });

  it("is an instant, with the offset it came with", () => {
    expect(z.parse(priceEntry, PRICES.data[0]).valid_from).toBe("2026-06-15T08:00:00+01:00");
    expect(z.safeParse(priceEntry, { ...PRICES.data[0], valid_from: "tomorrow" }).success).toBe(false);
  });
});
