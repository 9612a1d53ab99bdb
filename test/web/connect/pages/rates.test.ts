// Prices on forms: one a day, several a day, and what is added to the market's. Drawn, filled in, asked about, sent.

import { describe, expect, it } from "vitest";
import { contextOf, dataOf, drawn, fieldsOf, filledIn } from "./samples.ts";
import type { Page } from "../../../../src/flatpeak/connect/page.ts";
import type { PageContext, Reading } from "../../../../src/web/connect/pages/form.ts";

const plain = (text: string): string => text.replaceAll("\u00A0", " ");

const fixed = (currency: string | null, cost: number | null = null): Page => ({
  route: "rate_fixed",
  provider: null,
  currency,
  cost,
});

function typedOf(reading: Reading): URLSearchParams {
  if (reading.kind !== "again") throw new Error(JSON.stringify(reading));
  return reading.typed;
}

const saidOf = ({ words }: PageContext, reading: Reading): string =>
  reading.kind === "reply" && reading.said !== undefined ? plain(words.tell(reading.said)) : "";

describe("one price", () => {
  it("starts empty, with the old one beside it and examples in both units", async () => {
    const { html } = await drawn(contextOf(fixed("GBP", 0.2486)));
    expect(fieldsOf(html).get("price")).toBe("");
    expect(plain(html)).toContain("Last known: 24.86 p.");
    expect(plain(html)).toContain("For example 27.5 p or GBP 0.275.");
    expect(html).toContain('inputmode="decimal"');
    expect((await drawn(contextOf(fixed("GBP", 0)))).html).not.toContain("Last known");
  });

  it.each([
    ["GBP", "27.5", 0.275, "27.5 p per kWh, that is GBP 0.275"],
    ["GBP", "27,5", 0.275, "27.5 p per kWh, that is GBP 0.275"],
    ["GBP", "0.275", 0.275, "27.5 p per kWh, that is GBP 0.275"],
    ["GBP", "£0.275", 0.275, "27.5 p per kWh, that is GBP 0.275"],
    ["NOK", "1.25", 1.25, "125 øre per kWh, that is NOK 1.25"],
  ])("in %s typed as %s is sent as %d and said back", async (currency, price, cost, said) => {
    const context = contextOf(fixed(currency));
    const reading = await filledIn(context, { price });
    expect(dataOf(reading)).toEqual({ cost });
    expect(saidOf(context, reading)).toBe(said);
  });

  it.each([
    ["0", { price: "0" }, 0, "0 p per kWh, that is GBP 0.00"],
    ["-0.02", { price: "-0.02" }, -0.02, "-2 p per kWh, that is GBP -0.02"],
    ["£27.5", { price: "£27.5" }, 0.275, "27.5 p per kWh, that is GBP 0.275"],
  ])("of %s is asked about, and sent once it was answered", async (text, filled, cost, said) => {
    const first = contextOf(fixed("GBP"));
    const asked = await filledIn(first, filled);
    const again = contextOf(fixed("GBP"), { typed: typedOf(asked) });
    const ask = asked.kind === "again" && asked.ask !== undefined ? [asked.ask] : [];
    const { html } = await drawn({ ...again, mistakes: ask });
    // Once, as the question: what the frame says above is no mistake at the field.
    expect(html.split(`“${text}”`)).toHaveLength(2);
    expect(html.match(/id="price-error"/g)).toHaveLength(1);
    expect(plain(html)).toContain(said);
    // Not answered, it is asked again and never sent.
    expect(await filledIn(again, {})).toMatchObject({ kind: "again" });
    const answered = await filledIn(again, { "price-answer": String(cost) });
    expect(dataOf(answered)).toEqual({ cost });
    expect(saidOf(again, answered)).toBe(said);
    // An answer holds for what was asked about, and for nothing that was typed since.
    expect(await filledIn(again, { price: "1.5", "price-answer": String(cost) })).toMatchObject({ kind: "again" });
    expect(dataOf(await filledIn(again, { price: "28" }))).toEqual({ cost: 0.28 });
  });

  it.each(["", "abc", "€0.30"])("%j is refused at its field, and kept", async (price) => {
    const context = contextOf(fixed("GBP"));
    const reading = await filledIn(context, { price });
    expect(reading).toMatchObject({ kind: "mistakes", mistakes: [{ field: "price" }] });
    const mistakes = reading.kind === "mistakes" ? reading.mistakes : [];
    const { html } = await drawn(contextOf(fixed("GBP"), { mistakes, typed: new URLSearchParams({ price }) }));
    expect(html).toContain('aria-invalid="true"');
    expect(fieldsOf(html).get("price")).toBe(price);
  });

  it("that is paid to the customer is asked for as such", async () => {
    expect((await drawn(contextOf(fixed("EUR"), { turn: { direction: "EXPORT" } }))).heading).toBe(
      "What are you paid?",
    );
  });
});

