// Digests: one that anybody can make of some bytes, and one that needs a key.

import { toHex } from "./bytes.ts";

const encoder = new TextEncoder();

/** SHA-256 in hex. */
export async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** A key for HMAC (RFC 2104), to make codes of authenticity with or to check them. */
export const hmacKey = (
  secret: string | Uint8Array<ArrayBuffer>,
  use: "sign" | "verify",
  hash: "SHA-256" | "SHA-1" = "SHA-256",
): Promise<CryptoKey> => {
  const bytes = typeof secret === "string" ? encoder.encode(secret) : secret;
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash }, false, [use]);
};

/** HMAC-SHA-256 of a text in hex: nobody finds the text by trying all there are, as with the digest of a phone number. */
export async function keyedDigestOf(text: string, key: string): Promise<string> {
  const mac = await crypto.subtle.sign("HMAC", await hmacKey(key, "sign"), encoder.encode(text));
  return toHex(new Uint8Array(mac));
}
