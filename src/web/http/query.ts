// What stands behind the question mark.

import type { RouteContext } from "./context.ts";

/** Addresses of ours, and of what comes back from Connect with a token, are shorter by far. */
const MAX_LENGTH = 4_000;

/** The first value of this name in the query; undefined where there is none, and in an address that is too long to be read. */
export const queryOf = (c: RouteContext, name: string): string | undefined =>
  c.req.url.length > MAX_LENGTH ? undefined : c.req.query(name);
