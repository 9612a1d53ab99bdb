// The one door for events, however they came: by signed webhook, fetched back, or found by the sweep. Takes genuine bytes
// to the object they belong to, or into quarantine. Decides nothing about the customer and sends nothing.

import { digestOf } from "../platform/digest.ts";
import { isSessionComplete, parseEvent, toCoreEvent } from "../flatpeak/event/read.ts";
import { putAway } from "./put-away.ts";
import { customerAt, isCustomerId, locationAt } from "./rooms.ts";
import type { Deps } from "../setup/compose.ts";
import type { Incoming, Receipt } from "./customer/incoming.ts";
import type { Env } from "../setup/env.ts";
import type { Parsed, WireEvent } from "../flatpeak/event/read.ts";
import type { QuarantineReason } from "./quarantine/contract.ts";

/** Bytes that are known to be FlatPeak's. */
export interface Genuine {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** When FlatPeak signed them (ms), or, for FlatPeak's own copy of an event, when it was read. */
  readonly signedAt: number;
  /** How they came: what was found genuine before and kept in quarantine may be of any age. */
  readonly from: "webhook" | "list" | "quarantine";
  /** `wire`: as a webhook sent it. `copy`: as FlatPeak's API tells it, which is the same event in other bytes. */
  readonly source: "wire" | "copy";
}

export type Taken = "stored" | "duplicate" | "ignored" | "quarantined" | "unavailable";

type Placed = Exclude<Taken, "quarantined"> | { readonly quarantine: QuarantineReason };

/** Events of another account or of the other mode are genuine and not ours. Absent is tolerated, different is not. */
function foreign(event: WireEvent, deps: Deps): QuarantineReason | null {
  const { accountId, liveMode } = deps.config.flatpeak;
  if (event.accountIds.some((id) => id !== accountId)) return "other_account";
  if (event.liveMode !== null && event.liveMode !== liveMode) return "other_mode";
  return null;
}

/** A finished session may name nothing but its token; FlatPeak knows which location that was for. */
async function located(event: WireEvent, deps: Deps): Promise<WireEvent | null> {
  const { connectToken } = event;
  if (!isSessionComplete(event.type) || event.locationId !== null || connectToken === null) return event;
  const session = await deps.flatpeak.locationOfSession(connectToken);
  return session.kind === "unavailable" ? null : { ...event, locationId: session.locationId };
}

/** Reads the bytes; a body that breaks the reader is the reader's bug, and no reason to lose the event. */
function read(bytes: Uint8Array, deps: Deps): Parsed | { readonly kind: "broke_the_reader" } {
  try {
    return parseEvent(bytes);
  } catch (error) {
    deps.log.error("event_broke_the_reader", error);
    return { kind: "broke_the_reader" };
  }
}

function placedBy(receipt: Receipt): Placed {
  if (receipt === "other_body" || receipt === "broke_the_reader") return { quarantine: receipt };
  return receipt === "erased" ? "ignored" : receipt;
}

async function place(env: Env, deps: Deps, genuine: Genuine): Promise<Placed> {
  const parsed = read(genuine.bytes, deps);
  if (parsed.kind !== "event") return { quarantine: parsed.kind };
  const reason = foreign(parsed.event, deps);
  if (reason !== null) return { quarantine: reason };
  const age = genuine.from === "quarantine" ? 0 : deps.now() - genuine.signedAt;
  if (age > deps.config.webhook.maxAge) return { quarantine: "too_old" };

  const { type, connectToken } = parsed.event;
  if (connectToken !== null && isSessionComplete(type))
    await (await import("./invited.ts")).tellOrigin(env, connectToken);
  const wire = await located(parsed.event, deps);
  if (wire === null) return "unavailable";
  const late = age > deps.config.webhook.tolerance;
  const event = toCoreEvent(wire, { signedAt: genuine.signedAt, late });
  if (event === null) return { quarantine: "not_understood" };

  const { customerId, locationId } = wire;
  const incoming: Incoming = { event, body: parsed.text, source: genuine.source };
  if (customerId !== null && isCustomerId(customerId)) {
    return placedBy(await customerAt(env, customerId).receive(customerId, incoming));
  }
  if (locationId !== null && event.kind !== "ignored") {
    return placedBy(await locationAt(env, locationId).receive(locationId, incoming, genuine.from === "list"));
  }
  return "ignored";
}

/** Keeps genuine bytes apart; on disk when this resolves. What tells of somebody who was erased is not kept. */
export async function quarantine(
  env: Env,
  deps: Deps,
  genuine: Genuine,
  reason: QuarantineReason,
): Promise<"quarantined" | "ignored"> {
  const digest = await digestOf(genuine.bytes);
  const isKept = await putAway(env, { digest, reason, receivedAt: deps.now(), body: genuine.bytes });
  if (!isKept) return "ignored";
  deps.log.info("event_quarantined", { reason, source: genuine.source });
  return "quarantined";
}

/**
 * Takes an event in. On disk when this says stored, duplicate or quarantined; `unavailable` when it could not be placed
 * and must be brought again. Throws where an object could not be reached.
 */
export async function takeIn(env: Env, deps: Deps, genuine: Genuine): Promise<Taken> {
  const placed = await place(env, deps, genuine);
  return typeof placed === "string" ? placed : quarantine(env, deps, genuine, placed.quarantine);
}
