// Work that is under way once in an isolate, however many requests and objects wait for it. A promise belongs to the request or the object
// that made it: when that is gone it never settles, and what is done after waiting for it may be done in another's name. So what is
// kept between them is values, and this is the one place where somebody waits for another's work.

import { orLate } from "./within.ts";

export interface Shared<T> {
  /** What comes of the work: of that which is under way, or of a new one. Null where nothing came of it in time. */
  join(): Promise<T | null>;
  isUnderWay(): boolean;
}

/** Shares `work`, for which everybody waits by a promise of their own, at most `ms`. What it gives must be a value, and never null. */
export function shared<T extends object | string | boolean>(work: () => Promise<T>, ms: number): Shared<T> {
  let underWay: Promise<T> | null = null;
  return {
    async join() {
      const begun = (underWay ??= work());
      try {
        return await orLate(begun, ms, null);
      } finally {
        // It is over; or whoever began it is gone, and its answer with it: let the next one try.
        if (underWay === begun) underWay = null;
      }
    },
    isUnderWay: () => underWay !== null,
  };
}
