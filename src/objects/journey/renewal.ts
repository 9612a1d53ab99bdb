// Another token for a journey whose own is over: by the short link that led to it, as a tap on that link would.

import { decodeLink } from "../link-code.ts";
import { customerAt, isCustomerId } from "../rooms.ts";
import type { LinkPass } from "../journey-pass.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";
import type { LinkAnswer } from "../customer/contract.ts";

/** Asks the customer behind a link where it leads, as a tap would. `ended`: a token that FlatPeak knows no more. */
export async function askLink(env: Env, deps: Deps, link: LinkPass, ended: string | null): Promise<LinkAnswer | null> {
  const address = await decodeLink(link.code, deps.config.link.keys, ["open", "overview"]);
  if (address === null || !isCustomerId(address.customerId)) return null;
  const customer = customerAt(env, address.customerId);
  return link.tariffId === null
    ? customer.openLink(address, ended)
    : customer.openTariff(address, link.tariffId, ended);
}

/** A token in place of one that is over; null where the link leads nowhere, or to the same one. */
export async function renewedToken(
  env: Env,
  deps: Deps,
  link: LinkPass | null,
  ended: string,
): Promise<string | "unavailable" | null> {
  const answer = link === null ? null : await askLink(env, deps, link, ended);
  if (answer?.kind === "unavailable") return "unavailable";
  return answer?.kind === "redirect" && answer.token !== ended ? answer.token : null;
}
