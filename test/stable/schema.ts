// A JSON Schema as lines: one for each field, and one for each value it may have, so that one more is one more line.

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema | false;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

export interface Components {
  readonly schemas: Readonly<Record<string, Schema>>;
}

export interface Line {
  readonly path: string;
  /** `: string`, or ` = "open"` for one of several values. */
  readonly says: string;
  /** It and all that it stands in are always there. */
  readonly isNeeded: boolean;
}

/** Deeper than any shape that is no circle. */
const MAX_DEPTH = 12;

/** The fields of a schema, as lines that begin with `path`. */
export function linesOf(
  schema: Schema,
  path: string,
  components: Components,
  isNeeded = true,
  depth = 0,
): readonly Line[] {
  if (depth > MAX_DEPTH) return [];
  const into = (inner: Schema, at: string, isInnerNeeded: boolean): readonly Line[] =>
    linesOf(inner, at, components, isInnerNeeded, depth + 1);
  if (schema.$ref !== undefined) {
    const target = components.schemas[schema.$ref.split("/").at(-1) ?? ""];
    return target === undefined ? [] : into(target, path, isNeeded);
  }
  const options = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const { type, properties = {}, required = [], items, additionalProperties } = schema;
  const values = schema.const === undefined ? (schema.enum ?? []) : [schema.const];
  return [
    ...[type ?? []].flat().map((it) => ({ path, says: `: ${it}`, isNeeded })),
    ...values.map((it) => ({ path, says: ` = ${JSON.stringify(it)}`, isNeeded })),
    ...options.flatMap((it) => into(it, path, isNeeded && options.length === 1)),
    ...(schema.allOf ?? []).flatMap((it) => into(it, path, isNeeded)),
    ...Object.entries(properties).flatMap(([name, it]) =>
      into(it, `${path}.${name}`, isNeeded && required.includes(name)),
    ),
    ...(items === undefined || items === false ? [] : into(items, `${path}[]`, isNeeded)),
    ...(typeof additionalProperties === "object" ? into(additionalProperties, `${path}.*`, false) : []),
  ];
}
