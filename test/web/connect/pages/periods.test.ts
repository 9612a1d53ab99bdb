// The periods of a day: times as people write them, ends that follow, gaps and overlaps by their times.

import { describe, expect, it } from "vitest";
import { completed, faultOf, readTime } from "../../../../src/web/connect/pages/periods.ts";

const span = (text: string) => ({ from: text.slice(0, 5), to: text.slice(6) });

describe("a time", () => {
  it.each([
    ["07:30", "07:30"],
    ["07:30:00", "07:30"],
    ["7", "07:00"],
    ["7.30", "07:30"],
    ["7h30", "07:30"],
    ["7 h", "07:00"],
    ["19 Uhr", "19:00"],
    ["7:30 pm", "19:30"],
    ["12 am", "00:00"],
    ["12 pm", "12:00"],
    ["24:00", "00:00"],
    ["0:00", "00:00"],
    ["23:59", "00:00"],
    ["25", null],
    ["24:30", null],
    ["7:75", null],
    ["13 pm", null],
    ["noon", null],
    ["", null],
  ])("%j is %s", (text, time) => {
    expect(readTime(text)).toBe(time);
  });
});

describe("periods", () => {
  it.each([
    [["00:00-00:00"]],
    [["07:00-23:00", "23:00-07:00"]],
    [["00:00-07:00", "07:00-19:00", "19:00-00:00"]],
    [["16:00-19:00", "19:00-05:30", "05:30-16:00"]],
    [
      Array.from(
        { length: 24 },
        (_, at) => `${String(at).padStart(2, "0")}:00-${String((at + 1) % 24).padStart(2, "0")}:00`,
      ),
    ],
  ])("%j make a whole day", (spans) => {
    expect(faultOf(spans.map(span))).toBeNull();
  });

  it.each([
    [["07:00-22:00", "23:00-07:00"], "gap", "22:00", "23:00"],
    [["07:00-23:00", "00:00-07:00"], "gap", "23:00", "00:00"],
    [["07:00-22:30", "00:30-07:00"], "gap", "22:30", "00:30"],
    [["07:00-19:00"], "gap", "19:00", "07:00"],
    [["06:00-23:00", "22:00-06:00"], "overlap", "22:00", "23:00"],
    [["23:00-07:00", "06:30-23:30"], "overlap", "06:30", "07:00"],
  ])("%j have a fault: %s from %s to %s", (spans, kind, from, to) => {
    expect(faultOf(spans.map(span))).toEqual({ kind, from, to });
  });

  it("end where the next begins, and begin where the last ended, where that was left out", () => {
    const typed = [
      { from: "07:00", to: "" },
      { from: "", to: "" },
      { from: "23:00", to: "" },
    ];
    expect(completed(typed)).toEqual([
      { from: "07:00", to: "" },
      { from: "", to: "23:00" },
      { from: "23:00", to: "07:00" },
    ]);
    expect(completed([{ from: "", to: "" }])).toEqual([{ from: "00:00", to: "00:00" }]);
  });
});
