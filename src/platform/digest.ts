// The name of some bytes, and one that only who has the key can make.

import { toHex } from "./bytes.ts";

const encoder = new TextEncoder();
const HMAC = { name: "HMAC", hash: "SHA-256" };

/** SHA-256 in hex. */
export async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** HMAC-SHA-256 of a text in hex: nobody finds the text by trying all there are, as with the digest of a phone number. */
export async function keyedDigestOf(text: string, key: string): Promise<string> {
  const imported = await crypto.subtle.importKey("raw", encoder.encode(key), HMAC, false, ["sign"]);
  return toHex(new Uint8Array(await crypto.subtle.sign("HMAC", imported, encoder.encode(text))));
}
