// The answers of a call, as OpenAPI describes them.

import { STATUS } from "../http/problems.ts";
import { PROBLEM_WORDS } from "../http/problem-words.ts";
import { problemsOf, statusesOf } from "./shapes/call.ts";
import type { ErrorCode } from "../http/problems.ts";
import type { JsonObject, SchemaOf } from "./json-schema.ts";
import type { Call } from "./shapes/call.ts";

/** The content of a body. */
export const json = (schema: JsonObject): JsonObject => ({ "application/json": { schema } });

/** An answer for each status that goes with one of these codes. */
function refusalsOf(codes: readonly ErrorCode[]): JsonObject {
  const byStatus = Map.groupBy(codes, (code) => STATUS[code]);
  return Object.fromEntries(
    [...byStatus].map(([status, here]) => [
      String(status),
      {
        description: here.map((code) => `\`${code}\`: ${PROBLEM_WORDS[code]}`).join("\n\n"),
        content: json({
          allOf: [
            { $ref: "#/components/schemas/Error" },
            { type: "object", properties: { error: { type: "object", properties: { code: { enum: [...here] } } } } },
          ],
        }),
      },
    ]),
  );
}

/** All that a call may answer, by the status. */
export function answersOf(schemaOf: SchemaOf, call: Call): JsonObject {
  const [first] = statusesOf(call);
  const well = Object.fromEntries(
    statusesOf(call).map((status) => {
      const description = status === first ? "It went well." : "It is under way, and goes on by itself.";
      const answer = call.answers[status];
      return [status, { description, content: json(answer === undefined ? {} : schemaOf(answer, "output")) }];
    }),
  );
  return { ...well, ...refusalsOf(problemsOf(call)) };
}
