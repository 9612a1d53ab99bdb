// One round: posts go out on several lanes at once, and at the planned moment workerd is killed, whatever it is doing.

import { lapse } from "./wait.ts";
import type { Ledger, Post } from "./ledger.ts";
import type { Trouble } from "./plan.ts";
import type { Workerd } from "./workerd.ts";

/** When and how a round goes, drawn beforehand. */
export interface Course {
  readonly lanes: number;
  /** From the start of the round (ms), or as soon as the first event of it is acknowledged. */
  readonly killAfter: number | "acknowledgement";
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
  onAcknowledged: () => void = () => undefined,
): Promise<void> {
  const queue = [...posts];
  const lane = async (): Promise<void> => {
    for (let post = queue.shift(); post !== undefined && !isOver(); post = queue.shift()) {
      const { mends, trouble } = post.entry.event;
      if (mends && trouble !== null) mendInTheWorld(trouble);
      await ledger.send(origin, post);
      if (post.entry.acknowledged !== null) onAcknowledged();
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
  const acknowledged = Promise.withResolvers<void>();
  const kill = async (): Promise<void> => {
    await (course.killAfter === "acknowledgement" ? acknowledged.promise : lapse(course.killAfter));
    isOver = true;
    await worker.kill();
  };
  const sent = sendAll(ledger, worker.origin, posts, course.lanes, () => isOver, acknowledged.resolve);
  // Where nothing is acknowledged at all, the last answer is as good a moment.
  await Promise.all([kill(), sent.finally(acknowledged.resolve)]);
}
