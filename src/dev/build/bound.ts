// Whether a wrangler.toml has what this code needs: a version that brings a new object is not to be deployed without it, for then nothing
// would be served at all.

import { parse } from "smol-toml";
import { OBJECTS } from "../../setup/objects.ts";

interface Config {
  readonly durable_objects?: {
    readonly bindings?: readonly { readonly name?: string; readonly class_name?: string }[];
  };
  readonly exports?: Readonly<Record<string, unknown>>;
}

/** The objects that the whole of a wrangler.toml, by its text, does not bind or whose class it does not declare. Throws where it is no TOML. */
export function unboundIn(toml: string): readonly string[] {
  const { durable_objects: objects = {}, exports = {} } = parse(toml) as Config;
  const isThere = (name: string): boolean => {
    const bound = objects.bindings?.find((it) => it.name === name);
    return bound?.class_name !== undefined && Object.hasOwn(exports, bound.class_name);
  };
  return OBJECTS.filter((it) => !isThere(it));
}
