// What every route under /c/ does first: the code's MAC, before anything is touched; then how often this customer was asked for.

import { decodeLink } from "../../objects/link-code.ts";
import { expired, tooMany } from "./link-pages.tsx";
import { withoutTail } from "../http/paths.ts";
import { page } from "../http/respond.ts";
import { visitorOf } from "./visitor.ts";
import { customerAt, isCustomerId } from "../../objects/rooms.ts";
import type { LinkAddress } from "../../objects/link-code.ts";
import type { CustomerContract } from "../../objects/customer/contract.ts";
import type { Calls } from "../../platform/objects.ts";
import type { RouteContext } from "../http/context.ts";
import type { LinkPurpose } from "../../core/link/links.ts";

/** A genuine code on its way to its customer. */
export interface Knock {
  readonly address: LinkAddress;
  readonly code: string;
}

/** The links a customer is sent: the way in, and to all pages around it. */
export const WAYS_IN: readonly LinkPurpose[] = ["open", "overview"];

/** The same for a link that ended and for one that never was; in the language of the browser, never of the customer. */
export const notHere = (c: RouteContext): Response | Promise<Response> => page(c, expired, 404);

/**
 * What a request wants of a customer: to be let in, to see the page to stop, to stop. Each has a budget of its own, and so has
 * whatever only looks, so that none of them can be used up by another.
 */
export type Errand = "visit" | "ask_to_stop" | "stop" | "look";

/** Scanners and previews are no errand of a person, whatever page they look at. */
const errandOf = (c: RouteContext, wanted: Errand): Errand =>
  c.req.method !== "POST" && visitorOf(c) === "automatic" ? "look" : wanted;

/** Whether this customer was asked for too often. A limiter that is out of order keeps nobody from their link. */
async function isLimited(c: RouteContext, { customerId }: LinkAddress, errand: Errand): Promise<boolean> {
  const limiter = errand === "visit" || errand === "look" ? c.env.LINK_LIMITER : c.env.STOP_LIMITER;
  const key = errand === "visit" || errand === "stop" ? customerId : `${errand}:${customerId}`;
  try {
    return (await limiter?.limit({ key }))?.success === false;
  } catch (error) {
    c.get("deps").log.error("limiter_broke", error);
    return false;
  }
}

/** No code of ours and nothing that hangs on to one is longer. */
const MAX_LENGTH = 500;

/** Reads a code. Dashes may be part of one, or of the sentence it stood in: only the MAC can tell. */
async function knockOf(code: string, keys: readonly string[], purposes: readonly LinkPurpose[]): Promise<Knock | null> {
  if (code.length > MAX_LENGTH) return null;
  const bare = withoutTail(code, /[_-]/);
  for (const candidate of bare === code ? [code] : [code, bare]) {
    const address = await decodeLink(candidate, keys, purposes);
    if (address !== null && isCustomerId(address.customerId)) return { address, code: candidate };
  }
  return null;
}

type Answer = (knock: Knock) => Promise<Response> | Response;

interface Manner {
  readonly errand?: () => Errand | Promise<Errand>;
  /** The answer once the budget is used up. */
  readonly tired?: Answer;
}

/** Runs `answer` for a genuine code of one of these purposes. Any other costs its MAC and nothing else. */
export async function behind(
  c: RouteContext,
  purposes: readonly LinkPurpose[],
  answer: Answer,
  { errand = () => "visit", tired = () => page(c, tooMany, 429) }: Manner = {},
): Promise<Response> {
  const knock = await knockOf(c.req.param("code") ?? "", c.get("deps").config.link.keys, purposes);
  if (knock === null) return notHere(c);
  const isTired = await isLimited(c, knock.address, errandOf(c, await errand()));
  return isTired ? tired(knock) : answer(knock);
}

/** The customer a link belongs to. */
export const customerOf = (c: RouteContext, { customerId }: LinkAddress): Calls<CustomerContract> =>
  customerAt(c.env, customerId);
