// The kinds of what objects store, found in their sources: tables, and what keys begin with. By folder of `src/objects`.

import * as keys from "../../src/objects/customer/rows/keys.ts";

/** A source by its path below `src/objects`, like `phone/store.ts`. */
export type Sources = readonly (readonly [path: string, text: string])[];

/** One kind of what is stored, and the folder that stores it. */
export interface Kind {
  readonly folder: string;
  readonly name: string;
}

const folderOf = (path: string): string => path.split("/")[0] ?? "";

/** The tables that objects make. Those of the index have no name here, and are left out. */
export const tablesIn = (sources: Sources): readonly Kind[] =>
  sources.flatMap(([path, text]) =>
    [...text.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?(\w+) \(/g)].map(([, name = ""]) => ({
      folder: folderOf(path),
      name,
    })),
  );

const PUT = /\b(?:kv|keys)\.put(?:Text)?(?:<[^()]*>)?\(\s*([^,]+?)\s*,/g;

/** What a template begins with, in a source that may have named it. */
function beginningOf(template: string, text: string): string | null {
  const [, plain = "", name] = /^`([^`$]*)(?:\$\{(\w+)\})?/.exec(template) ?? [];
  return plain !== "" || name === undefined ? plain : valueOf(name, text);
}

/** What a name stands for in a source: the text itself, or what a function makes. Null where it cannot be told. */
function valueOf(name: string, text: string): string | null {
  const [, value] = new RegExp(`\\bconst ${name}\\b[^\\n]*?= "([^"]*)";`).exec(text) ?? [];
  if (value !== undefined) return value;
  const [, template] = new RegExp(`\\bconst ${name} = \\([^=]*=> (\`[^\`]*\`)`).exec(text) ?? [];
  return template === undefined ? null : beginningOf(template, text);
}

function keyIn(expression: string, text: string): string | null {
  const [, literal] = /^"([^"]*)"$/.exec(expression) ?? [];
  if (literal !== undefined) return literal;
  return expression.startsWith("`") ? beginningOf(expression, text) : valueOf(/^\w+/.exec(expression)?.[0] ?? "", text);
}

/**
 * The keys that objects write, each as itself or as what its kind begins with. Throws for a key of which a reader cannot tell what it
 * begins with: then no test could say that it is new.
 */
export function keysIn(sources: Sources): readonly Kind[] {
  const others = sources.flatMap(([path, text]) =>
    [...text.matchAll(PUT)].flatMap(([, expression = ""]): readonly Kind[] => {
      const name = keyIn(expression, text);
      // A customer's keys are constants of one module, which are read as they are; few are constants of who writes them.
      if (name === null && path.startsWith("customer/")) return [];
      if (name === null || name === "")
        throw new Error(`${path} writes ${expression}: what it begins with must be a constant there`);
      return [{ folder: folderOf(path), name }];
    }),
  );
  const customers = Object.values(keys).filter((it) => typeof it === "string");
  return [...others, ...customers.map((name) => ({ folder: "customer", name }))];
}
