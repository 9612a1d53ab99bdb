// The calls that describe all the others.

import * as z from "zod/mini";
import { call } from "./call.ts";

export const showOpenApi = call({
  method: "GET",
  path: "/v1/openapi.json",
  role: "anyone",
  summary: "This description",
  detail: "OpenAPI 3.1, made from what the calls themselves are made from. `/docs` is the same for people.",
  answers: { 200: z.record(z.string(), z.json()) },
  problems: [],
});
