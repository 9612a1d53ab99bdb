// What holds for every call of /v1.

import { expect, it } from "vitest";
import { ORIGIN, visit } from "../../support/links.ts";
import { testSettings } from "../../settings.ts";

const call = (path: string, method = "GET"): Promise<Response> =>
  visit(`${ORIGIN}/v1${path}`, { method, headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` } });
const errorOf = async (answer: Response): Promise<unknown> =>
  ((await answer.json()) as { error: { code: string } }).error.code;

it.each([
  ["PATCH", "/sweep", "GET, POST"],
  ["PUT", "/customers/cus_1", "GET, DELETE"],
  ["OPTIONS", "/quarantine", "GET, DELETE"],
])("%s %s is no way to ask: only %s", async (method, path, allowed) => {
  const answer = await call(path, method);
  expect([answer.status, answer.headers.get("Allow")]).toEqual([405, allowed]);
  expect(await errorOf(answer)).toBe("method_not_allowed");
  expect(answer.headers.get("Access-Control-Allow-Origin")).toBeNull();
});

it("has nothing at an address that is none", async () => {
  const answer = await call("/nowhere");
  expect([answer.status, await errorOf(answer)]).toEqual([404, "not_found"]);
});

it.each([
  ["a parameter of a call that has none", "GET", "/sweep?since=1"],
  ["two values where there is one", "DELETE", "/quarantine?reason=too_old&reason=not_json"],
  ["a parameter that is misspelt", "DELETE", "/quarantine?reson=too_old"],
  ["an address without end", "DELETE", `/quarantine?reason=${"x".repeat(5_000)}`],
])("refuses %s", async (_, method, path) => {
  const answer = await call(path, method);
  expect([answer.status, await errorOf(answer)]).toEqual([400, "bad_request"]);
});

it("answers a HEAD as a GET, without what it says", async () => {
  const answer = await call("/sweep", "HEAD");
  expect([answer.status, await answer.text()]).toEqual([200, ""]);
});

it("answers in a form that nothing keeps or shows", async () => {
  const { headers } = await call("/sweep");
  expect(headers.get("Cache-Control")).toBe("no-store, private");
  expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(headers.get("Content-Security-Policy")).toContain("default-src 'none'");
  expect(headers.get("X-Request-Id")).not.toBeNull();
});
