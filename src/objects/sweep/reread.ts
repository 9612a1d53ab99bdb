// What could not be read is read again by every new version of the code: it may have learnt how.

import { takeIn } from "../intake.ts";
import { VERSION } from "../../setup/version.ts";
import { allQuarantines } from "../rooms.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";
import type { Quarantined } from "../quarantine/contract.ts";

/** Asked of one shard at once. */
const BATCH = 20;

/**
 * Takes in what this version can read of what is in quarantine, until `deadline` (ms). True when all of it has been tried;
 * what cannot be placed at the moment is tried again by the next run.
 */
export async function readAgain(env: Env, deps: Deps, deadline: number): Promise<boolean> {
  let isWhole = true;
  const began = deps.now();
  for (const shard of allQuarantines(env)) {
    for (;;) {
      if (deps.now() >= deadline) return false;
      const entries = await shard.unreadBy(VERSION, began, BATCH);
      const placed = await Promise.all(
        entries.map(async (entry) => {
          const isPlaced = await isTaken(env, deps, entry);
          if (isPlaced === "now") await shard.release(entry.digest);
          if (isPlaced === "never") await shard.noteRead(entry.digest, VERSION);
          if (isPlaced === "later") await shard.noteTried(entry.digest, deps.now());
          return isPlaced;
        }),
      );
      if (placed.includes("later")) isWhole = false;
      if (entries.length < BATCH) break;
    }
  }
  return isWhole;
}

async function isTaken(env: Env, deps: Deps, entry: Quarantined): Promise<"now" | "never" | "later"> {
  const { receivedAt: signedAt, body } = entry;
  try {
    const genuine = { bytes: Uint8Array.from(body), signedAt, from: "quarantine", source: "copy" } as const;
    const taken = await takeIn(env, deps, genuine);
    if (taken === "unavailable") return "later";
    if (taken !== "quarantined") deps.log.info("event_read_at_last", { reason: entry.reason, status: taken });
    return taken === "quarantined" ? "never" : "now";
  } catch (error) {
    deps.log.error("event_not_read_again", error);
    return "later";
  }
}
