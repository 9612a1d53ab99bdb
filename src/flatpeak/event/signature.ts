// Is this request from FlatPeak? Reads the signature headers and checks RSA-PSS over the bytes exactly as received.
// No clock of its own, no key store: both are passed in. Never throws for what a stranger sends.

import { fromBase64Url } from "../../platform/bytes.ts";
import type { KeyProvider } from "../../platform/key-set.ts";

/** The signature headers by name; null where absent. */
export type HeaderReader = (name: string) => string | null;

export type Authenticity =
  | { readonly kind: "genuine"; /** Signing time, ms. */ readonly signedAt: number; readonly keyId: string }
  /** No signature, or FlatPeak's literal `none`. Never to be believed. */
  | { readonly kind: "unsigned" }
  | { readonly kind: "forged"; readonly why: string }
  /** The keys could not be had; the sender should try again. */
  | { readonly kind: "unverifiable"; readonly why: string };

/** FlatPeak's keys are RSA-2048; a larger key gives a longer signature. */
const MIN_SIGNATURE_BYTES = 256;
const MAX_SIGNATURE_BYTES = 1_024;
/** A few keys may sign one request while FlatPeak rotates them; more than that is noise. */
const MAX_SIGNATURES = 4;
/** Room for so many of the longest, and for those of schemes to come. */
const MAX_HEADER_LENGTH = 8_192;
/** How far ahead of our clock a signing time may lie. */
const MAX_AHEAD_MS = 300_000;

/**
 * The signatures of scheme v1 in the header: `v1=<base64url>`, several separated by commas. What else stands there, of
 * another scheme or broken, takes none of them away. Null where there is none to try.
 */
function readSignatures(header: string): readonly Uint8Array<ArrayBuffer>[] | null {
  if (header.length > MAX_HEADER_LENGTH) return null;
  const given = header.split(",").flatMap((part) => {
    const text = part.trim();
    return text.startsWith("v1=") ? [text.slice(3)] : [];
  });
  if (given.length > MAX_SIGNATURES) return null;
  const signatures = given.flatMap((text) => {
    const bytes = fromBase64Url(text);
    return bytes !== null && bytes.length >= MIN_SIGNATURE_BYTES && bytes.length <= MAX_SIGNATURE_BYTES ? [bytes] : [];
  });
  return signatures.length === 0 ? null : signatures;
}

const encoder = new TextEncoder();

/** The signed bytes: timestamp as sent, a dot, the raw body (FlatPeak, "Verify signatures"). */
function signedBytes(timestamp: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const prefix = encoder.encode(`${timestamp}.`);
  const bytes = new Uint8Array(prefix.length + body.length);
  bytes.set(prefix);
  bytes.set(body, prefix.length);
  return bytes;
}

/**
 * Decides whether `body` was signed by FlatPeak: cheap checks first, then the key by id, then the signature.
 * `now` is in milliseconds. How old a signature may be is not decided here: FlatPeak's own retries may carry an old one.
 */
export async function authenticate(
  header: HeaderReader,
  body: Uint8Array,
  keys: KeyProvider,
  now: number,
): Promise<Authenticity> {
  const signature = header("Flatpeak-Signature");
  if (signature === null || signature === "" || signature.toLowerCase() === "none") return { kind: "unsigned" };

  const scheme = header("Flatpeak-Signature-Scheme")?.slice(0, MAX_HEADER_LENGTH);
  const schemes = scheme?.split(",").map((name) => name.trim()) ?? ["v1"];
  if (!schemes.includes("v1")) return { kind: "forged", why: "unknown signature scheme" };
  const timestamp = header("Flatpeak-Timestamp") ?? "";
  if (!/^\d{10}$/.test(timestamp)) return { kind: "forged", why: "timestamp is not Unix seconds" };
  const signedAt = Number(timestamp) * 1_000;
  if (signedAt > now + MAX_AHEAD_MS) return { kind: "forged", why: "signed in the future" };
  const keyId = header("Flatpeak-Key-ID") ?? "";
  if (!/^[\x21-\x7e]{1,128}$/.test(keyId)) return { kind: "forged", why: "no usable key id" };
  const signatures = readSignatures(signature);
  if (signatures === null) return { kind: "forged", why: "signature is not v1=<base64url>" };

  const found = await keys.find(keyId);
  if (found.kind === "unavailable") return { kind: "unverifiable", why: found.why };
  if (found.kind === "unknown") return { kind: "forged", why: "unknown key id" };

  const data = signedBytes(timestamp, body);
  for (const bytes of signatures) {
    // PS256 with a salt as long as the digest is fixed here; nothing in the request chooses it.
    if (await crypto.subtle.verify({ name: "RSA-PSS", saltLength: 32 }, found.key, bytes, data)) {
      return { kind: "genuine", signedAt, keyId };
    }
  }
  return { kind: "forged", why: "signature does not match" };
}
