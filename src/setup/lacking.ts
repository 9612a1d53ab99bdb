// What a deployment can do without, and better not: bindings that wrangler.toml has, and that an environment of its own may lack.

import type { Env, OBJECTS } from "./env.ts";

type Optional = Exclude<keyof Env, (typeof OBJECTS)[number] | "JURISDICTION" | "ANALYTICS">;

/** What is lost without each. */
const LOSSES: Readonly<Record<Optional, string>> = {
  FLEET: "lists, figures and the funnel of the whole fleet",
  LINK_LIMITER: "the shield of a customer's object against a flood of visits",
  STOP_LIMITER: "the shield of a customer's object against a flood of stops",
  KEY_LIMITER: "the limit on trying wrong keys at /v1",
};

export interface Lack {
  readonly binding: string;
  readonly loss: string;
}

/** Those of them that are not bound here. */
export const lackingIn = (env: Partial<Env>): readonly Lack[] =>
  (Object.keys(LOSSES) as Optional[])
    .filter((binding) => typeof env[binding] !== "object")
    .map((binding) => ({ binding, loss: LOSSES[binding] }));
