// Which customer an operator asks about.

import { isCustomerId } from "../../objects/rooms.ts";
import { problem } from "../http/respond.ts";
import type { RouteContext } from "../http/context.ts";

export const noSuchCustomer = (c: RouteContext): Response => problem(c, "not_found", "no such customer is known here");

/** The id in the path; null where it is none. */
export function customerIdOf(c: RouteContext): string | null {
  const id = c.req.param("id") ?? "";
  return isCustomerId(id) ? id : null;
}
