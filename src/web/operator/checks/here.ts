// Is this Worker where its links lead, and has it all that wrangler.toml gives it?

import { doubtful, fine } from "../../../platform/finding.ts";
import { lackingIn } from "../../../setup/lacking.ts";
import type { Finding } from "../../../platform/finding.ts";
import type { Env } from "../../../setup/env.ts";

/** `askedAt`: the origin that the check was asked for at. */
export const checkAddress = (publicUrl: string, askedAt: string): Finding =>
  askedAt === publicUrl
    ? fine("public_url", `links lead here, to ${publicUrl}`)
    : doubtful(
        "public_url",
        `links lead to ${publicUrl}, and this is ${askedAt}`,
        "Set PUBLIC_URL to the address of this Worker, or check it by the address that links have.",
      );

/** What nothing works without is not asked for: nothing would have asked. The database is looked at by itself. */
export function checkBindings(env: Partial<Env>): Finding {
  const lacking = lackingIn(env).filter(({ binding }) => binding !== "FLEET");
  if (lacking.length === 0) return fine("bindings", "every binding is there");
  return doubtful(
    "bindings",
    `not bound here: ${lacking.map(({ binding, loss }) => `${binding}, ${loss}`).join("; ")}`,
    "An [env.*] section of wrangler.toml takes over no binding: write it there again, and deploy.",
  );
}
