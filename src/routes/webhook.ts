// POST /webhooks/flatpeak: raw bytes -> genuine? -> event -> its customer -> 200. Acknowledged means on disk.
// Sends nothing and decides nothing about the customer.

import { authenticate } from "../flatpeak/signature.ts";
import { isSessionComplete, parseEvent, toCoreEvent } from "../flatpeak/events.ts";
import { customerAt, isCustomerId } from "../customer/address.ts";
import { locationAt } from "../location/address.ts";
import { quarantineFor } from "../quarantine/address.ts";
import { problem } from "./respond.ts";
import type { Deps } from "../compose.ts";
import type { Incoming } from "../customer/object.ts";
import type { Env } from "../env.ts";
import type { WireEvent } from "../flatpeak/events.ts";
import type { LocationReceipt } from "../location/object.ts";
import type { QuarantineReason } from "../quarantine/object.ts";
import type { RouteContext } from "./context.ts";

type Kept =
  | { readonly kind: "kept"; readonly status: "stored" | "duplicate" | "ignored" }
  | { readonly kind: "quarantine"; readonly reason: QuarantineReason }
  | { readonly kind: "unavailable" };

/** FlatPeak sends JSON; a body in another coding could not be verified as it was signed. */
function isAcceptable(c: RouteContext): boolean {
  const type = c.req.header("Content-Type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  const coding = c.req.header("Content-Encoding") ?? "identity";
  return coding === "identity" && (type === "" || type === "application/json" || type.endsWith("+json"));
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Events of another account or of the other mode are genuine and not ours. Absent is tolerated, different is not. */
function foreign(event: WireEvent, deps: Deps): QuarantineReason | null {
  const { accountId, liveMode } = deps.config.flatpeak;
  if (event.accountId !== null && event.accountId !== accountId) return "other_account";
  if (event.liveMode !== null && event.liveMode !== liveMode) return "other_mode";
  return null;
}

const asKept = (receipt: LocationReceipt): Kept => {
  switch (receipt) {
    case "stored":
    case "duplicate":
    case "ignored":
      return { kind: "kept", status: receipt };
    case "conflict":
      return { kind: "quarantine", reason: "other_body" };
    case "unknown_location":
      return { kind: "quarantine", reason: "unknown_location" };
    case "unavailable":
      return { kind: "unavailable" };
  }
};

/** A finished session may name nothing but its token; FlatPeak knows which location that was for. */
async function placed(event: WireEvent, deps: Deps): Promise<WireEvent | null> {
  const { connectToken } = event;
  if (!isSessionComplete(event.type) || event.locationId !== null || connectToken === null) return event;
  const session = await deps.flatpeak.locationOfSession(connectToken);
  return session.kind === "unavailable" ? null : { ...event, locationId: session.locationId };
}

/** Brings an event to the object it belongs to. */
async function keep(env: Env, deps: Deps, wire: WireEvent, incoming: Omit<Incoming, "event">, signedAt: number) {
  const late = deps.now() - signedAt > deps.config.webhook.tolerance;
  const found = await placed(wire, deps);
  if (found === null) return { kind: "unavailable" } as const;
  const event = toCoreEvent(found, { signedAt, late });
  if (event === null) return { kind: "quarantine", reason: "not_understood" } as const;

  const { customerId, locationId } = found;
  if (customerId !== null && isCustomerId(customerId)) {
    return asKept(await customerAt(env, customerId).receive(customerId, { ...incoming, event }));
  }
  if (locationId !== null && event.kind !== "ignored") {
    return asKept(await locationAt(env, locationId).receive(locationId, { ...incoming, event }));
  }
  return { kind: "kept", status: "ignored" } as const;
}

async function decide(
  c: RouteContext,
  bytes: Uint8Array<ArrayBuffer>,
  digest: string,
  signedAt: number,
): Promise<Kept> {
  const deps = c.get("deps");
  const parsed = parseEvent(bytes);
  if (parsed.kind !== "event") return { kind: "quarantine", reason: parsed.kind };
  const reason = foreign(parsed.event, deps);
  if (reason !== null) return { kind: "quarantine", reason };
  return keep(c.env, deps, parsed.event, { digest, body: new TextDecoder().decode(bytes) }, signedAt);
}

/** The handler. 200 stored, duplicate, ignored or quarantined; 401 not genuine; 400, 413, 415 malformed; 503 our fault. */
export async function receiveWebhook(c: RouteContext): Promise<Response> {
  if (!isAcceptable(c)) return problem(c, "unsupported_media_type", "send the event as application/json, not encoded");
  const deps = c.get("deps");
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  const header = (name: string): string | null => c.req.header(name) ?? null;
  const authentic = await authenticate(header, bytes, deps.keys, deps.now(), deps.config.webhook.maxAge);
  switch (authentic.kind) {
    case "unsigned":
      if (parseEvent(bytes).kind === "not_json") return problem(c, "bad_request", "the body is not JSON");
      deps.log.info("webhook_refused", { why: "unsigned" });
      return problem(c, "not_genuine", "the request is not signed by FlatPeak");
    case "forged":
      deps.log.info("webhook_refused", { why: authentic.why });
      return problem(c, "not_genuine", "the request is not signed by FlatPeak");
    case "unverifiable":
      deps.log.info("webhook_unverifiable", { why: authentic.why });
      return problem(c, "unavailable", "FlatPeak's keys cannot be read at the moment");
    case "genuine":
      break;
  }

  const digest = await sha256(bytes);
  const kept = await decide(c, bytes, digest, authentic.signedAt);
  switch (kept.kind) {
    case "kept":
      return c.json({ status: kept.status });
    case "quarantine": {
      const { reason } = kept;
      await quarantineFor(c.env, digest).put({ digest, reason, receivedAt: deps.now(), body: bytes });
      deps.log.info("webhook_quarantined", { reason });
      return c.json({ status: "quarantined" });
    }
    case "unavailable":
      return problem(c, "unavailable", "the event cannot be placed at the moment");
  }
}
