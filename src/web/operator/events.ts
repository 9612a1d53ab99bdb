// /v1/events: what your backend is told of as it happens.

import { gateOf } from "../../objects/rooms.ts";
import { route } from "./route.ts";
import * as calls from "./shapes/events.ts";
import { isoOrNull } from "./shapes/ids.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";
import type { OutwardEvent } from "../../core/announce/events.ts";

async function report(
  env: Env,
  { config, backend }: Deps,
): Promise<{ sent: OutwardEvent[]; stopped_at: string | null }> {
  const stoppedAt = await gateOf(env, "handoff").eventsStoppedAt();
  return { sent: backend === null ? [] : [...config.eventsOut], stopped_at: isoOrNull(stoppedAt) };
}

const showEvents = route(calls.showEvents, ({ env, deps }) => report(env, deps));

const resumeEvents = route(calls.resumeEvents, async ({ env, deps }) => {
  await gateOf(env, "handoff").stopEvents(false);
  return report(env, deps);
});

export const EVENT_ROUTES = [showEvents, resumeEvents];
