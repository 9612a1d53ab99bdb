// Digests of addresses: enough to tell whether a provider speaks of the address a message went to, too little to find it by.

import { keyedDigestOf } from "../../../platform/digest.ts";

/** 64 bits: nobody has so many addresses that two of them meet. */
const HEX_DIGITS = 16;

/** The digest of an address in what its Phone object is called. */
export const digestIn = (name: string): string => name.slice(0, HEX_DIGITS);

/**
 * The digests of an address under each of the link keys: the first by the one in use, the others by those that still verify.
 * Case and blanks around it make no other address.
 */
export async function addressDigests(address: string, keys: readonly string[]): Promise<readonly string[]> {
  const text = `address\n${address.trim().toLowerCase()}`;
  return Promise.all(keys.map(async (key) => digestIn(await keyedDigestOf(text, key))));
}
