// Requests for /v1 made from its declarations, good and bad; and whether an answer is one that the declaration speaks of.

import * as z from "zod/mini";
import fc from "fast-check";
import { STATUS } from "../../src/web/http/problems.ts";
import { problemsOf, statusesOf } from "../../src/web/operator/shapes/call.ts";
import type { Call } from "../../src/web/operator/shapes/call.ts";

interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
}

/** What readers trip over. */
const ODD: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  "",
  " ",
  "\u0000",
  "\u202e",
  "__proto__",
  "constructor",
  "' OR 1=1 --",
  "../../etc/passwd",
  "\ud800",
  "9".repeat(400),
  [],
  {},
  [[[]]],
  { __proto__: null },
];
const odd = fc.oneof(fc.constantFrom(...ODD), fc.string({ maxLength: 40 }), fc.jsonValue({ maxDepth: 2 }));

/** What some of the fields are made of, so that calls get past their shapes now and then. */
const USUAL: readonly string[] = [
  "cus_661677a19018beef00a29fae",
  "loc_661677cdc31d91695fd8f33d",
  "trf_6597ef46529ab4467502af0b",
  "inv_0123456789abcdef01234567",
  "0".repeat(64),
  "reply",
  "1",
  "3d",
  "en",
  "+447700900123",
  "jo@example.com",
  "Europe/London",
  "not_json",
  "2026-03-01",
];

function valueOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined && schema.anyOf.length > 0) return fc.oneof(...schema.anyOf.map(valueOf));
  switch (schema.type) {
    case "string":
      return fc.oneof(fc.constantFrom(...USUAL), fc.string({ maxLength: 30 }));
    case "number":
    case "integer":
      return fc.integer({ min: 0, max: 5 });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(valueOf(schema.items ?? {}), { maxLength: 3 });
    case "object": {
      const fields = Object.entries(schema.properties ?? {}).map(([name, it]) => [name, mixed(it)] as const);
      return fc.record(Object.fromEntries(fields), { requiredKeys: [...(schema.required ?? [])] });
    }
    case undefined:
    default:
      return odd;
  }
}

/** Mostly what is meant, and sometimes anything. */
const mixed = (schema: JsonSchema): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 6, arbitrary: valueOf(schema) }, { weight: 1, arbitrary: odd });

const schemaOf = (shape: z.ZodMiniType | undefined): JsonSchema | null =>
  shape === undefined ? null : (z.toJSONSchema(shape, { io: "input", unrepresentable: "any" }) as JsonSchema);

export interface FuzzRequest {
  readonly path: string;
  readonly method: string;
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
const encoded = (value: unknown): string => {
  // Half a pair cannot be written, and a part of dots leads elsewhere.
  const text = asText(value).replaceAll(/[\ud800-\udfff]/g, "?");
  return /^\.{1,2}$/.test(text) ? "dots" : encodeURIComponent(text);
};

const METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"] as const;
const headers = fc.record(
  {
    "X-Reason": fc.constantFrom("because", "x".repeat(501), "a\tb"),
    "Idempotency-Key": fc.constantFrom("one", "two", "", "x".repeat(300)),
    "X-Request-Id": fc.constantFrom("r-1", "with a blank", "x".repeat(256)),
    Accept: fc.constantFrom("application/json", "text/html"),
    "Content-Type": fc.constantFrom("application/json", "text/plain", "application/x-ndjson"),
    Origin: fc.constant("https://evil.example.test"),
  },
  { requiredKeys: [] },
);

/** Requests to the address of a call, by any method. */
export function requestsOf(call: Call): fc.Arbitrary<FuzzRequest> {
  const params = mixed(schemaOf(call.params) ?? { type: "object" });
  const query = schemaOf(call.query);
  const body = schemaOf(call.body);
  const inBody =
    body === null
      ? fc.constantFrom(null, "{}")
      : fc.oneof(
          { weight: 5, arbitrary: mixed(body).map((it) => JSON.stringify(it) ?? "") },
          { weight: 1, arbitrary: fc.constantFrom("", "{", "null", "[]", '{"a":1,"a":2}', `"${"x".repeat(70_000)}"`) },
        );
  return fc
    .record({
      params,
      query: query === null ? fc.constant({}) : mixed(query),
      stray: fc.option(fc.constantFrom("x=1", "limit=1&limit=2", "__proto__=1", "%zz", "cursor=e30"), { freq: 8 }),
      method: fc.oneof(
        { weight: 8, arbitrary: fc.constant(call.method) },
        { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
      ),
      body: inBody,
      headers,
    })
    .map(({ params, query, stray, method, body, headers }) => {
      const named = (typeof params === "object" && params !== null ? params : {}) as Record<string, unknown>;
      const path = call.path.replaceAll(/:(\w+)/g, (_, name: string) => encoded(named[name] ?? "x") || "x");
      const pairs = Object.entries(typeof query === "object" && query !== null ? query : {}).flatMap(([name, value]) =>
        [value].flat().map((it) => `${encoded(name)}=${encoded(it)}`),
      );
      const search = [...pairs, ...(stray === null ? [] : [stray])].join("&");
      const canHaveBody = method !== "GET" && method !== "HEAD";
      return { path: search === "" ? path : `${path}?${search}`, method, body: canHaveBody ? body : null, headers };
    });
}

const problemShape = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string(), request_id: z.string() }),
});

/** A value without what a shape does not know of it, where that is told apart. */
const known = (shape: z.ZodMiniType, value: unknown): unknown => shape.safeParse(value).data;

/** JSON whose fields stand in one order, whatever order they were said in. */
const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_, it: unknown) =>
    typeof it === "object" && it !== null && !Array.isArray(it)
      ? Object.fromEntries(Object.entries(it).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : it,
  );

/** What is wrong with an answer to a call that was made by its own method; null where nothing is. */
export function faultOf(call: Call, status: number, body: unknown): string | null {
  if (status < 300) {
    const declared = statusesOf(call).find((it) => it === status);
    const shape = declared === undefined ? undefined : call.answers[declared];
    if (shape === undefined) return `an undeclared status: ${status}`;
    const read = shape.safeParse(body);
    if (!read.success) return `not of its shape: ${JSON.stringify(read.error.issues).slice(0, 300)}`;
    return inOrder(known(shape, body)) === inOrder(body) ? null : "it says more than is declared";
  }
  const read = problemShape.safeParse(body);
  if (!read.success) return `a refusal of another form: ${JSON.stringify(body).slice(0, 200)}`;
  const code = problemsOf(call).find((it) => it === read.data.error.code);
  if (code === undefined) return `an undeclared code: ${read.data.error.code}`;
  return STATUS[code] === status ? null : `${code} is not ${status}`;
}
