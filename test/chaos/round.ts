// One round: posts go out on several lanes at once, and at the planned moment workerd is killed, whatever it is doing.

import { lapse } from "./wait.ts";
import type { Ledger, Post } from "./ledger.ts";
import type { Trouble } from "./plan.ts";
import type { Workerd } from "./workerd.ts";

/** When and how a round goes, drawn beforehand. */
export interface Course {
  readonly lanes: number;
  /**
   * The kill comes after so many answers, or as soon as the first event is acknowledged: by what has happened, and not by the
   * time that takes on a slow machine.
   */
  readonly killAfter: number | "acknowledgement";
  /** And then so much later (ms). */
  readonly killLater: number;
}

/** Mends a tariff in FlatPeak's world: from now on every look at it finds it healthy. */
function mendInTheWorld({ tariff }: Trouble): void {
  tariff.status = "CONNECTED";
  tariff.contractEndDate = null;
}

/** Breaks it again. */
function breakInTheWorld({ tariff }: Trouble): void {
  tariff.status = "ERROR";
}

/** Sends posts on so many lanes until none is left or `isOver`. */
export async function sendAll(
  ledger: Ledger,
  origin: string,
  posts: readonly Post[],
  lanes: number,
  isOver: () => boolean,
  onAnswer: (isAcknowledged: boolean) => void = () => undefined,
): Promise<void> {
  const queue = [...posts];
  const lane = async (): Promise<void> => {
    for (let post = queue.shift(); post !== undefined && !isOver(); post = queue.shift()) {
      const { mends, breaks, trouble } = post.entry.event;
      // Once: what is posted again tells of what was.
      if (post.entry.postedAt === null && trouble !== null) {
        if (mends) mendInTheWorld(trouble);
        if (breaks) breakInTheWorld(trouble);
      }
      await ledger.send(origin, post);
      onAnswer(post.entry.acknowledged !== null);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Feeds the posts and kills workerd on the way, or after the last of them. Meanwhile somebody may `act`. */
export async function feedAndKill(
  ledger: Ledger,
  worker: Workerd,
  posts: readonly Post[],
  course: Course,
  act: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  let isOver = false;
  let answers = 0;
  const moment = Promise.withResolvers<void>();
  const onAnswer = (isAcknowledged: boolean): void => {
    answers += 1;
    const { killAfter } = course;
    if (killAfter === "acknowledgement" ? isAcknowledged : answers >= killAfter) moment.resolve();
  };
  if (course.killAfter === 0) moment.resolve();
  const kill = async (): Promise<void> => {
    await moment.promise;
    await lapse(course.killLater);
    isOver = true;
    await worker.kill();
  };
  const sent = sendAll(ledger, worker.origin, posts, course.lanes, () => isOver, onAnswer);
  // Where it does not come to that, the last answer is as good a moment.
  await Promise.all([kill(), sent.finally(moment.resolve), act()]);
}
