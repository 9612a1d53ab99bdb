// Signatures as Standard Webhooks writes them (standardwebhooks.com): HMAC-SHA256 over id, time and body, in base64. By the
// platform's own crypto: the library brings a SHA-256 of its own, a thirtieth of what ships.

import { fromBase64, toBase64 } from "../platform/bytes.ts";
import { hmacKey } from "../platform/digest.ts";

const PREFIX = "whsec_";
/** A sender that is changing its secret signs with both of them. Each one that is tried costs a pass over the whole body. */
const MAX_SIGNATURES = 4;
const MAX_HEADER_LENGTH = 1_000;
/** How far the sender's clock may be from ours. */
const TOLERANCE_S = 300;
const encoder = new TextEncoder();

/** The bytes of a secret, `whsec_` and base64. Throws where it is none, or empty. */
export function secretBytes(secret: string): Uint8Array<ArrayBuffer> {
  const bytes = fromBase64(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret);
  if (bytes.length === 0) throw new TypeError("Secret can't be empty.");
  return bytes;
}

const signedText = (id: string, seconds: number, body: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(encoder.encode(`${id}.${seconds}.${body}`));

/** The `webhook-signature` of a message sent at `seconds` since 1970. */
export async function signatureOf(
  bytes: Uint8Array<ArrayBuffer>,
  id: string,
  seconds: number,
  body: string,
): Promise<string> {
  const mac = await crypto.subtle.sign("HMAC", await hmacKey(bytes, "sign"), signedText(id, seconds, body));
  return `v1,${toBase64(new Uint8Array(mac))}`;
}

/** What came with a message; null where a header was missing. */
export interface Claimed {
  readonly id: string | null;
  readonly timestamp: string | null;
  /** One or several of `v1,<base64>`, with blanks between. */
  readonly signature: string | null;
}

/**
 * Whether one of the signatures is the secret's over these bytes, made within five minutes of `now` (ms). Compares in
 * constant time. Throws on a secret that is none.
 */
export async function isSigned(secret: string, claimed: Claimed, body: string, now: number): Promise<boolean> {
  const key = await hmacKey(secretBytes(secret), "verify");
  const { id, timestamp, signature } = claimed;
  if (id === null || signature === null || timestamp === null || !/^\d{1,12}$/.test(timestamp)) return false;
  if (id.length > MAX_HEADER_LENGTH || signature.length > MAX_HEADER_LENGTH) return false;
  const seconds = Number(timestamp);
  if (Math.abs(now / 1_000 - seconds) > TOLERANCE_S) return false;
  const text = signedText(id, seconds, body);
  const given = [...signature.matchAll(/(?:^| )v1,([A-Za-z0-9+/]{43}=)(?= |$)/g)];
  for (const [, mac] of given.slice(0, MAX_SIGNATURES)) {
    if (mac !== undefined && (await crypto.subtle.verify("HMAC", key, fromBase64(mac), text))) return true;
  }
  return false;
}
