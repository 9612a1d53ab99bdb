// What a phone number is called where nobody is to read it.

import { keyedDigestOf } from "../../platform/digest.ts";

/**
 * What a number is called under each of the link keys, the one in use first. A keyed digest, so that nobody finds a number by
 * trying all there are. Begins with the digest that is kept elsewhere.
 */
export async function phoneNames(phone: string, linkKeys: readonly string[]): Promise<readonly string[]> {
  return Promise.all(linkKeys.map((key) => keyedDigestOf(`address\n${phone}`, key)));
}
