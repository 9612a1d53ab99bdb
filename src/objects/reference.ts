// What a message is called at providers: it tells them nothing, and us whose message it is and which. Needs no table, survives a
// deploy, and is the same whenever it is made, since a repeat must be the same to the byte.

import { bytesOfCode } from "./link-code.ts";
import { isCustomerId } from "./rooms.ts";
import { toBase64Url } from "../platform/bytes.ts";
import { hmacKey } from "../platform/digest.ts";

/** A message by its number with its customer. */
export interface MessageName {
  readonly customerId: string;
  readonly no: number;
}

const IV_BYTES = 12;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

interface Keys {
  readonly iv: CryptoKey;
  readonly seal: CryptoKey;
}

const derived = new Map<string, Keys>();

async function derive(secret: string): Promise<Keys> {
  const iv = await hmacKey(`reference:${secret}`, "sign");
  const own = await crypto.subtle.sign("HMAC", iv, encoder.encode("seal"));
  const seal = await crypto.subtle.importKey("raw", own, { name: "AES-GCM" }, false, ["encrypt", "decrypt"]);
  const keys = { iv, seal };
  derived.set(secret, keys);
  return keys;
}

const keysOf = async (secret: string): Promise<Keys> => derived.get(secret) ?? derive(secret);

/** The reference of a message, sealed with the first of the link keys: letters, digits, `-` and `_`, 240 at most. */
export async function sealReference({ customerId, no }: MessageName, linkKeys: readonly string[]): Promise<string> {
  const [first] = linkKeys;
  if (first === undefined) throw new TypeError("no link key");
  const keys = await keysOf(first);
  const text = encoder.encode(`${customerId} ${no}`);
  // The same message must get the same reference, and no two messages the same first bytes.
  const iv = new Uint8Array(await crypto.subtle.sign("HMAC", keys.iv, text)).slice(0, IV_BYTES);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, keys.seal, text));
  return toBase64Url(Uint8Array.of(...iv, ...sealed));
}

async function openWith(keys: Keys, bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  const iv = bytes.slice(0, IV_BYTES);
  try {
    return decoder.decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, keys.seal, bytes.slice(IV_BYTES)));
  } catch (error) {
    // Not sealed with this key: all that can go wrong with bytes of any kind.
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** The message behind a reference, whichever of the link keys it was sealed with; null where none of them has sealed it. */
export async function openReference(reference: string, linkKeys: readonly string[]): Promise<MessageName | null> {
  const bytes = bytesOfCode(reference);
  if (bytes === null || bytes.length <= IV_BYTES) return null;
  for (const secret of linkKeys) {
    const text = await openWith(await keysOf(secret), bytes);
    const [customerId = "", no = ""] = text?.split(" ") ?? [];
    if (isCustomerId(customerId) && /^[1-9]\d{0,8}$/.test(no)) return { customerId, no: Number(no) };
  }
  return null;
}
