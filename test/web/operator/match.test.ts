// Which route an address means.

import * as z from "zod/mini";
import { describe, expect, it } from "vitest";
import { matcherOf } from "../../../src/web/operator/match.ts";
import { route } from "../../../src/web/operator/route.ts";
import { call } from "../../../src/web/operator/shapes/call.ts";
import type { Route } from "../../../src/web/operator/route.ts";

const at = (method: "GET" | "POST", path: `/v1/${string}`): Route =>
  route(call({ method, path, role: "read", summary: "", answers: { 200: z.object({}) }, problems: [] }), () =>
    Promise.resolve({}),
  );

const find = matcherOf([at("GET", "/v1/fleet/:id"), at("GET", "/v1/fleet/rebuild"), at("POST", "/v1/fleet/rebuild")]);

describe("an address", () => {
  it.each([
    ["/v1/fleet/rebuild", "/v1/fleet/rebuild", {}],
    ["/v1/fleet/rebuil", "/v1/fleet/:id", { id: "rebuil" }],
    ["/v1/fleet/a%2Fb", "/v1/fleet/:id", { id: "a/b" }],
    ["/v1/fleet/%zz", "/v1/fleet/:id", { id: "%zz" }],
  ])("%s means %s", (path, expected, params) => {
    const found = find(path);
    expect(found?.byMethod.get("GET")?.call.path).toBe(expected);
    expect(found?.params).toEqual(params);
  });

  it.each(["/v1/fleet", "/v1/fleet/", "/v1/fleet/a/b", "/v1//rebuild", "/v1/Fleet/rebuild", "/v1", ""])(
    "%s means nothing",
    (path) => {
      expect(find(path)).toBeNull();
    },
  );

  it("is declared once for a method", () => {
    expect([...(find("/v1/fleet/rebuild")?.byMethod.keys() ?? [])]).toEqual(["GET", "POST"]);
    expect(() => matcherOf([at("GET", "/v1/x"), at("GET", "/v1/x")])).toThrow("declared twice: GET /v1/x");
  });
});
