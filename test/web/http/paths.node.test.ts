// Which path a request is taken for.

import { describe, expect, it } from "vitest";
import { pathOf } from "../../../src/web/http/paths.ts";
import { growthOf } from "../../support/growth.ts";

const ORIGIN = "https://go.example.com";
const read = (path: string): string => pathOf(new Request(ORIGIN + path));

describe("a path", () => {
  it.each(["/c/AbC_-1", "/c/AbC_-1/stop", "/v1/customers/cus_1", "/healthz", "/webhooks/Twilio.", "/", "/cc/x."])(
    "that is as our messages write it, or no link, is left alone: %s",
    (path) => {
      expect(read(path)).toBe(path);
    },
  );

  it.each([
    ["/C/AbC.", "/c/AbC"],
    ["/c/AbC/Stop%20", "/c/AbC/stop"],
    ["//c//AbC///tariffs/trf_1).", "/c/AbC/tariffs/trf_1"],
    ["/c/AbC/nowhere.", "/c/AbC/nowhere."],
    ["/c/...", "/c/..."],
  ])("%s is meant as %s (rows 42, 73)", (path, meant) => {
    expect(read(path)).toBe(meant);
  });

  it.each([".", "-", "/", "%2F", "%E2%80%8B", "%", "-."])(
    "is read in time that grows with its length alone: %s",
    (junk) => {
      const reader = (size: number) => {
        const request = new Request(`${ORIGIN}/c/x/tariffs/y${junk.repeat(size)}z`);
        return () => void pathOf(request);
      };
      expect(growthOf(reader, 2_000)).toBeLessThan(8);
    },
  );
});
