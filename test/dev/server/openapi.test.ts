// What is deployed writes the same OpenAPI as the sources do: there its JSON Schema comes of a zod of its own.

import { expect, inject, test } from "vitest";
import { clientOf } from "./server.ts";

interface Description {
  openapi: string;
  paths: Record<
    string,
    Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>
  >;
}

test("the deployed description of /v1 has the shapes of what is answered", async () => {
  const server = clientOf(inject("devServer").origin);
  const { status, json } = await server.get("/v1/openapi.json");
  expect(status).toBe(200);
  const { openapi, paths } = json as Description;
  expect(openapi).toMatch(/^3\.1/);
  const schema = paths["/v1/checks"]?.["post"]?.responses["200"]?.content?.["application/json"]?.schema;
  expect(schema).toMatchObject({ type: "object", properties: { status: { enum: ["ok", "warn", "failed"] } } });
});
