// Who sent a request, by its address: enough to keep one sender from using up what is there for all.

import type { RouteContext } from "./context.ts";

/** The longest way of writing an address. */
const MAX_LENGTH = 45;

const groupsOf = (part: string): readonly string[] => (part === "" ? [] : part.split(":"));

/** The first 64 bits of an IPv6 address: one household, or one server, has all that begin with them. */
function networkOf(address: string): string {
  const [left = "", right = ""] = address.toLowerCase().split("::");
  const [head, tail] = [groupsOf(left), groupsOf(right)];
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => "0");
  return [...head, ...zeros, ...tail]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}

/**
 * The sender of a request as Cloudflare knows it: an IPv4 address, or the network of an IPv6 one. Null where there is none,
 * as on a developer's machine.
 */
export function senderOf(c: RouteContext): string | null {
  const address = c.req.header("CF-Connecting-IP") ?? "";
  if (address === "" || address.length > MAX_LENGTH) return null;
  // One that ends in an IPv4 address is that one, written otherwise.
  const v4 = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1];
  return v4 ?? networkOf(address);
}
