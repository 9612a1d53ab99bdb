// What every route may reach for.

import type { Context } from "hono";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";
import type { Visitor } from "../link/visitor.ts";

export interface RouteEnv {
  readonly Bindings: Env;
  readonly Variables: { readonly deps: Deps; readonly requestId?: string; readonly visitor?: Visitor };
}

export type RouteContext = Context<RouteEnv>;
