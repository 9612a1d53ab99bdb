// The description of the API: what a linter of the trade says of it, and that it tells of every call all there is to tell.

import { createConfig, lintFromString } from "@redocly/openapi-core";
import * as z from "zod/mini";
import { expect, it } from "vitest";
import { openApiOf } from "../../../src/web/operator/openapi.ts";
import { problemsOf } from "../../../src/web/operator/shapes/call.ts";
import { STATUS } from "../../../src/web/http/problems.ts";
import { BY_NAME } from "../../../src/web/operator/shapes/all.ts";
import type { Call } from "../../../src/web/operator/shapes/call.ts";

const calls = Object.entries<Call>(BY_NAME);
const announced = [
  {
    type: "case.opened",
    summary: "A case was opened",
    body: z.object({ type: z.literal("case.opened"), data: z.object({}) }),
  },
];
const document = openApiOf(BY_NAME, { origin: "https://go.acme.test", version: "1.2.3", announced });

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}
const paths = document["paths"] as unknown as Readonly<Record<string, Readonly<Record<string, Operation>>>>;

it("is without fault by the recommended rules of a linter", async () => {
  const config = await createConfig({ extends: ["recommended"] });
  const problems = await lintFromString({ source: JSON.stringify(document), config });
  expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([]);
});

it("would be found fault with", async () => {
  const config = await createConfig({ extends: ["recommended"] });
  const broken = JSON.stringify(document).replace('"operationId"', '"operatoinId"');
  expect(await lintFromString({ source: broken, config })).not.toEqual([]);
});

it.each(calls)("tells all of %s", (name, call) => {
  const path = call.path.replaceAll(/:(\w+)/g, "{$1}");
  const operation = paths[path]?.[call.method.toLowerCase()];
  expect(operation?.operationId).toBe(name);
  const statuses = [...Object.keys(call.answers), ...problemsOf(call).map((code) => `${STATUS[code]}`)];
  expect(new Set(Object.keys(operation?.responses ?? {}))).toEqual(new Set(statuses));
  const named = [...call.path.matchAll(/:(\w+)/g)].map(([, it]) => it);
  const inPath = operation?.parameters.filter((it) => it.in === "path").map((it) => it.name);
  expect(inPath).toEqual(named);
});

it("refers to nothing that is not there", () => {
  const text = JSON.stringify(document);
  expect(text).not.toContain("$defs");
  const names = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name);
  const { schemas } = document["components"] as { schemas: object };
  expect(names.filter((name) => !Object.hasOwn(schemas, name ?? ""))).toEqual([]);
});
