// Where two JSON answers differ, field by field.

/** A field by its dotted name, `[]` for any entry of a list, and how the second answer differs there. */
export interface Difference {
  name: string;
  how: "missing" | "new" | "other";
}

/** Every field in which the second answer is not as the first, each once, by name. */
export function differencesOf(first: unknown, second: unknown): Difference[] {
  const found = new Map<string, Difference>();
  for (const it of walk(first, second, "")) found.set(`${it.name} ${it.how}`, it);
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

function walk(first: unknown, second: unknown, name: string): Difference[] {
  if (Array.isArray(first) && Array.isArray(second)) {
    const length = first.length === second.length ? [] : [{ name: `${name}[]`, how: "other" as const }];
    return [...length, ...first.flatMap((it, no) => (no in second ? walk(it, second[no], `${name}[]`) : []))];
  }
  if (isObject(first) && isObject(second)) {
    const below = (key: string): string => (name === "" ? key : `${name}.${key}`);
    return [...new Set([...Object.keys(first), ...Object.keys(second)])].flatMap((key) => {
      if (!(key in second)) return [{ name: below(key), how: "missing" as const }];
      if (!(key in first)) return [{ name: below(key), how: "new" as const }];
      return walk(first[key], second[key], below(key));
    });
  }
  return first === second ? [] : [{ name, how: "other" }];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The names of all fields of a value, whatever they stand in. */
export function namesIn(value: unknown): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((it) => [...namesIn(it)]));
  if (!isObject(value)) return new Set();
  return new Set(Object.entries(value).flatMap(([name, it]) => [name, ...namesIn(it)]));
}
