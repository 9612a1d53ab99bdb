// The end of a contract, and the summary that tells it: dates sent as they were picked, an old end asked about, prices on the home's
// clock.

import { describe, expect, it } from "vitest";
import { clockTime, rowsOf } from "../../../../src/web/connect/pages/day-prices.ts";
import { SUMMARY, contextOf, dataOf, drawn, fieldsOf, filledIn } from "./samples.ts";
import type { Page, Price, Summary } from "../../../../src/flatpeak/connect/page.ts";
import type { Reading } from "../../../../src/web/connect/pages/form.ts";
import type { Given } from "./samples.ts";

const plain = (text: string): string => text.replaceAll("\u00A0", " ");

const term = (changes: Partial<Extract<Page, { route: "contract_term" }>> = {}): Page => ({
  route: "contract_term",
  provider: null,
  start: null,
  end: null,
  isUntilTerminated: false,
  ...changes,
});

const EXPIRING: Given = { home: { cause: "expiring", oldContractEnd: "2026-12-02" } };

describe("the end of a contract", () => {
  it.each(["Europe/London", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland"])(
    "is sent as the day that was picked in %s",
    async (timeZone) => {
      const context = contextOf(term(), { home: { timeZone } });
      const sent = dataOf(await filledIn(context, { end: "2027-11-30" }));
      expect(sent).toEqual({ contract_end_date: expect.stringMatching(/^2027-11-30T(?:12|06):00:00Z$/) as string });
      const zero = contextOf(term(), { home: { timeZone }, turn: { generation: "zero" } });
      expect(dataOf(await filledIn(zero, { end: "2027-11-30" }))).toEqual({ contract_end_date: "2027-11-30" });
    },
  );

  it("may be none, in either generation's words, and that is said", async () => {
    const context = contextOf(term());
    const reading = await filledIn(context, { term: "open" });
    expect(dataOf(reading)).toEqual({ contract_term_type: "UNTIL_TERMINATED" });
    expect(reading).toMatchObject({ said: { key: "connect.contract_term.said.open" } });
    expect((await drawn(context)).html).toContain("It runs until you give notice.");
    const zero = contextOf(term(), { turn: { generation: "zero" } });
    expect(dataOf(await filledIn(zero, { term: "open" }))).toEqual({ contract_end_date: null });
  });

  it("is never taken for none because the day was left out", async () => {
    expect(await filledIn(contextOf(term()), {})).toMatchObject({ kind: "mistakes", mistakes: [{ field: "end" }] });
  });

  it.each([
    [{}, "12", "2027-11-25"],
    [{}, "24", "2028-11-25"],
    [{ start: "2026-12-01" }, "12", "2027-11-30"],
    [{ start: "2019-01-01" }, "12", "2027-11-25"],
  ])("of a contract %j after %s months is %s", async (page, months, end) => {
    const context = contextOf(term(page));
    expect(dataOf(await filledIn(context, { term: months }))).toEqual({ contract_end_date: `${end}T12:00:00Z` });
  });

  it("follows on the old one where that is running out", async () => {
    const context = contextOf(term(), EXPIRING);
    expect((await drawn(context)).html).toContain("After 12 months: 2 December 2027");
    expect(dataOf(await filledIn(context, { term: "12" }))).toEqual({ contract_end_date: "2027-12-02T12:00:00Z" });
  });

  it("that is the old one's is warned of, asked about once, and then sent", async () => {
    const context = contextOf(term({ end: "2026-12-02" }), EXPIRING);
    const { heading, html } = await drawn(context);
    expect(heading).toBe("When does your new contract end?");
    expect(html).toContain("Your old contract: until 2 December 2026. That day will not do");
    expect(fieldsOf(html).get("end")).toBe("");
    for (const end of ["2026-12-01", "2026-12-02", "2026-12-03"]) {
      const asked: Reading = await filledIn(context, { end });
      if (asked.kind !== "again") throw new Error(asked.kind);
      expect(asked.ask).toMatchObject({ field: "end", key: "connect.contract_term.ask" });
      const again = contextOf(term({ end: "2026-12-02" }), { ...EXPIRING, typed: asked.typed });
      expect(fieldsOf((await drawn(again)).html).get("end")).toBe(end);
      expect(dataOf(await filledIn(again, {}))).toEqual({ contract_end_date: `${end}T12:00:00Z` });
      expect(await filledIn(again, { end: end === "2026-12-02" ? "2026-12-01" : "2026-12-02" })).toMatchObject({
        kind: "again",
      });
    }
    expect(dataOf(await filledIn(context, { end: "2026-12-04" }))).toEqual({
      contract_end_date: "2026-12-04T12:00:00Z",
    });
  });

  it.each([
    ["2026-11-26", "Please choose a day from 27 November 2026 on."],
    ["2020-01-01", "Please choose a day from 27 November 2026 on."],
    ["2099-01-01", "Please choose a day up to 26 November 2046."],
    ["soon", "Please write the day like 2026-11-27."],
  ])("%s is refused: %s", async (end, words) => {
    const context = contextOf(term());
    const reading = await filledIn(context, { end });
    expect(reading.kind === "mistakes" ? reading.mistakes.map((it) => context.words.tell(it)) : []).toEqual([words]);
  });

  it("that FlatPeak knows is filled in, and sent as it is", async () => {
    const context = contextOf(term({ end: "2027-03-31" }));
    expect(dataOf(await filledIn(context, {}))).toEqual({ contract_end_date: "2027-03-31T12:00:00Z" });
    const open = contextOf(term({ isUntilTerminated: true }));
    expect(dataOf(await filledIn(open, {}))).toEqual({ contract_term_type: "UNTIL_TERMINATED" });
  });
});

const summary = (changes: Partial<Summary> = {}): Page => ({ ...SUMMARY, ...changes });
const reply = (action: string) => ({ kind: "reply", reply: { kind: "action", action } });

describe("a summary", () => {
  it.each<[Partial<Summary>, Given, heading: string, button: string, action: string]>([
    [{}, {}, "Connected", "Done", "CLOSE"],
    [{ status: "connected " }, {}, "Connected", "Done", "CLOSE"],
    [{ isSaved: false }, { turn: { actions: ["SAVE", "EDIT"] } }, "Is this right?", "Confirm", "SAVE"],
    [{ status: "ERROR_REPORTED" }, {}, "Your tariff", "Done", "CLOSE"],
    [{ contractEnd: "2026-12-02" }, EXPIRING, "Your contract ends on 2 December 2026", "Add the new contract", "EDIT"],
    [{ contractEnd: "2026-12-03" }, EXPIRING, "Your contract ends on 3 December 2026", "Add the new contract", "EDIT"],
    [{ contractEnd: "2027-12-02" }, EXPIRING, "Connected", "Done", "CLOSE"],
    [{ contractEnd: "2026-12-02" }, {}, "Connected", "Done", "CLOSE"],
    [{ contractEnd: "2026-11-01" }, {}, "Your contract ended on 1 November 2026", "Add the new contract", "EDIT"],
    [
      { contractEnd: "2026-12-02", isSaved: false },
      { ...EXPIRING, turn: { actions: ["SAVE", "RECONNECT"] } },
      "Your contract ends on 2 December 2026",
      "Add the new contract",
      "RECONNECT",
    ],
    [
      { connectionType: "MANUAL" },
      { home: { cause: "upgrade" } },
      "You can connect directly now",
      "Connect directly",
      "EDIT",
    ],
    [{}, { home: { cause: "upgrade" } }, "Connected", "Done", "CLOSE"],
    // In Zero the tariff a customer comes with waits for SAVE as much as one that was just entered.
    [
      { connectionType: "MANUAL", isSaved: false },
      { home: { cause: "upgrade" }, turn: { actions: ["SAVE", "EDIT"] } },
      "You can connect directly now",
      "Connect directly",
      "EDIT",
    ],
    [
      { connectionType: "MANUAL", isSaved: false, provider: { id: "prv_2", name: "Meadow", logoUrl: null } },
      { home: { cause: "upgrade" }, turn: { actions: ["SAVE", "EDIT"] } },
      "Is this right?",
      "Confirm",
      "SAVE",
    ],
  ])("%j in %j says %s, and its button %s is %s", async (changes, given, heading, button, action) => {
    const context = contextOf(summary(changes), given);
    expect(await drawn(context)).toMatchObject({ heading, button });
    expect(await filledIn(context, {})).toEqual(reply(action));
  });

  it("says until when, of what kind and from whom", async () => {
    const { html } = await drawn(contextOf(summary({ isMarket: true, isTiered: true })));
    for (const text of [
      "Octopus Energy",
      "Agile",
      "31 December 2027",
      "A price for each time of day",
      "Follows the market",
    ]) {
      expect(html).toContain(text);
    }
    const open = await drawn(contextOf(summary({ contractEnd: null, isUntilTerminated: true })));
    expect(open.html).toContain("Runs until you give notice");
  });

  it("tells prices as a table before the picture, and the picture in words", async () => {
    const html = plain((await drawn(contextOf(summary()))).html);
    expect(html.match(/<th scope="row">/g)).toHaveLength(2);
    expect(html).toContain("00:00 to 07:00");
    expect(html).toContain("07:00 to 24:00");
    expect(html.indexOf("<table")).toBeLessThan(html.indexOf("<svg"));
    expect(html).toContain('role="img" aria-label="Chart of the prices, from 10 p to 30 p per kWh.');
  });

  it("needs no picture for one price all day, and says where none is known", async () => {
    const one = {
      today: [{ ...price("2026-11-26T00:00:00Z", "2026-11-27T00:00:00Z", 0.3) }],
      yesterday: [],
      tomorrow: [],
    };
    const html = plain((await drawn(contextOf(summary({ prices: one })))).html);
    expect(html).toContain("All day");
    expect(html).not.toContain("<svg");
    const none = { today: [], yesterday: [], tomorrow: [] };
    expect((await drawn(contextOf(summary({ prices: none })))).html).toContain("The prices are not known yet.");
  });

  it("rounds what FlatPeak reckons to a hundredth of a penny", async () => {
    const today = [
      price("2026-11-26T00:00:00Z", "2026-11-26T12:00:00Z", 0.366515291, 1),
      price("2026-11-26T12:00:00Z", "2026-11-27T00:00:00Z", -0.00004, 1),
    ];
    const { html } = await drawn(contextOf(summary({ prices: { today, yesterday: [], tomorrow: [] } })));
    expect(plain(html)).toContain("<td>36.65 p</td>");
    expect(plain(html)).toContain("<td>0 p</td>");
  });

  it("says which prices are estimates, and folds away what is long", async () => {
    const quarters = Array.from({ length: 96 }, (_, at) =>
      price(quarter(at), quarter(at + 1), 0.2 + at / 1_000, at < 48 ? 1 : 0.4),
    );
    const { html } = await drawn(
      contextOf(summary({ prices: { today: quarters, yesterday: [], tomorrow: quarters } })),
    );
    expect(html.match(/estimated/g)).toHaveLength(96);
    const drawnBars = (kind: string) =>
      [...html.matchAll(new RegExp(`class="${kind}" d="([^"]*)"`, "g"))].map(([, d = ""]) => d.split("M").length - 1);
    expect([drawnBars("bar"), drawnBars("estimate")]).toEqual([
      [48, 48],
      [48, 48],
    ]);
    expect(html.match(/<details>/g)).toHaveLength(2);
  });
});

function price(from: string, to: string, cost: number, confidence: number | null = 1): Price {
  return { from, to, cost, confidence };
}

const quarter = (at: number): string => new Date(Date.UTC(2026, 10, 26, 0, at * 15)).toISOString();

describe("the prices of a day", () => {
  const written = (prices: readonly Price[], zone: string): readonly string[] =>
    rowsOf(prices, zone).map(({ from, to, cost }) => `${clockTime(from)}-${clockTime(to)} ${cost}`);

  it("are told on the clock of the home, whatever offset FlatPeak writes", () => {
    const utc = [
      price("2026-11-25T23:00:00Z", "2026-11-26T06:00:00Z", 0.1),
      price("2026-11-26T06:00:00Z", "2026-11-26T23:00:00Z", 0.3),
    ];
    const local = [
      price("2026-11-26T00:00:00+01:00", "2026-11-26T07:00:00+01:00", 0.1),
      price("2026-11-26T07:00:00+01:00", "2026-11-27T00:00:00+01:00", 0.3),
    ];
    const bare = [
      price("2026-11-26T00:00:00", "2026-11-26T07:00:00", 0.1),
      price("2026-11-26T07:00:00", "2026-11-26T00:00:00", 0.3),
    ];
    for (const prices of [utc, local, bare]) {
      expect(written(prices, "Europe/Berlin")).toEqual(["00:00-07:00 0.1", "07:00-24:00 0.3"]);
    }
  });

  it("are in the order of time, one row while they stay the same, and without what cannot be read", () => {
    const prices = [
      price("2026-11-26T02:00:00Z", "2026-11-26T03:00:00Z", 0.1),
      price("2026-11-26T00:00:00Z", "2026-11-26T01:00:00Z", 0.1),
      price("2026-11-26T01:00:00Z", "2026-11-26T02:00:00Z", 0.1),
      price("never", "2026-11-26T02:00:00Z", 0.1),
      price("2026-11-26T03:00:00Z", "2026-11-26T04:00:00Z", -0.05),
    ];
    expect(written(prices, "Europe/London")).toEqual(["00:00-03:00 0.1", "03:00-04:00 -0.05"]);
  });

  it("have an hour more when clocks go back", () => {
    const hours = Array.from({ length: 25 }, (_, at) => {
      const start = Date.parse("2026-10-24T22:00:00Z") + at * 3_600_000;
      return price(new Date(start).toISOString(), new Date(start + 3_600_000).toISOString(), at);
    });
    const rows = written(hours, "Europe/Berlin");
    expect(rows).toHaveLength(25);
    expect(rows.slice(2, 4)).toEqual(["02:00-03:00 2", "02:00-03:00 3"]);
  });
});
