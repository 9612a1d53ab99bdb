// /v1/quarantine: what was genuine and could not be taken in, for an operator to look at, take in again or throw away.

import { takeIn } from "../../objects/intake.ts";
import { toBase64 } from "../../platform/bytes.ts";
import { allQuarantines, quarantineFor } from "../../objects/rooms.ts";
import { problemOf, route } from "./route.ts";
import { iso } from "./shapes/ids.ts";
import * as calls from "./shapes/quarantine.ts";
import type { Problem } from "./route.ts";

const PER_SHARD = 20;

/** Decodes what is no UTF-8 into marks of replacement, and keeps a byte order mark. */
const asText = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });

const listQuarantine = route(calls.listQuarantine, async ({ env }) => {
  const all = allQuarantines(env);
  const shards = await Promise.all(all.map((shard) => shard.list(PER_SHARD)));
  const counts = await Promise.all(all.map((shard) => shard.count()));
  const counted = new Map<string, number>();
  for (const [reason, total] of counts.flatMap(({ ever }) => Object.entries(ever))) {
    counted.set(reason, (counted.get(reason) ?? 0) + total);
  }
  const entries = shards.flat().sort((a, b) => b.receivedAt - a.receivedAt);
  return {
    count: counts.reduce((sum, { kept }) => sum + kept, 0),
    counted: Object.fromEntries(counted),
    data: entries.map(({ digest, reason, receivedAt, body }) => ({
      digest,
      reason,
      received_at: iso(receivedAt),
      body: asText.decode(body),
      body_base64: toBase64(body),
    })),
  };
});

const nothingKept = (): Problem => problemOf("not_found", "nothing with this digest is in quarantine");

const replayQuarantined = route(calls.replayQuarantined, async ({ env, deps, params: { digest } }) => {
  const shard = quarantineFor(env, digest);
  const entry = await shard.entryOf(digest);
  if (entry === null) return nothingKept();
  const bytes = Uint8Array.from(entry.body);
  const genuine = { bytes, signedAt: entry.receivedAt, from: "quarantine", source: "wire" } as const;
  const status = await takeIn(env, deps, genuine);
  if (status === "unavailable") return problemOf("unavailable", "the event cannot be placed at the moment");
  if (status !== "quarantined") await shard.release(digest);
  return { digest, status };
});

const deleteQuarantined = route(calls.deleteQuarantined, async ({ env, params: { digest } }) => {
  const shard = quarantineFor(env, digest);
  if ((await shard.entryOf(digest)) === null) return nothingKept();
  await shard.release(digest);
  return { digest, status: "deleted" };
});

const deleteReason = route(calls.deleteReason, async ({ env, query: { reason } }) => {
  const dropped = await Promise.all(allQuarantines(env).map((shard) => shard.drop(reason)));
  return { reason, status: "deleted", count: dropped.reduce((sum, count) => sum + count, 0) };
});

export const QUARANTINE_ROUTES = [listQuarantine, replayQuarantined, deleteQuarantined, deleteReason];
