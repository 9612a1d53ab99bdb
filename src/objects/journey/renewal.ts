// Another token for a journey whose own is over, by the short link that led to it.

import { askLink } from "../lead.ts";
import type { LinkPass } from "../journey-pass.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";

export type Renewed =
  | { readonly kind: "renewed"; readonly token: string }
  | { readonly kind: "unavailable" }
  /** The link leads nowhere, or to the same token. */
  | { readonly kind: "over" };

/** A token in place of one that is over. */
export async function renewedToken(env: Env, { config }: Deps, link: LinkPass | null, over: string): Promise<Renewed> {
  const answer = link === null ? null : await askLink(env, config.link.keys, link, over);
  if (answer?.kind === "unavailable") return { kind: "unavailable" };
  const isNew = answer?.kind === "redirect" && answer.token !== over;
  return isNew ? { kind: "renewed", token: answer.token } : { kind: "over" };
}
