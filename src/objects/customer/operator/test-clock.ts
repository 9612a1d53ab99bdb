// A customer's test clock: moved as if the time had passed, so that a month of reminders can be rehearsed in seconds.

import type { Engine } from "../engine.ts";
import type { Workplace } from "../workplace.ts";

/** Alarms run on the way when a test clock is moved. */
const MAX_STOPS = 1_000;

/** Moves the clock ahead by `ms`, stopping wherever something falls due and doing it there. Gives the new time. */
export async function advanceClock(engine: Engine, place: Workplace, ms: number): Promise<number> {
  const target = engine.now(place.deps) + ms;
  for (let stops = 0; stops < MAX_STOPS; stops++) {
    await engine.atRest();
    const now = engine.now(place.deps);
    const next = engine.nextWake(place);
    if (next === null || next > target) break;
    engine.moveClock(Math.max(0, next - now));
    await engine.work(place);
  }
  engine.moveClock(Math.max(0, target - engine.now(place.deps)));
  await engine.work(place);
  return engine.now(place.deps);
}
