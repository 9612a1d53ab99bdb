// One round: posts go out on several lanes at once, and at the planned moment workerd is killed, whatever it is doing.

import { lapse } from "./wait.ts";
import type { Ledger, Post } from "./ledger.ts";
import type { Trouble } from "./plan.ts";
import type { Workerd } from "./workerd.ts";

/** When and how a round goes, drawn beforehand. */
export interface Course {
  readonly lanes: number;
  /** From the start of the round (ms). */
  readonly killAfter: number;
}

/** Mends a tariff in FlatPeak's world: from now on every look at it finds it healthy. */
function mendInTheWorld({ tariff }: Trouble): void {
  tariff.status = "CONNECTED";
  tariff.contractEndDate = null;
}

/** Sends posts on so many lanes until none is left or `isOver`. */
export async function sendAll(
  ledger: Ledger,
  origin: string,
  posts: readonly Post[],
  lanes: number,
  isOver: () => boolean,
): Promise<void> {
  const queue = [...posts];
  const lane = async (): Promise<void> => {
    for (let post = queue.shift(); post !== undefined && !isOver(); post = queue.shift()) {
      const { mends, trouble } = post.entry.event;
      if (mends && trouble !== null) mendInTheWorld(trouble);
      await ledger.send(origin, post);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Feeds the posts and kills workerd on the way, or after the last of them. */
export async function feedAndKill(
  ledger: Ledger,
  worker: Workerd,
  posts: readonly Post[],
  course: Course,
): Promise<void> {
  let isOver = false;
  const kill = async (): Promise<void> => {
    await lapse(course.killAfter);
    isOver = true;
    await worker.kill();
  };
  await Promise.all([kill(), sendAll(ledger, worker.origin, posts, course.lanes, () => isOver)]);
}
