// The declarations of /v1 as OpenAPI 3.1, which is made when somebody asks for it.

import { STATUS } from "../http/problems.ts";
import { answersOf, json } from "./openapi-answers.ts";
import { Shared, isObject, schemasIn } from "./json-schema.ts";
import { isChange } from "./shapes/call.ts";
import type { JsonObject, SchemaOf } from "./json-schema.ts";
import type { Call, Fields, Shape } from "./shapes/call.ts";

/** A webhook that we send, as far as it is described. */
export interface Announced {
  readonly type: string;
  readonly summary: string;
  readonly body: Shape;
}

export interface About {
  /** The origin that answers. */
  readonly origin: string;
  readonly version: string;
  readonly announced?: readonly Announced[];
}

const DESCRIPTION = `Why did this customer get two messages, or none? Does it bring tariffs back? Is it alive?

Every call takes \`Authorization: Bearer\` and a key of a role: \`read\` looks, \`support\` helps a customer, \`admin\` does what cannot be taken back. Ids and cursors are opaque.
Times are ISO 8601 in UTC. New fields may come at any time. An error is \`{"error":{"code","message","request_id"}}\`, its \`code\` one of those listed with the call.`;

/** The parameters that stand in the path or the query. */
function parametersOf(schemaOf: SchemaOf, fields: Fields | undefined, place: "path" | "query"): readonly JsonObject[] {
  if (fields === undefined) return [];
  const { properties, required } = schemaOf(fields, "input");
  const needed = Array.isArray(required) ? required : [];
  return Object.entries(isObject(properties) ? properties : {}).map(([name, schema]) => {
    const { description, ...rest } = isObject(schema) ? schema : {};
    return {
      name,
      in: place,
      required: place === "path" || needed.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** The address as OpenAPI writes it. */
const addressOf = (path: string): string => path.replaceAll(/:(\w+)/g, "{$1}");
const tagOf = (path: string): string => path.split("/")[2]?.split(".")[0] ?? "";

/** What may be said along with any change. */
const CHANGE_HEADERS: readonly JsonObject[] = [
  {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description:
      "Makes the call one call, however often it is sent within 24 hours. Not needed where `PUT` or `DELETE` may be sent again as they are.",
    schema: { type: "string", maxLength: 255 },
  },
  {
    name: "X-Reason",
    in: "header",
    required: false,
    description: "Why, for the audit trail.",
    schema: { type: "string", maxLength: 500 },
  },
];

function bodyOf(schemaOf: SchemaOf, { body, stream }: Call): JsonObject {
  if (stream !== undefined)
    return { requestBody: { required: true, content: { [stream]: { schema: { type: "string" } } } } };
  if (body === undefined) return {};
  // What may be left out altogether says so by taking nothing.
  const required = !body.safeParse(undefined).success;
  return { requestBody: { required, content: json(schemaOf(body, "input")) } };
}

function operationOf(schemaOf: SchemaOf, name: string, call: Call): JsonObject {
  const role = call.role === "anyone" ? "" : `For the role \`${call.role}\`.`;
  return {
    operationId: name,
    summary: call.summary,
    description: [call.detail, role].filter((it) => it !== undefined && it !== "").join(" ") || call.summary,
    tags: [tagOf(call.path)],
    ...(call.role === "anyone" ? { security: [] } : {}),
    parameters: [
      ...parametersOf(schemaOf, call.params, "path"),
      ...parametersOf(schemaOf, call.query, "query"),
      ...(isChange(call) ? CHANGE_HEADERS : []),
    ],
    ...bodyOf(schemaOf, call),
    responses: answersOf(schemaOf, call),
  };
}

const TAGS: Readonly<Record<string, string>> = {
  audit: "Who changed what, when and why.",
  cases: "What is wrong with whose tariff.",
  channels: "How the ways to customers stand.",
  alerts: "How the company is told of trouble.",
  checks: "Whether everything outside is set up right.",
  contacts: "How many customers are reached, at once.",
  customers: "One customer: their story, and what can be done for them.",
  docs: "This description.",
  events: "What happened, as it is told to your backend.",
  fleet: "All customers in figures.",
  invitations: "Connecting a tariff for the first time.",
  links: "The links in messages.",
  notifications: "The messages.",
  openapi: "This description.",
  quarantine: "Events that were genuine and not understood.",
  sweep: "What the webhooks missed.",
};

function webhooksOf(schemaOf: SchemaOf, announced: readonly Announced[]): JsonObject {
  return Object.fromEntries(
    announced.map(({ type, summary, body }) => [
      type,
      {
        post: {
          operationId: `on${type.split(/\W/).map(capitalised).join("")}`,
          summary,
          description: "Sent to your backend as Standard Webhooks describes it, and again until it is taken.",
          security: [],
          requestBody: { required: true, content: json(schemaOf(body, "output")) },
          responses: {
            "2XX": { description: "It was taken." },
            "410": { description: "Nothing is wanted there any more: no event is sent again." },
          },
        },
      },
    ]),
  );
}

/** All calls, by their names, as one document. */
export function openApiOf(
  calls: Readonly<Record<string, Call>>,
  { origin, version, announced = [] }: About,
): JsonObject {
  const shared = new Shared();
  const schemaOf = schemasIn(shared);
  const byPath = Map.groupBy(Object.entries(calls), ([, { path }]) => addressOf(path));
  const tags = [...new Set(Object.values(calls).map(({ path }) => tagOf(path)))].toSorted();
  return {
    openapi: "3.1.0",
    info: {
      title: "FlatPeak Reconnect",
      version,
      description: DESCRIPTION,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: origin, description: "This deployment" }],
    security: [{ key: [] }],
    tags: tags.map((name) => ({ name, description: TAGS[name] ?? name })),
    paths: Object.fromEntries(
      [...byPath].map(([path, here]) => [
        path,
        Object.fromEntries(here.map(([name, call]) => [call.method.toLowerCase(), operationOf(schemaOf, name, call)])),
      ]),
    ),
    ...(announced.length === 0 ? {} : { webhooks: webhooksOf(schemaOf, announced) }),
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer", description: "A key of an operator." } },
      schemas: {
        ...shared.schemas,
        Error: {
          type: "object",
          required: ["error"],
          properties: {
            error: {
              type: "object",
              required: ["code", "message", "request_id"],
              properties: {
                code: { type: "string", enum: Object.keys(STATUS) },
                message: { type: "string" },
                request_id: { type: "string" },
              },
            },
          },
        },
      },
    },
  };
}
