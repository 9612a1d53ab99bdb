// Where an address of FlatPeak's leads: to a sign-in, out, or nowhere.

import { describe, expect, it } from "vitest";
import { goingTo } from "../../../src/flatpeak/connect/go.ts";

const OURS = {
  publicUrl: "https://go.example.test",
  callbackUrl: null,
  appUrl: "myapp://home",
  connectDomain: "connect.flatpeak.com",
};
const going = (url: string, settings: Partial<typeof OURS> | { callbackUrl: string } = {}) =>
  goingTo(url, "cot_1", { ...OURS, ...settings });

describe("an address", () => {
  it.each([
    ["https://go.example.test/c/abc/done?fp_cot=cot_1", {}],
    ["https://app.example.com/back?x=1&fp_cot=cot_1", { callbackUrl: "https://app.example.com/back?x=1" }],
    ["https://app.example.com/elsewhere", { callbackUrl: "https://app.example.com/back" }],
    ["myapp://done?fp_cot=cot_1", { callbackUrl: "myapp://done" }],
    ["myapp:/done?fp_cot=cot_1", { callbackUrl: "myapp:/done" }],
  ])("like %s is the end", (url, settings) => {
    expect(going(url, settings)).toEqual({ kind: "end", url });
  });

  it.each([
    ["https://meadow.connect.flatpeak.com", "https://meadow.connect.flatpeak.com/?fp_cot=cot_1"],
    ["https://connect.flatpeak.com/in?a=b", "https://connect.flatpeak.com/in?a=b&fp_cot=cot_1"],
    ["https://meadow.connect.flatpeak.com/?fp_cot=cot_9", "https://meadow.connect.flatpeak.com/?fp_cot=cot_9"],
    ["myapp://sign-in", "myapp://sign-in?fp_cot=cot_1"],
  ])("like %s is a sign-in, with its token", (url, to) => {
    expect(going(url)).toEqual({ kind: "sign_in", url: to });
  });

  it("of a developer's machine is a sign-in by http", () => {
    expect(going("http://127.0.0.1:8787/login", { connectDomain: "127.0.0.1" })).toMatchObject({ kind: "sign_in" });
    expect(going("http://meadow.connect.flatpeak.com/")).toEqual({ kind: "refused" });
  });

  it.each([
    "https://evil.example/",
    "https://evilconnect.flatpeak.com/",
    "https://connect.flatpeak.com.evil.example/",
    "https://connect.flatpeak.com@evil.example/",
    "https://user:word@connect.flatpeak.com/",
    "https://go.example.test/connect?fp_cot=cot_1",
    "https://go.example.test.evil.example/",
    "http://go.example.test/c/abc/done",
    "javascript:alert(1)",
    "otherapp://x",
    "/c/abc/done",
    "",
  ])("like %j is nobody's", (url) => {
    expect(going(url)).toEqual({ kind: "refused" });
  });
});
