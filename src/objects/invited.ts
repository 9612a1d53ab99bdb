// Lets an invitation hear that a session which it began has ended. Loaded where an event tells of the end of a session by its token.

import { journeyName } from "./journey-pass.ts";
import { customerAt, journeyAt } from "./rooms.ts";
import type { Env } from "../setup/env.ts";

/** Whoever began it asks FlatPeak soon what came of it; on disk when this resolves. Of any other session nothing is done. */
export async function tellOrigin(env: Env, connectToken: string): Promise<void> {
  const origin = await journeyAt(env, await journeyName(connectToken)).origin();
  if (origin !== null) await customerAt(env, origin).sessionEnded(connectToken);
}
