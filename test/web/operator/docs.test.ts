// The API as it describes itself.

import { expect, it } from "vitest";
import { ROUTES } from "../../../src/web/operator/routes.ts";
import { BY_NAME } from "../../../src/web/operator/shapes/all.ts";
import { ORIGIN, visit } from "../../support/links.ts";
import type { Call } from "../../../src/web/operator/shapes/call.ts";

it("knows every route by a name, and every name has its route", () => {
  const named = new Set<Call>(Object.values<Call>(BY_NAME));
  expect(ROUTES.filter(({ call }) => !named.has(call)).map(({ call }) => call.path)).toEqual([]);
  const done = new Set(ROUTES.map(({ call }) => call));
  expect([...named].filter((call) => !done.has(call)).map(({ path }) => path)).toEqual([]);
});

it("tells programs, who need no key for that", async () => {
  const answer = await visit(`${ORIGIN}/v1/openapi.json`);
  const document = await answer.json<{ openapi: string; servers: { url: string }[]; paths: object }>();
  expect(document).toMatchObject({ openapi: "3.1.0", servers: [{ url: ORIGIN }] });
  expect(Object.keys(document.paths)).toContain("/v1/customers/{id}");
});

it("tells people, by a page that loads nothing", async () => {
  const answer = await visit(`${ORIGIN}/docs`, { headers: { Accept: "text/html" } });
  const page = await answer.text();
  expect(answer.status).toBe(200);
  expect(answer.headers.get("Content-Type")).toContain("text/html");
  const policy = answer.headers.get("Content-Security-Policy") ?? "";
  expect(policy).toMatch(/^default-src 'none'.*form-action 'none'; style-src 'nonce-[\w-]+'$/);
  expect(page).not.toMatch(/<script|src=|https?:\/\/(?!go\.example)/);
  // What may be null is said to be, and by what else it is.
  expect(page).toContain("<td>string or null</td>");
  for (const name of Object.keys(BY_NAME)) expect(page).toContain(`id="${name}"`);
  expect((await visit(`${ORIGIN}/docs`, { method: "POST" })).status).toBe(405);
});
