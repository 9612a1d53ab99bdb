// The public addresses that lead to a customer.

import { isInvitationId } from "../rooms.ts";
import { encodeLink } from "../link-code.ts";
import type { Config } from "../../setup/config.ts";
import type { LinkPurpose, LinkSeat } from "../../core/link/links.ts";

/** What links are made with. */
export interface Linking {
  readonly config: { readonly link: Pick<Config["link"], "publicUrl" | "keys"> };
}

/** The public link that stands on a case: `/i/` for an invitation, `/s/` to stop, all others under `/c/`, the last three at the one page they open. */
export async function linkOf(deps: Linking, customerId: string, seat: LinkSeat): Promise<string> {
  const { publicUrl, keys } = deps.config.link;
  const code = await encodeLink({ ...seat, customerId }, keys);
  if (seat.purpose === "open" && isInvitationId(customerId)) return `${publicUrl}/i/${code}`;
  return `${publicUrl}${PATHS[seat.purpose](code)}`;
}

const PATHS: Readonly<Record<LinkPurpose, (code: string) => string>> = {
  open: (code) => `/c/${code}`,
  overview: (code) => `/c/${code}`,
  done: (code) => `/c/${code}/done`,
  stop: (code) => `/s/${code}`,
  unsubscribe: (code) => `/c/${code}/stop`,
};
