// The tools of an environment, with what its objects know of the world.

import { composeWith } from "../setup/compose.ts";
import { standingAt } from "./gate/standing.ts";
import type { Composed, Deps } from "../setup/compose.ts";

/** The Deps of this environment, made once for it; or what its settings and bindings lack. */
export const compose = (env: object): Composed => composeWith(env, standingAt);

/**
 * The same where settings are known to be whole: the routes refuse to serve without, and an alarm looks first. Throws where they
 * are not.
 */
export function depsOf(env: object): Deps {
  const composed = compose(env);
  if (!composed.ok) throw new Error("settings are incomplete");
  return composed.deps;
}
