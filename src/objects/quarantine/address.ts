// Where the quarantined is kept: sixteen objects, by the first digit of the digest of what is put away.

import { objectAt } from "../../platform/objects.ts";
import type { Env } from "../../setup/env.ts";
import type { Calls } from "../../platform/objects.ts";
import type { Quarantine, Quarantined } from "./object.ts";

const SHARDS = "0123456789abcdef".split("");

const shard = (env: Env, digit: string): Calls<Quarantine> => objectAt(env.QUARANTINE, `quarantine-${digit}`);

/** The object that keeps bytes with this digest (hex). */
export const quarantineFor = (env: Env, digest: string): Calls<Quarantine> => shard(env, digest.slice(0, 1));

/** Puts bytes away; on disk when this resolves. The same bytes for the same reason are kept once. */
export const putAway = (env: Env, entry: Quarantined): Promise<void> => quarantineFor(env, entry.digest).put(entry);

/** All of them, for looking through. */
export const allQuarantines = (env: Env): readonly Calls<Quarantine>[] => SHARDS.map((it) => shard(env, it));
