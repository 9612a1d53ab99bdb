// The end of a contract: typed in any way, sent as the day it is, wherever the home stands.

import { describe, expect, it } from "vitest";
import { wallClock } from "../../../../src/core/time.ts";
import {
  earliestEnd,
  isDate,
  isOldEnd,
  latestEnd,
  monthsAfter,
  readEndDate,
  writtenDate,
} from "../../../../src/web/connect/pages/date.ts";

const TODAY = "2026-11-26";
const ZONES = [
  "Europe/London",
  "Europe/Berlin",
  "America/Los_Angeles",
  "Asia/Kolkata",
  "Pacific/Auckland",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
];

describe("a day that is sent", () => {
  it.each(ZONES)("is the day that was picked, in UTC and in %s", (zone) => {
    for (const date of ["2026-11-27", "2027-01-01", "2027-03-28", "2027-06-30", "2028-02-29"]) {
      const sent = writtenDate(date, zone, "anode");
      expect(sent.slice(0, 10)).toBe(date);
      expect(wallClock(Date.parse(sent), zone).date).toBe(date);
      expect(writtenDate(date, zone, "zero")).toBe(date);
    }
  });

  it("is noon UTC nearly everywhere, as FlatPeak's own", () => {
    expect(writtenDate("2027-06-30", "Europe/Berlin", "anode")).toBe("2027-06-30T12:00:00Z");
    expect(writtenDate("2027-06-30", "Pacific/Auckland", "anode")).toBe("2027-06-30T06:00:00Z");
  });
});

describe("a day that is typed", () => {
  it.each([
    ["2027-11-30", "2027-11-30"],
    ["30.11.2027", "2027-11-30"],
    ["30/11/2027", "2027-11-30"],
    ["3. 1. 27", "2027-01-03"],
    ["2026-11-27", "2026-11-27"],
    ["2028-02-29", "2028-02-29"],
  ])("%s is %s", (text, date) => {
    expect(readEndDate(text, TODAY)).toEqual({ kind: "date", date });
  });

  it.each([
    ["", "missing"],
    ["soon", "unreadable"],
    ["2027-02-29", "unreadable"],
    ["2027-13-01", "unreadable"],
    ["31.04.2027", "unreadable"],
    ["2027-11-30T00:00", "unreadable"],
    ["2026-11-26", "early"],
    ["0026-11-26", "early"],
    ["2099-01-01", "late"],
  ])("%s is %s", (text, kind) => {
    expect(readEndDate(text, TODAY)).toEqual({ kind });
  });

  it("is at the earliest tomorrow, and within reason", () => {
    expect([earliestEnd(TODAY), latestEnd(TODAY)]).toEqual(["2026-11-27", "2046-11-26"]);
    expect([isDate("2027-02-28"), isDate("2027-02-30")]).toEqual([true, false]);
  });
});

describe("months", () => {
  it.each([
    ["2026-11-26", 12, "2027-11-26"],
    ["2026-08-31", 6, "2027-02-28"],
    ["2024-02-29", 12, "2025-02-28"],
    ["2026-12-31", 24, "2028-12-31"],
  ])("after %s, %d of them end on %s", (date, months, end) => {
    expect(monthsAfter(date, months)).toBe(end);
  });
});

it("the old contract's end, the day before and the day after it are the old end", () => {
  const ends = ["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"];
  expect(ends.map((it) => isOldEnd(it, "2026-12-02"))).toEqual([true, true, true, false]);
  expect(isOldEnd("2026-12-02", null)).toBe(false);
});
