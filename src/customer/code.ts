// The code of a short link. It carries its own address (customer, link number) and a MAC over it, so that no table is
// needed to find the customer and a forged code is refused before any object is touched.

/** What a code says. Number 0 is the customer's overview, any other a case. */
export interface LinkAddress {
  readonly customerId: string;
  readonly no: number;
}

/** 64 bits: at a thousand guesses a second, half a billion years to the first hit. */
const MAC_BYTES = 8;
/** The first two bytes: how the id is written, and the number when it fits. */
const KINDS = { customer: 0, location: 1, any: 2 } as const;
const MAX_SHORT_NO = 0x3fff;
const HEX_ID_BYTES = 12;
/** No code of ours is longer; checked before anything is decoded. */
const MAX_CODE_LENGTH = 240;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array | null {
  if (text.length > MAX_CODE_LENGTH || text.length % 4 === 1 || !/^[A-Za-z0-9_-]+$/.test(text)) return null;
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  // Unused bits of the last character must be zero, else one address would have several codes.
  return toBase64Url(bytes) === text ? bytes : null;
}

function pack({ customerId, no }: LinkAddress): Uint8Array<ArrayBuffer> {
  const hex = /^(cus|loc)_([0-9a-f]{24})$/.exec(customerId)?.[2];
  if (hex !== undefined && no <= MAX_SHORT_NO) {
    const kind = customerId.startsWith("cus_") ? KINDS.customer : KINDS.location;
    const id = Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    return Uint8Array.of((kind << 6) | (no >> 8), no & 0xff, ...id);
  }
  const number = [24, 16, 8, 0].map((shift) => (no >>> shift) & 0xff);
  return Uint8Array.of(KINDS.any << 6, 0, ...number, ...encoder.encode(customerId));
}

function unpack(bytes: Uint8Array): LinkAddress | null {
  const [head = 0, low = 0] = bytes;
  const kind = head >> 6;
  if (kind === KINDS.any) {
    const no = bytes.subarray(2, 6).reduce((sum, byte) => sum * 256 + byte, 0);
    return { customerId: decoder.decode(bytes.subarray(6)), no };
  }
  if (bytes.length !== 2 + HEX_ID_BYTES || kind > KINDS.any) return null;
  let hex = "";
  for (const byte of bytes.subarray(2)) hex += byte.toString(16).padStart(2, "0");
  return { customerId: `${kind === KINDS.customer ? "cus" : "loc"}_${hex}`, no: ((head & 0x3f) << 8) | low };
}

const imported = new Map<string, Promise<CryptoKey>>();

function keyOf(secret: string): Promise<CryptoKey> {
  let key = imported.get(secret);
  if (key === undefined) {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    key = crypto.subtle.importKey("raw", encoder.encode(`link:${secret}`), algorithm, false, ["sign"]);
    imported.set(secret, key);
  }
  return key;
}

async function mac(secret: string, payload: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const full = await crypto.subtle.sign("HMAC", await keyOf(secret), payload);
  return new Uint8Array(full).subarray(0, MAC_BYTES);
}

/** The code of an address, signed with the first of the keys. Same address and key, same code. */
export async function encodeLink(address: LinkAddress, keys: readonly string[]): Promise<string> {
  const [first] = keys;
  if (first === undefined) throw new TypeError("no link key");
  const payload = pack(address);
  return toBase64Url(Uint8Array.of(...payload, ...(await mac(first, payload))));
}

/** The address in a code, or null when no key has signed it. Compares in constant time. */
export async function decodeLink(code: string, keys: readonly string[]): Promise<LinkAddress | null> {
  const bytes = fromBase64Url(code);
  if (bytes === null || bytes.length <= MAC_BYTES + 2) return null;
  const payload = bytes.slice(0, -MAC_BYTES);
  const given = bytes.subarray(-MAC_BYTES);
  for (const key of keys) {
    if (crypto.subtle.timingSafeEqual(await mac(key, payload), given)) return unpack(payload);
  }
  return null;
}
