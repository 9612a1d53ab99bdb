// Zero's question, read strictly, as the request to Anode that asks the same. What can be seen to be wrong is refused here, so
// that FlatPeak is not asked for nothing.

import { fillPath, refusal } from "./call.ts";
import { isFields, translate } from "./translate.ts";
import type { Call, Complaint, Method } from "./call.ts";
import type { Field, Fields } from "./field.ts";
import type { Translation } from "./translate.ts";

/** What to ask FlatPeak. */
export interface Request {
  readonly method: Method;
  /** With what stands behind the question mark. The later ones are for where the earlier are unknown. */
  readonly paths: readonly string[];
  /** Undefined for none. */
  readonly body: unknown;
}

export type Asked =
  | {
      readonly kind: "asked";
      readonly request: Request;
      /** All that was asked, in Zero's form. A body that is a list is not in it. */
      readonly question: Fields;
      /** What was asked for and Anode has not. */
      readonly gone: ReadonlySet<string>;
    }
  | { readonly kind: "refused"; readonly complaint: Complaint };

/** A question as it came: the path decoded, the query as text, the body as JSON (undefined for none). */
export interface Given {
  readonly path: Fields;
  readonly query: Fields;
  readonly body: unknown;
}

/** What is found wrong while a question is read. The first is told, and nothing is read after it. */
type Wrong = Complaint[];

const invalid = (field: Field, at: string, must: string, wrong: Wrong): void => {
  wrong.push(refusal(`${field.zero}_invalid`, `${at} must be ${must}`));
};

function readValue(field: Field, given: unknown, at: string, isText: boolean, wrong: Wrong): unknown {
  const { fields, kind, isList } = field;
  if (fields === null) {
    const value = kind?.read(given, isText);
    if (value === undefined) invalid(field, at, kind?.must ?? "left out", wrong);
    return value;
  }
  if (isList && Array.isArray(given)) {
    return given.map((item: unknown, no) => {
      if (isFields(item)) return readFields(fields, item, `${at}[${no}].`, false, wrong);
      return invalid(field, `${at}[${no}]`, "an object", wrong);
    });
  }
  if (!isList && isFields(given)) return readFields(fields, given, `${at}.`, false, wrong);
  return invalid(field, at, isList ? "a list" : "an object", wrong);
}

function missing({ zero, required, anodeNeeds, note }: Field, at: string, wrong: Wrong): void {
  if (required) wrong.push(refusal(`${zero}_missing`, `${at}${zero} is missing`));
  else if (anodeNeeds) wrong.push(refusal(`${zero}_missing`, `${at}${zero} is missing: ${note ?? "Anode needs it"}`));
}

/** Reads the declared fields; of a query nothing else is kept, of a body all that nobody declared is. */
function readFields(fields: readonly Field[], given: Fields, at: string, isText: boolean, wrong: Wrong): Fields {
  const read: Record<string, unknown> = {};
  for (const name of isText ? [] : Object.keys(given)) if (name !== "__proto__") read[name] = given[name];
  for (const field of fields) {
    if (wrong.length > 0) break;
    if (field.zero === null) continue;
    const value = Object.hasOwn(given, field.zero) ? given[field.zero] : undefined;
    // An empty text in a query, and null in a body, are ways to say nothing.
    if (value === undefined || value === null || (isText && value === "")) {
      delete read[field.zero];
      missing(field, at, wrong);
    } else read[field.zero] = readValue(field, value, `${at}${field.zero}`, isText, wrong);
  }
  return read;
}

function readPath({ path: kinds }: Call, given: Fields, wrong: Wrong): Fields {
  const read: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(kinds)) {
    read[name] = kind.read(given[name], true);
    // What is no id names nothing.
    if (read[name] === undefined) wrong.push(refusal(`${name}_invalid`, `${name} must be ${kind.must}`, 404));
  }
  return read;
}

/** Null where the call has none. */
function readBody({ body: fields, isBodyList }: Call, given: unknown, wrong: Wrong): readonly Fields[] | null {
  if (fields === null) return null;
  const items: unknown = isBodyList ? given : [given];
  if (!Array.isArray(items) || !items.every(isFields)) {
    wrong.push(refusal("body_invalid", `the body must be ${isBodyList ? "a list of objects" : "an object"}, as JSON`));
    return [];
  }
  return items.map((item, no) => readFields(fields, item, isBodyList ? `[${no}].` : "", false, wrong));
}

const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function withQuery(path: string, query: Fields): string {
  const given = Object.entries(query).map(([name, value]) => [name, asText(value)]);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

/** What to ask FlatPeak, or why not to. `now` in milliseconds. */
export function askAnode(call: Call, given: Given, now: number): Asked {
  const wrong: Wrong = [];
  const path = readPath(call, given.path, wrong);
  const query = readFields(call.query, given.query, "", true, wrong);
  const bodies = wrong.length > 0 ? null : readBody(call, given.body, wrong);
  const question: Fields = { ...path, ...query, ...(call.isBodyList ? {} : bodies?.[0]) };
  const complaint = wrong[0] ?? call.check(question);
  if (complaint !== null) return { kind: "refused", complaint };

  const how: Translation = { to: "anode", question, answer: {}, now, gone: new Set(), missing: [] };
  const asked = translate(call.query, query, how);
  const sent = bodies?.map((it) => translate(call.body ?? [], it, how));
  // Where Anode takes a body and Zero had none, the query has become it.
  const hasMoved = call.anode.method !== "GET" && call.zero.method === "GET";
  const body = hasMoved ? asked : call.isBodyList ? sent : sent?.[0];
  const paths = [call.anode.path, ...call.anodeToo].map((it) =>
    withQuery(fillPath(it, question), hasMoved ? {} : asked),
  );
  return { kind: "asked", request: { method: call.anode.method, paths, body }, question, gone: how.gone };
}
