// The code of a short link. It carries its own address (customer, case, epoch) and a MAC over that and over what it is for, so
// that no table is needed to find the customer, a forged code is refused before any object is touched, and the code of one
// page opens no other.

import { LINK_EPOCHS, LINK_PURPOSES } from "../core/link/links.ts";
import { fromBase64Url, fromHex, toBase64Url, toHex } from "../platform/bytes.ts";
import { hmacKey } from "../platform/digest.ts";
import type { LinkPurpose, LinkSeat } from "../core/link/links.ts";

/** What a code says. */
export interface LinkAddress extends LinkSeat {
  readonly customerId: string;
}

/** 64 bits: at a thousand guesses a second, half a billion years to the first hit. */
const MAC_BYTES = 8;
/** The first two bytes: how the id is written, and the number when it fits. */
const KINDS = { customer: 0, location: 1, any: 2, invitation: 3 } as const;
const KIND_OF: Readonly<Record<string, number>> = { cus: KINDS.customer, loc: KINDS.location, inv: KINDS.invitation };
const MAX_SHORT_NO = 0x3fff;
const MAX_SHORT_EPOCH = 0x0f;
const HEX_ID_BYTES = 12;
/** The code of one of FlatPeak's usual ids: 22 bytes. */
const USUAL_LENGTH = 30;
/** No code of ours is longer; checked before anything is decoded. */
const MAX_CODE_LENGTH = 240;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The bytes of a code; null for what is none, and for what is longer than any of ours. */
export function bytesOfCode(text: string): Uint8Array<ArrayBuffer> | null {
  const bytes = text.length > MAX_CODE_LENGTH ? null : fromBase64Url(text);
  // Unused bits of the last character must be zero, else one address would have several codes.
  return bytes !== null && toBase64Url(bytes) === text ? bytes : null;
}

type Packed = Omit<LinkAddress, "purpose">;

/** The usual address leaves the last four bits of its last character free, and the epoch is written there. */
const isShort = (bytes: Uint8Array): boolean => bytes.length === 2 + HEX_ID_BYTES;

function pack({ customerId, no, epoch }: Packed): Uint8Array<ArrayBuffer> {
  const [, prefix = "", hex] = /^(cus|loc|inv)_([0-9a-f]{24})$/.exec(customerId) ?? [];
  const kind = KIND_OF[prefix];
  if (hex !== undefined && kind !== undefined && no <= MAX_SHORT_NO && epoch <= MAX_SHORT_EPOCH) {
    return Uint8Array.of((kind << 6) | (no >> 8), no & 0xff, ...fromHex(hex));
  }
  const number = [24, 16, 8, 0].map((shift) => (no >>> shift) & 0xff);
  return Uint8Array.of((KINDS.any << 6) | (epoch >> 8), epoch & 0xff, ...number, ...encoder.encode(customerId));
}

/** The epoch of an address; `lastBits` are those of the code's last character. */
function epochIn([head = 0, low = 0]: Uint8Array, lastBits: number): number {
  return head >> 6 === KINDS.any ? ((head & 0x3f) << 8) | low : lastBits;
}

function unpack(bytes: Uint8Array, epoch: number): Packed | null {
  const [head = 0, low = 0] = bytes;
  const kind = head >> 6;
  if (kind === KINDS.any) {
    const no = bytes.subarray(2, 6).reduce((sum, byte) => sum * 256 + byte, 0);
    return { customerId: decoder.decode(bytes.subarray(6)), no, epoch };
  }
  const prefix = Object.keys(KIND_OF).find((it) => KIND_OF[it] === kind);
  if (!isShort(bytes) || prefix === undefined) return null;
  const customerId = `${prefix}_${toHex(bytes.subarray(2))}`;
  return { customerId, no: ((head & 0x3f) << 8) | low, epoch };
}

const imported = new Map<string, CryptoKey>();

async function keyOf(secret: string): Promise<CryptoKey> {
  const key = imported.get(secret) ?? (await hmacKey(`link:${secret}`, "sign"));
  imported.set(secret, key);
  return key;
}

/** 64 bits of HMAC over what the code is for, its epoch and its address. */
async function mac(
  secret: string,
  purpose: LinkPurpose,
  epoch: number,
  payload: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
  const signed = Uint8Array.of(LINK_PURPOSES.indexOf(purpose), epoch & 0xff, ...payload);
  const full = await crypto.subtle.sign("HMAC", await keyOf(secret), signed);
  return new Uint8Array(full).subarray(0, MAC_BYTES);
}

/** The code of an address, signed with the first of the keys. Same address and key, same code. */
export async function encodeLink(address: LinkAddress, keys: readonly string[]): Promise<string> {
  const [first] = keys;
  if (first === undefined) throw new TypeError("no link key");
  const epoch = address.epoch % LINK_EPOCHS;
  const payload = pack({ ...address, epoch });
  const text = toBase64Url(Uint8Array.of(...payload, ...(await mac(first, address.purpose, epoch, payload))));
  if (!isShort(payload)) return text;
  const last = ALPHABET.indexOf(text.slice(-1));
  return text.slice(0, -1) + (ALPHABET[last | (epoch & MAX_SHORT_EPOCH)] ?? "");
}

/**
 * The address in a code, or null when no key has signed it for one of these purposes. Compares in constant time; a code that
 * is for something else is refused like a forged one.
 */
export async function decodeLink(
  code: string,
  keys: readonly string[],
  purposes: readonly LinkPurpose[],
): Promise<LinkAddress | null> {
  const isUsual = code.length === USUAL_LENGTH;
  const last = isUsual ? ALPHABET.indexOf(code.slice(-1)) : 0;
  if (last === -1) return null;
  const lastBits = last & MAX_SHORT_EPOCH;
  const bytes = bytesOfCode(isUsual ? code.slice(0, -1) + (ALPHABET[last - lastBits] ?? "") : code);
  if (bytes === null || bytes.length <= MAC_BYTES + 2) return null;
  const payload = bytes.slice(0, -MAC_BYTES);
  const given = bytes.subarray(-MAC_BYTES);
  if (isUsual !== isShort(payload)) return null;
  const epoch = epochIn(payload, lastBits);
  if (isUsual && lastBits !== (epoch & MAX_SHORT_EPOCH)) return null;
  for (const key of keys) {
    for (const purpose of purposes) {
      if (!crypto.subtle.timingSafeEqual(await mac(key, purpose, epoch, payload), given)) continue;
      const packed = unpack(payload, epoch);
      return packed === null ? null : { ...packed, purpose };
    }
  }
  return null;
}
