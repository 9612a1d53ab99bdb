// The door: requests to the app, cron to the sweep. Decides nothing.

import { app } from "./app.ts";
import { theSweep } from "./objects/rooms.ts";
import type { Env } from "./setup/env.ts";

export const door = {
  fetch: app.fetch,
  scheduled: (_controller: ScheduledController, env: Env): Promise<void> => theSweep(env).run(true),
};
