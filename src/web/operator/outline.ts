// A JSON Schema as a list of its fields, for people.

import { isObject } from "./json-schema.ts";
import type { Json, JsonObject } from "./json-schema.ts";

export const textIn = (it: JsonObject, name: string): string => {
  const value = it[name];
  return typeof value === "string" ? value : "";
};
export const objectIn = (it: JsonObject, name: string): JsonObject => {
  const value = it[name];
  return isObject(value) ? value : {};
};
export const listIn = (it: JsonObject, name: string): readonly JsonObject[] => {
  const value = it[name];
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];
};

/** A schema in a word or two. */
export function typeOf(schema: JsonObject): string {
  const options = [...listIn(schema, "anyOf"), ...listIn(schema, "oneOf")];
  if (options.length > 0) return [...new Set(options.map(typeOf))].join(" or ");
  const { enum: values, const: only, type } = schema;
  if (Array.isArray(type)) return type.map((it: Json) => typeOf({ ...schema, type: it })).join(" or ");
  if (only !== undefined) return JSON.stringify(only);
  if (Array.isArray(values)) return values.map((it: Json) => JSON.stringify(it)).join(", ");
  if (schema["type"] === "array") return `list of ${typeOf(objectIn(schema, "items"))}`;
  const format = textIn(schema, "format");
  return format === "" ? textIn(schema, "type") || "anything" : format;
}

/** How far below the top fields are listed. */
const MAX_DEPTH = 4;

export interface Row {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
}

/** The fields of a schema with those below them, by their paths. */
export function rowsOf(schema: JsonObject, path = "", depth = 0): readonly Row[] {
  if (depth > MAX_DEPTH) return [];
  const items = schema["type"] === "array" ? objectIn(schema, "items") : null;
  if (items !== null) return rowsOf(items, `${path}[]`, depth + 1);
  const required = Array.isArray(schema["required"]) ? (schema["required"] as readonly Json[]) : [];
  const below = Object.entries(objectIn(schema, "properties")).flatMap(([name, field]) => {
    if (!isObject(field)) return [];
    const here = path === "" ? name : `${path}.${name}`;
    return [
      { name: here, type: typeOf(field), isRequired: required.includes(name) },
      ...rowsOf(field, here, depth + 1),
    ];
  });
  const options = [...listIn(schema, "anyOf"), ...listIn(schema, "oneOf")].flatMap((it) => rowsOf(it, path, depth));
  return [...below, ...options];
}
