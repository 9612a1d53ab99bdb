// How Connect sends a customer back: with the token of the session in the address, where it has no business.

import { queryOf } from "../http/query.ts";
import { visitorOf } from "./visitor.ts";
import type { RouteContext } from "../http/context.ts";

/** Connect names the token of its session when it sends the customer back. */
export const carriesToken = (c: RouteContext): boolean => queryOf(c, "fp_cot") !== undefined;

/** They came back by an app that goes by the name of a scanner, and were told apart by the token. */
export const isBack = (c: RouteContext): boolean => queryOf(c, "back") !== undefined;

/** The same page without the token, which is not for an address bar or a history. */
export const withoutToken = (c: RouteContext, path: string): string =>
  visitorOf(c) === "automatic" ? `${path}?back` : path;
