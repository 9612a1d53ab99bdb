// Digests of addresses: enough to tell whether a provider speaks of the address a message went to, too little to find it by.

const encoder = new TextEncoder();
const HMAC = { name: "HMAC", hash: "SHA-256" };
/** 64 bits: nobody has so many addresses that two of them meet. */
const BYTES = 8;

async function digestBy(key: string, text: string): Promise<string> {
  const imported = await crypto.subtle.importKey("raw", encoder.encode(key), HMAC, false, ["sign"]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", imported, encoder.encode(`address\n${text}`)));
  return Array.from(mac.subarray(0, BYTES), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The digests of an address under each of the link keys: the first by the one in use, the others by those that still verify.
 * Case and blanks around it make no other address.
 */
export async function addressDigests(address: string, keys: readonly string[]): Promise<readonly string[]> {
  const text = address.trim().toLowerCase();
  return Promise.all(keys.map((key) => digestBy(key, text)));
}
