// What every route may reach for.

import type { Context } from "hono";
import type { Deps } from "../compose.ts";
import type { Env } from "../env.ts";
import type { Visitor } from "./visitor.ts";

export interface RouteEnv {
  readonly Bindings: Env;
  readonly Variables: { readonly deps: Deps; readonly requestId?: string; readonly visitor?: Visitor };
}

export type RouteContext = Context<RouteEnv>;
