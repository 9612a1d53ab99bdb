// The way into quarantine. Of somebody who was erased nothing is kept there either.

import { idsQuotedIn } from "./naming.ts";
import { customerAt, isCustomerId, locationAt, quarantineFor } from "./rooms.ts";
import type { Env } from "../setup/env.ts";
import type { Quarantined } from "./quarantine/contract.ts";

/** FlatPeak's events name one customer and one home. */
const MAX_IDS = 8;

const decoder = new TextDecoder();

/** True where the bytes name a customer who was erased, or the home of one. */
async function namesErased(env: Env, body: Uint8Array): Promise<boolean> {
  const ids = idsQuotedIn(decoder.decode(body)).filter(isCustomerId).slice(0, MAX_IDS);
  const erased = await Promise.all(
    ids.map(async (id) => {
      const isHome = id.startsWith("loc_");
      return (await customerAt(env, id).isErased()) || (isHome && (await locationAt(env, id).isErased()));
    }),
  );
  return erased.includes(true);
}

/**
 * Puts bytes that are FlatPeak's into quarantine; on disk when this resolves. The same bytes for the same reason are kept once. False
 * where they name somebody who was erased: then nothing is kept.
 */
export async function putAway(env: Env, entry: Quarantined): Promise<boolean> {
  if (await namesErased(env, entry.body)) return false;
  await quarantineFor(env, entry.digest).put(entry);
  return true;
}
