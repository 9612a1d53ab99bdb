// What every route under /c/ does first: it checks the MAC of the code before anything is touched, then the rate limit of the
// customer the link belongs to.

import { decodeLink } from "../../objects/link-code.ts";
import { withoutTail } from "../http/paths.ts";
import { queryOf } from "../http/query.ts";
import { visitorOf } from "./visitor.ts";
import { customerAt, isCustomerId } from "../../objects/rooms.ts";
import type { LinkAddress } from "../../objects/link-code.ts";
import type { CustomerContract } from "../../objects/customer/contract.ts";
import type { Calls } from "../../platform/objects.ts";
import type { RouteContext } from "../http/context.ts";
import type { LinkPurpose } from "../../core/link/links.ts";

/** A link whose MAC holds: where it leads, and its code as it was made. */
export interface GenuineLink {
  readonly address: LinkAddress;
  readonly code: string;
}

/** The links a customer is sent: the way in, and to all pages around it. */
export const WAYS_IN: readonly LinkPurpose[] = ["open", "overview"];

/** The short pages, loaded when the first of them is shown: most who tap see none. */
export const notes = async () => import("./notes.tsx");

/** The page for a link that has ended, and for one that never was; in the browser's language, so that nobody can tell which. */
export const notHere = async (c: RouteContext): Promise<Response> => (await import("./not-here.ts")).notHere(c);

/**
 * What a request wants of a customer: to be let in, to see the page to stop, to stop. Each has a budget of its own, and so has
 * whatever only looks, so that none of them can be used up by another.
 */
export type Errand = "visit" | "ask_to_stop" | "stop" | "look";

/** Scanners and previews are no errand of a person, whatever page they look at. */
const errandOf = (c: RouteContext, wanted: Errand): Errand =>
  c.req.method !== "POST" && visitorOf(c) === "automatic" ? "look" : wanted;

/** Counts this request; true where it is one too many for this customer. A limiter out of order keeps nobody from their link. */
export async function exceedsBudget(c: RouteContext, { address }: GenuineLink, wanted: Errand): Promise<boolean> {
  const { customerId } = address;
  const errand = errandOf(c, wanted);
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

/**
 * The link of this address, where its MAC holds and it is for one of these purposes; null costs the MAC and nothing else. Dashes
 * at its end may be part of a code, or of the sentence it stood in: only the MAC can tell.
 */
export async function readLink(c: RouteContext, purposes: readonly LinkPurpose[]): Promise<GenuineLink | null> {
  const code = c.req.param("code") ?? "";
  if (code.length > MAX_LENGTH) return null;
  const bare = withoutTail(code, /[_-]/);
  for (const candidate of bare === code ? [code] : [code, bare]) {
    const address = await decodeLink(candidate, c.get("deps").config.link.keys, purposes);
    if (address !== null && isCustomerId(address.customerId)) return { address, code: candidate };
  }
  return null;
}

/** Lets a visitor in by a link for one of these purposes; else it is the page that says why not. */
export async function letIn(c: RouteContext, purposes: readonly LinkPurpose[]): Promise<GenuineLink | Response> {
  const link = await readLink(c, purposes);
  if (link === null) return notHere(c);
  return (await exceedsBudget(c, link, "visit")) ? (await import("./not-here.ts")).askToWait(c, link.code) : link;
}

/** The customer a link belongs to. */
export const customerOf = (c: RouteContext, { address }: GenuineLink): Calls<CustomerContract> =>
  customerAt(c.env, address.customerId);

/** The fields of the form that was sent; by its bytes, since the runtime warns of a form that is read as text. */
export async function readForm(c: RouteContext): Promise<URLSearchParams> {
  return new URLSearchParams(new TextDecoder().decode(await c.req.arrayBuffer()));
}

/** How often the page at this address has looked again by itself. */
const looksOf = (c: RouteContext): number => Number(/^\d{1,2}$/.exec(queryOf(c, "look") ?? "")?.[0] ?? 0);

/** Whether the page at this address came back by itself, which no scanner does. */
export const hasLookedAgain = (c: RouteContext): boolean => looksOf(c) > 0;

/**
 * Has the browser open the same address again after `everyS` seconds, `times` times in all: a forgotten tab stops asking. `query`:
 * what else the address says after its question mark.
 */
export function lookAgain(c: RouteContext, everyS: number, times: number, query = ""): void {
  const looks = looksOf(c);
  if (looks < times) c.header("Refresh", `${everyS}; url=?${query === "" ? "" : `${query}&`}look=${looks + 1}`);
}
