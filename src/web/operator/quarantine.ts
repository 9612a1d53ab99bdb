// /v1/quarantine: what was genuine and could not be taken in, for an operator to look at, take in again or throw away.

import { takeIn } from "../../objects/intake.ts";
import { toBase64 } from "../../platform/bytes.ts";
import { queryOf } from "../http/query.ts";
import { problem } from "../http/respond.ts";
import { allQuarantines, quarantineFor } from "../../objects/rooms.ts";
import { QUARANTINE_REASONS } from "../../objects/quarantine/contract.ts";
import type { RouteContext } from "../http/context.ts";

const PER_SHARD = 20;

/** Decodes what is no UTF-8 into marks of replacement, and keeps a byte order mark. */
const asText = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });

/** GET /v1/quarantine: newest first, as text and, byte by byte, in base64; and how many there are, and ever were, by reason. */
export async function listQuarantine(c: RouteContext): Promise<Response> {
  const all = allQuarantines(c.env);
  const shards = await Promise.all(all.map((shard) => shard.list(PER_SHARD)));
  const counts = await Promise.all(all.map((shard) => shard.count()));
  const counted = new Map<string, number>();
  for (const [reason, total] of counts.flatMap(({ ever }) => Object.entries(ever))) {
    counted.set(reason, (counted.get(reason) ?? 0) + total);
  }
  const entries = shards.flat().sort((a, b) => b.receivedAt - a.receivedAt);
  return c.json({
    count: counts.reduce((sum, { kept }) => sum + kept, 0),
    counted: Object.fromEntries(counted),
    data: entries.map(({ digest, reason, receivedAt, body }) => ({
      digest,
      reason,
      received_at: new Date(receivedAt).toISOString(),
      body: asText.decode(body),
      body_base64: toBase64(body),
    })),
  });
}

function digestOf(c: RouteContext): string | null {
  const digest = c.req.param("digest") ?? "";
  return /^[0-9a-f]{64}$/.test(digest) ? digest : null;
}

const noDigest = (c: RouteContext): Response => problem(c, "bad_request", "a digest has 64 hexadecimal digits");
const nothingKept = (c: RouteContext): Response => problem(c, "not_found", "nothing with this digest is in quarantine");

/**
 * POST /v1/quarantine/:digest/replay: takes a kept event in again, as if it had just come. What is taken leaves the
 * quarantine; what is not stays, and the answer says so.
 */
export async function replayQuarantined(c: RouteContext): Promise<Response> {
  const digest = digestOf(c);
  if (digest === null) return noDigest(c);
  const shard = quarantineFor(c.env, digest);
  const entry = await shard.entryOf(digest);
  if (entry === null) return nothingKept(c);
  const bytes = Uint8Array.from(entry.body);
  const genuine = { bytes, signedAt: entry.receivedAt, from: "quarantine", source: "wire" } as const;
  const status = await takeIn(c.env, c.get("deps"), genuine);
  if (status === "unavailable") return problem(c, "unavailable", "the event cannot be placed at the moment");
  if (status !== "quarantined") await shard.release(digest);
  return c.json({ digest, status });
}

/** DELETE /v1/quarantine/:digest: throws a kept event away. */
export async function deleteQuarantined(c: RouteContext): Promise<Response> {
  const digest = digestOf(c);
  if (digest === null) return noDigest(c);
  const shard = quarantineFor(c.env, digest);
  if ((await shard.entryOf(digest)) === null) return nothingKept(c);
  await shard.release(digest);
  return c.json({ digest, status: "deleted" });
}

/** DELETE /v1/quarantine?reason=...: throws away all that is kept for one reason. */
export async function deleteReason(c: RouteContext): Promise<Response> {
  const reason = QUARANTINE_REASONS.find((it) => it === queryOf(c, "reason"));
  if (reason === undefined) {
    return problem(c, "bad_request", `name a reason, ?reason= one of ${QUARANTINE_REASONS.join(", ")}`);
  }
  const dropped = await Promise.all(allQuarantines(c.env).map((shard) => shard.drop(reason)));
  return c.json({ reason, status: "deleted", count: dropped.reduce((sum, count) => sum + count, 0) });
}