describe("several prices", () => {
  const tod = (hours: Extract<Page, { route: "rate_tod" }>["hours"] = []): Page => ({
    route: "rate_tod",
    provider: null,
    currency: "GBP",
    hours,
  });
  const night = { "from-0": "07:00", "price-0": "30", "from-1": "23:00", "price-1": "9.5" };

  it("are two at first, whose ends follow", async () => {
    const context = contextOf(tod());
    const reading = await filledIn(context, night);
    expect(dataOf(reading)).toEqual({
      hours: [
        { cost: 0.3, valid_from: "07:00:00", valid_to: "23:00:00" },
        { cost: 0.095, valid_from: "23:00:00", valid_to: "07:00:00" },
      ],
    });
    expect(saidOf(context, reading)).toBe("2 periods noted.");
  });

  it("become three by a button, and two again, and nothing typed is lost", async () => {
    const typed = { ...night, "to-0": "16:00", "from-1": "16:00", "to-1": "19:00" };
    const three = contextOf(tod(), { typed: typedOf(await filledIn(contextOf(tod()), { ...typed, again: "add" })) });
    const { html } = await drawn(three);
    const fields = fieldsOf(html);
    // Who adds a period goes on in it.
    expect(/<input id="([^"]*)"[^>]* autofocus/.exec(html)?.[1]).toBe("from-2");
    expect([fields.get("rows"), fields.get("from-2"), fields.get("price-1")]).toEqual(["3", "19:00", "9.5"]);
    const reading = await filledIn(three, { "to-2": "07:00", "price-2": "20" });
    expect(dataOf(reading)).toMatchObject({ hours: [{ cost: 0.3 }, { cost: 0.095 }, { cost: 0.2 }] });
    const two = contextOf(tod(), { typed: typedOf(await filledIn(three, { "price-2": "20", again: "remove-1" })) });
    const left = fieldsOf((await drawn(two)).html);
    expect(["rows", "from-0", "price-0", "from-1", "price-1"].map((it) => left.get(it))).toEqual([
      "2",
      "07:00",
      "30",
      "19:00",
      "20",
    ]);
  });

  it("may be one all day, and up to twenty-four", async () => {
    const one = contextOf(tod(), { typed: new URLSearchParams({ rows: "1" }) });
    expect(dataOf(await filledIn(one, { "price-0": "30" }))).toEqual({
      hours: [{ cost: 0.3, valid_from: "00:00:00", valid_to: "00:00:00" }],
    });
    let typed = new URLSearchParams({ rows: "1" });
    for (let added = 0; added < 30; added += 1) {
      typed = typedOf(await filledIn(contextOf(tod(), { typed }), { again: "add" }));
    }
    const { html } = await drawn(contextOf(tod(), { typed }));
    expect(html.match(/<legend>Period/g)).toHaveLength(24);
    expect(html).not.toContain('value="add"');
  });

  it.each([
    [{ "to-0": "22:00" }, "There is no price from 22:00 to 23:00.", "to-0"],
    [{ "to-1": "07:30" }, "There is more than one price from 07:00 to 07:30.", "from-0"],
    [{ "from-0": "7 o'clock" }, "Please check when this period begins.", "from-0"],
    [{ "from-1": "", "to-0": "" }, "Please check when this period ends.", "to-0"],
    [{ "price-1": "" }, "Please enter the price.", "price-1"],
  ])("%j is named: %s", async (changes, words, field) => {
    const context = contextOf(tod());
    const reading = await filledIn(context, { ...night, ...changes });
    const mistakes = reading.kind === "mistakes" ? reading.mistakes : [];
    expect(mistakes.map((it) => [context.words.tell(it), it.field])).toContainEqual([words, field]);
  });

  it("that look wrong are asked about together, and go when that is answered", async () => {
    const odd = { ...night, "price-0": "£30", "price-1": "0" };
    const asked = contextOf(tod(), { typed: typedOf(await filledIn(contextOf(tod()), odd)) });
    const { html } = await drawn(asked);
    expect(html.match(/class="question"/g)).toHaveLength(2);
    expect(dataOf(await filledIn(asked, { "price-0-answer": "0.3", "price-1-answer": "0" }))).toMatchObject({
      hours: [{ cost: 0.3 }, { cost: 0 }],
    });
  });

  it("that FlatPeak knows stand there, and its empty ones do not", async () => {
    const known = [
      { from: "00:00", to: "07:00", cost: 0.1 },
      { from: "07:00", to: "19:00", cost: 0.3 },
      { from: "19:00", to: "00:00", cost: 0.2 },
    ];
    const context = contextOf(tod(known));
    expect(dataOf(await filledIn(context, {}))).toEqual({
      hours: [
        { cost: 0.1, valid_from: "00:00:00", valid_to: "07:00:00" },
        { cost: 0.3, valid_from: "07:00:00", valid_to: "19:00:00" },
        { cost: 0.2, valid_from: "19:00:00", valid_to: "00:00:00" },
      ],
    });
    const empty = fieldsOf((await drawn(contextOf(tod([{ from: "00:00", to: "00:00", cost: 0 }])))).html);
    expect([empty.get("rows"), empty.get("from-0"), empty.get("price-0")]).toEqual(["2", "", ""]);
  });

  it("send nothing when Enter is pressed but the whole form", async () => {
    expect(/<button[^>]*>/.exec((await drawn(contextOf(tod()))).html)?.[0]).not.toContain("name=");
  });
});

