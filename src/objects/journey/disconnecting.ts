// Before FlatPeak is asked to disconnect a tariff: the customer's object is told that this is what they want, so that nobody asks
// them afterwards whether it was.

import { tellDisconnecting } from "../lead.ts";
import type { LinkPass } from "../journey-pass.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";

/** Tells it. False where it cannot be told at present: then FlatPeak is not asked either. */
export async function isToldOfDisconnecting(env: Env, { config, log }: Deps, link: LinkPass | null): Promise<boolean> {
  if (link === null) return true;
  try {
    await tellDisconnecting(env, config.link.keys, link);
    return true;
  } catch (error) {
    log.error("disconnect_not_told", error);
    return false;
  }
}
