// What a desk does: the trail, the restores, and the alarm of both.

import { Restores } from "./restores.ts";
import { Trail } from "./trail.ts";
import type { Alarm } from "../alarm.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";

export class DeskWork {
  readonly trail: Trail;
  readonly restores: Restores;

  constructor(storage: DurableObjectStorage, alarm: Alarm, env: Env) {
    this.restores = new Restores(storage, alarm, env);
    this.trail = new Trail(storage, alarm, () => this.restores.dueAt());
  }

  /** Goes on with restores that were cut off, and forgets what had its time. */
  async doDue(deps: Deps): Promise<void> {
    await this.restores.goOn(deps);
    return this.trail.doDue(deps);
  }
}
