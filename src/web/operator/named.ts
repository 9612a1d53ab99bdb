// Whom somebody means by what they were told on the telephone or have before them: an id, a message's name at its provider, or a link.

import { LINK_PURPOSES } from "../../core/link/links.ts";
import { decodeLink } from "../../objects/link-code.ts";
import { openReference } from "../../objects/reference.ts";
import { isCustomerId } from "../../objects/rooms.ts";

/** The code in a link, or one that stands for itself. */
const codeIn = (asked: string): string | null =>
  /(?:^|\/)[csi]\/([\w-]+)/i.exec(asked)?.[1] ?? /^[\w-]{24,}$/.exec(asked)?.[0] ?? null;

/** The customer of a message by its id, as stories and events name it. */
function ownerOf(asked: string): string | null {
  const owner = /^ntf_(.+)_\d{1,9}$/.exec(asked)?.[1] ?? "";
  return isCustomerId(owner) ? owner : null;
}

/**
 * The customer whom a text names without a look into any list: by their id, or by what only our keys can have made of it. Null
 * where it names none; whether anything is known of them is another question.
 */
export async function customerNamed(asked: string, linkKeys: readonly string[]): Promise<string | null> {
  if (isCustomerId(asked)) return asked;
  const owner = ownerOf(asked);
  if (owner !== null) return owner;
  const code = codeIn(asked);
  if (code === null) return null;
  const [address, message] = await Promise.all([
    decodeLink(code, linkKeys, LINK_PURPOSES),
    openReference(code, linkKeys),
  ]);
  const id = address?.customerId ?? message?.customerId ?? "";
  return isCustomerId(id) ? id : null;
}
