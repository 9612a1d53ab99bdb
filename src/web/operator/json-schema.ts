// Shapes as JSON Schema, and what several of them refer to.

import * as z from "zod/mini";
import type { Shape } from "./shapes/call.ts";

/** JSON as it is written. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

export const isObject = (it: Json | undefined): it is JsonObject =>
  typeof it === "object" && it !== null && !Array.isArray(it);

/** Schemas that others refer to, by what they say: each is written once, under a name of its own. */
export class Shared {
  readonly #byText = new Map<string, string>();
  readonly schemas: Record<string, Json> = {};

  /** A schema with what it refers to moved here. */
  lift({ $defs, ...schema }: JsonObject): JsonObject {
    let text = JSON.stringify(schema);
    for (const [name, def] of Object.entries(isObject($defs) ? $defs : {})) {
      const known = this.#byText.get(JSON.stringify(def)) ?? `Value${this.#byText.size}`;
      this.#byText.set(JSON.stringify(def), known);
      const renamed = (it: string): string => it.replaceAll(`"#/$defs/${name}"`, `"#/components/schemas/${known}"`);
      this.schemas[known] = JSON.parse(renamed(JSON.stringify(def))) as Json;
      text = renamed(text);
    }
    return JSON.parse(text) as JsonObject;
  }
}

export type SchemaOf = (shape: Shape, io: "input" | "output") => JsonObject;

/** Gives the JSON Schema of shapes, as they are sent or as they are answered. Answers may hold more than is known: fields may be added. */
export const schemasIn =
  (shared: Shared): SchemaOf =>
  (shape, io) => {
    const made = z.toJSONSchema(shape, {
      io,
      unrepresentable: "any",
      override: ({ jsonSchema }) => {
        if (io === "output" && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      },
    });
    const { $schema: _, ...schema } = JSON.parse(JSON.stringify(made)) as Record<string, Json>;
    return shared.lift(schema);
  };
