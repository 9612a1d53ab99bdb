// A route of /v1: a declared call, and what is done when it is made. Whoever writes one is handed what was read by the declaration
// and gives back a value of the shape that is declared, or a problem; everything else is the router's (app.ts).

import type { ErrorCode } from "../http/problems.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";
import type { RouteContext } from "../http/context.ts";
import type { AnswerOf, BodyOf, Call, ParamsOf, QueryOf, Role } from "./shapes/call.ts";

/** Who makes a call, as far as it was proved. */
export interface Who {
  /** The name of a key, or the address of somebody whom Cloudflare Access let in. */
  readonly name: string;
  readonly role: Role;
  /** How that was proved; `nobody` had to prove anything. */
  readonly by: "key" | "access" | "nobody";
}

/** Why a call was not done; `message` is for whoever reads the answer, and quotes nothing they sent. */
export class Problem {
  readonly code: ErrorCode;
  readonly message: string;
  constructor(code: ErrorCode, message: string) {
    this.code = code;
    this.message = message;
  }
}

export const problemOf = (code: ErrorCode, message: string): Problem => new Problem(code, message);

export interface Asked<C extends Call> {
  readonly c: RouteContext;
  readonly env: Env;
  readonly deps: Deps;
  readonly params: ParamsOf<C>;
  readonly query: QueryOf<C>;
  readonly body: BodyOf<C>;
  readonly who: Who;
}

/** The answer, or why there is none. A `Response` is for what is no JSON or comes in pieces, and goes out as it is. */
export type Outcome<C extends Call> = AnswerOf<C> | Problem | Response;

export interface Route {
  readonly call: Call;
  readonly run: (asked: Asked<Call>) => Promise<unknown>;
}

/** What is done when a call is made. */
export const route = <C extends Call, const O extends Outcome<C>>(
  call: C,
  run: (asked: Asked<C>) => Promise<O>,
): Route => ({ call, run });
