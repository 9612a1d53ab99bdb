// What every route may reach for.

import type { Context } from "hono";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";

export interface RouteEnv {
  readonly Bindings: Env;
  readonly Variables: { readonly deps: Deps; readonly requestId?: string; readonly visitor?: Visitor };
}

export type RouteContext = Context<RouteEnv>;

/** Who opens a link. */
export type Visitor =
  /** Leads on at once. */
  | "person"
  /** May be a person behind a program: a button tells. */
  | "suspicious"
  /** Looks ahead, previews or scans: never led on. */
  | "automatic";
