// Storage of an object put back to an earlier instant (developers.cloudflare.com/durable-objects/api/sqlite-storage-api, "Point in time
// recovery"): thirty days, by a bookmark, at the next start of the object. A runtime on one's own machine has no such thing.

import type { Log } from "./log.ts";

/** How far back it goes (ms). */
export const REWIND_MS = 30 * 86_400_000;

/** Where storage stood at an instant (ms); null where the runtime keeps no history, or has none of that instant. */
export async function bookmarkAt(storage: DurableObjectStorage, at: number, log: Log): Promise<string | null> {
  try {
    return await storage.getBookmarkForTime(at);
  } catch (error) {
    log.error("no_history", error);
    return null;
  }
}

/** Puts storage back and ends the object: whoever called is told that the call broke, and the next call finds what was there. */
export async function rewindTo(ctx: DurableObjectState, bookmark: string): Promise<void> {
  await ctx.storage.onNextSessionRestoreBookmark(bookmark);
  ctx.abort("put back to an earlier instant");
}
