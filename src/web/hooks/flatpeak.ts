// POST /webhooks/flatpeak: raw bytes -> genuine? -> taken in -> 200. Acknowledged means on disk.

import { parseEvent } from "../../flatpeak/event/read.ts";
import { authenticate } from "../../flatpeak/event/signature.ts";
import { takeIn } from "../../objects/intake.ts";
import { instant } from "../../flatpeak/time.ts";
import { problem } from "../http/respond.ts";
import { senderOf } from "../http/sender.ts";
import type { Genuine } from "../../objects/intake.ts";
import type { RouteContext } from "../http/context.ts";

type Verified =
  | { readonly kind: "genuine"; readonly genuine: Genuine }
  | { readonly kind: "not_genuine"; readonly why: string }
  | { readonly kind: "not_json" }
  | { readonly kind: "unavailable"; readonly why: string };

const MAX_WORD_LENGTH = 200;

/** FlatPeak sends JSON; a body in another coding could not be verified as it was signed. */
function isAcceptable(c: RouteContext): boolean {
  const wordIn = (name: string): string => (c.req.header(name) ?? "").slice(0, MAX_WORD_LENGTH).trim().toLowerCase();
  const type = wordIn("Content-Type").split(";")[0]?.trim() ?? "";
  const coding = wordIn("Content-Encoding");
  return (
    (coding === "" || coding === "identity") && (type === "" || type === "application/json" || type.endsWith("+json"))
  );
}

/**
 * An event without a signature is never believed. FlatPeak is asked for its own copy, and that is what is taken in; the
 * bytes that were sent only named it.
 */
async function ownCopy(c: RouteContext, bytes: Uint8Array<ArrayBuffer>): Promise<Verified> {
  const { fetchBack, now } = c.get("deps");
  const parsed = parseEvent(bytes);
  if (parsed.kind === "not_json") return { kind: "not_json" };
  const id = parsed.kind === "event" ? parsed.event.id : parsed.id;
  if (id === null) return { kind: "not_genuine", why: "unsigned, and not an event" };
  const copy = await fetchBack.copyOf(id, senderOf(c));
  switch (copy.kind) {
    case "known": {
      const own = Uint8Array.from(new TextEncoder().encode(JSON.stringify(copy.event)));
      // Nothing says when it was sent, so that it is as old as FlatPeak says: anybody may name what happened long ago.
      const signedAt = instant(copy.event["time_created"]) ?? now();
      return { kind: "genuine", genuine: { bytes: own, signedAt, from: "webhook", source: "copy" } };
    }
    case "unknown":
      return { kind: "not_genuine", why: "unsigned, and FlatPeak does not know it" };
    case "unavailable":
      return { kind: "unavailable", why: copy.why };
  }
}

async function verify(c: RouteContext, bytes: Uint8Array<ArrayBuffer>): Promise<Verified> {
  const { keys, now } = c.get("deps");
  const authentic = await authenticate((name) => c.req.header(name) ?? null, bytes, keys, now());
  switch (authentic.kind) {
    case "genuine":
      return { kind: "genuine", genuine: { bytes, signedAt: authentic.signedAt, from: "webhook", source: "wire" } };
    case "unsigned":
      return ownCopy(c, bytes);
    case "forged":
      return { kind: "not_genuine", why: authentic.why };
    case "unverifiable":
      return { kind: "unavailable", why: authentic.why };
  }
}

/** The handler. 200 stored, duplicate, ignored or quarantined; 401 not genuine; 400, 413, 415 malformed; 503 our fault. */
export async function receiveWebhook(c: RouteContext): Promise<Response> {
  if (!isAcceptable(c)) return problem(c, "unsupported_media_type", "send the event as application/json, not encoded");
  const deps = c.get("deps");
  const verified = await verify(c, new Uint8Array(await c.req.raw.arrayBuffer()));
  switch (verified.kind) {
    case "not_json":
      return problem(c, "bad_request", "the body is not JSON");
    case "not_genuine":
      deps.log.info("webhook_refused", { why: verified.why });
      return problem(c, "not_genuine", "the request is not from FlatPeak");
    case "unavailable":
      deps.log.info("webhook_put_off", { why: verified.why });
      return problem(c, "unavailable", "the event cannot be checked at the moment; please deliver it again");
    case "genuine":
      break;
  }
  const status = await takeIn(c.env, deps, verified.genuine);
  if (status === "stored" && verified.genuine.source === "copy") deps.fetchBack.trust(senderOf(c));
  if (status !== "unavailable") return Response.json({ status });
  return problem(c, "unavailable", "the event cannot be placed at the moment; please deliver it again");
}
