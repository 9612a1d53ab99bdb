// Every call of an operator leaves a trace, and one that is refused leaves none of them.

import { beforeEach, expect, it, vi } from "vitest";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { CUSTOMER, ORIGIN, firstLink, visit } from "../../support/links.ts";
import { testSettings } from "../../settings.ts";

let lines: Record<string, unknown>[];
beforeEach(async () => {
  await firstLink(await installFlatPeak());
  lines = [];
  vi.spyOn(console, "log").mockImplementation(
    (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  );
});

const call = (path: string, method = "GET", token = testSettings.OPERATOR_TOKEN): Promise<Response> =>
  visit(`${ORIGIN}/v1${path}`, { method, headers: { Authorization: `Bearer ${token}` } });
const traces = (): Record<string, unknown>[] => lines.filter(({ what }) => what === "operator_called");

it("says what was read, and of whom (row 106)", async () => {
  expect((await call(`/customers/${CUSTOMER}`)).status).toBe(200);
  expect(traces()).toMatchObject([{ as: "operator", method: "GET", about: CUSTOMER, status: 200 }]);
});

it("says what was changed, and with what outcome (row 106)", async () => {
  expect((await call(`/customers/${CUSTOMER}/stops/reply`, "DELETE")).status).toBe(200);
  expect((await call("/customers/cus_nobody/links", "DELETE")).status).toBe(404);
  expect(traces()).toMatchObject([
    { method: "DELETE", about: CUSTOMER, status: 200 },
    { method: "DELETE", about: "cus_nobody", status: 404 },
  ]);
});

it("is not left by whoever is refused, whose token stands nowhere (row 106)", async () => {
  const guess = "guess-of-a-token-that-is-long-enough-0000";
  expect((await call(`/customers/${CUSTOMER}`, "GET", guess)).status).toBe(401);
  expect(traces()).toEqual([]);
  expect(JSON.stringify(lines)).not.toContain(guess);
});

it("holds nothing that somebody typed in place of an id, which may be an address", async () => {
  const key = "support-key-0123456789abcdefghijkl";
  const settings = { ...testSettings, OPERATOR_KEYS: `support:desk:${key}` };
  const path = "/customers/jane%40example.test";
  expect((await call(path)).status).toBe(404);
  const headers = { Authorization: `Bearer ${key}` };
  expect((await visit(`${ORIGIN}/v1${path}`, { method: "DELETE", headers, settings })).status).toBe(403);
  expect(traces()).toMatchObject([{ path: null, about: null, status: 404 }]);
  const trail = await (await call("/audit")).text();
  expect(trail).toContain("DELETE /v1/customers/:id");
  expect(JSON.stringify(lines) + trail).not.toContain("jane");
});
