// Which route an address means.

import type { Route } from "./route.ts";

/** What was found at an address: the routes by their methods, and what the path names. */
export interface Found {
  readonly byMethod: ReadonlyMap<string, Route>;
  readonly params: Readonly<Record<string, string>>;
}

interface Place {
  readonly parts: readonly string[];
  readonly byMethod: Map<string, Route>;
}

/** An address that cannot be decoded is taken as it stands: it will name nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}

function paramsIn(parts: readonly string[], given: readonly string[]): Readonly<Record<string, string>> | null {
  if (parts.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [at, part] of parts.entries()) {
    const here = given[at] ?? "";
    if (part.startsWith(":") && here !== "") params[part.slice(1)] = decoded(here);
    else if (part !== here) return null;
  }
  return params;
}

/** Orders places that may both fit an address: the one that is written out further stands first. */
const rank = ({ parts }: Place): string => parts.map((part) => (part.startsWith(":") ? "1" : "0")).join("");

/** Finds routes by their addresses. What is written out goes before what is only named: `/v1/fleet/rebuild` before `/v1/fleet/:id`. */
export function matcherOf(routes: readonly Route[]): (path: string) => Found | null {
  const places = new Map<string, Place>();
  for (const route of routes) {
    const { method, path } = route.call;
    const place = places.get(path) ?? { parts: path.split("/"), byMethod: new Map<string, Route>() };
    if (place.byMethod.has(method)) throw new TypeError(`declared twice: ${method} ${path}`);
    places.set(path, place);
    place.byMethod.set(method, route);
  }
  const ordered = [...places.values()].toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return (path) => {
    const given = path.split("/");
    for (const { parts, byMethod } of ordered) {
      const params = paramsIn(parts, given);
      if (params !== null) return { byMethod, params };
    }
    return null;
  };
}