describe("a surcharge", () => {
  const page = (changes: Partial<Extract<Page, { route: "surcharge" }>> = {}): Page => ({
    route: "surcharge",
    provider: null,
    currency: "EUR",
    fixed: null,
    percentage: null,
    regions: [],
    region: null,
    ...changes,
  });

  it.each([
    [{ fixed: "1.5" }, { fixed: 0.015, percentage: 0 }],
    [
      { fixed: "0,015", percentage: "2,5 %" },
      { fixed: 0.015, percentage: 2.5 },
    ],
    [{ percentage: "10" }, { fixed: 0, percentage: 10 }],
    [
      { fixed: "-1,5 ct", percentage: "-3" },
      { fixed: -0.015, percentage: -3 },
    ],
    [
      { fixed: "0", percentage: "0" },
      { fixed: 0, percentage: 0 },
    ],
    [
      { fixed: "5 ct", none: "1" },
      { fixed: 0, percentage: 0 },
    ],
  ])("of %j is sent as %j", async (filled, surcharge) => {
    expect(dataOf(await filledIn(contextOf(page()), filled))).toEqual({ surcharge });
  });

  it("that FlatPeak knows stays as it is", async () => {
    const context = contextOf(page({ fixed: 0.015, percentage: 2.5 }));
    expect(plain((await drawn(context)).html)).toContain(
      "With a market price of 10 ct you would pay 11.787 ct per kWh.",
    );
    expect(dataOf(await filledIn(context, {}))).toEqual({ surcharge: { fixed: 0.015, percentage: 2.5 } });
    const german = contextOf(page({ fixed: 0.015, percentage: 2.5 }), { language: "de" });
    expect(dataOf(await filledIn(german, {}))).toEqual({ surcharge: { fixed: 0.015, percentage: 2.5 } });
  });

  it.each([
    [{}, ["fixed"]],
    [{ fixed: "x", percentage: "y" }, ["fixed", "percentage"]],
    [{ percentage: "250" }, ["percentage"]],
  ])("of %j is refused at %j", async (filled, fields) => {
    const reading = await filledIn(contextOf(page()), filled);
    expect(reading.kind === "mistakes" ? reading.mistakes.map((it) => it.field) : []).toEqual(fields);
  });

  it("comes with its region where Zero asks for both", async () => {
    const context = contextOf(page({ regions: ["NO1", "NO2"] }));
    expect(await filledIn(context, { fixed: "1" })).toMatchObject({
      kind: "mistakes",
      mistakes: [{ field: "region" }],
    });
    expect(dataOf(await filledIn(context, { none: "1", region: "NO2" }))).toEqual({
      surcharge: { fixed: 0, percentage: 0 },
      region: "NO2",
    });
    const chosen = contextOf(page({ regions: ["NO1", "NO2"], region: "NO1" }));
    expect(dataOf(await filledIn(chosen, { fixed: "1" }))).toMatchObject({ region: "NO1" });
  });
});
