// What a form of the dashboard says.

import type { RouteContext } from "../http/context.ts";

/** The fields of a form. What is no form of ours, of whatever kind it says it is, has none that anybody asks for. */
export const fieldsIn = async (c: RouteContext): Promise<URLSearchParams> =>
  // Asked for as text, the runtime warns of a body that does not call itself one.
  new URLSearchParams(new TextDecoder().decode(await c.req.arrayBuffer()));
