// Another token for a journey whose own is over, by the short link that led to it.

import { askLink } from "../lead.ts";
import type { LinkPass } from "../journey-pass.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";

/** A token in place of one that is over; null where the link leads nowhere, or to the same one. */
export async function renewedToken(
  env: Env,
  { config }: Deps,
  link: LinkPass | null,
  over: string,
): Promise<string | "unavailable" | null> {
  const answer = link === null ? null : await askLink(env, config.link.keys, link, over);
  if (answer?.kind === "unavailable") return "unavailable";
  return answer?.kind === "redirect" && answer.token !== over ? answer.token : null;
}
