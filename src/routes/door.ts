// What every route under /c/ does first: the code's MAC, before anything is touched; then how often this customer was asked for.

import { customerAt, isCustomerId } from "../customer/address.ts";
import { decodeLink } from "../customer/code.ts";
import { expired, tooMany } from "../pages/link-pages.tsx";
import { withoutTail } from "./paths.ts";
import { page } from "./respond.ts";
import type { LinkAddress, LinkPurpose } from "../customer/code.ts";
import type { Customer } from "../customer/object.ts";
import type { Calls } from "../platform/calls.ts";
import type { RouteContext } from "./context.ts";

/** A genuine code on its way to its customer. */
export interface Knock {
  readonly address: LinkAddress;
  readonly code: string;
}

/** The links a customer is sent: the way in, and to all pages around it. */
export const WAYS_IN: readonly LinkPurpose[] = ["open", "overview"];

/** The same for a link that ended and for one that never was; in the language of the browser, never of the customer. */
export const notHere = (c: RouteContext): Response | Promise<Response> => page(c, expired, 404);

/** Whether this customer was asked for too often. A limiter that is out of order keeps nobody from their link. */
async function isLimited(c: RouteContext, { customerId }: LinkAddress): Promise<boolean> {
  try {
    return (await c.env.LINK_LIMITER?.limit({ key: customerId }))?.success === false;
  } catch (error) {
    c.get("deps").log.error("limiter_broke", error);
    return false;
  }
}

/** Reads a code. Dashes may be part of one, or of the sentence it stood in: only the MAC can tell. */
async function knockOf(code: string, keys: readonly string[], purposes: readonly LinkPurpose[]): Promise<Knock | null> {
  const bare = withoutTail(code, /[_-]/);
  for (const candidate of bare === code ? [code] : [code, bare]) {
    const address = await decodeLink(candidate, keys, purposes);
    if (address !== null && isCustomerId(address.customerId)) return { address, code: candidate };
  }
  return null;
}

/** Runs `answer` for a genuine code of one of these purposes. Any other costs its MAC and nothing else. */
export async function behind(
  c: RouteContext,
  purposes: readonly LinkPurpose[],
  answer: (knock: Knock) => Promise<Response> | Response,
): Promise<Response> {
  const knock = await knockOf(c.req.param("code") ?? "", c.get("deps").config.link.keys, purposes);
  if (knock === null) return notHere(c);
  if (await isLimited(c, knock.address)) return page(c, tooMany, 429);
  return answer(knock);
}

/** The customer a link belongs to. */
export const customerOf = (c: RouteContext, { customerId }: LinkAddress): Calls<Customer> =>
  customerAt(c.env, customerId);
