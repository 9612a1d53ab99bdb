// Is this Worker where its links lead?

import { doubtful, fine } from "../../../platform/finding.ts";
import type { Finding } from "../../../platform/finding.ts";

/** `askedAt`: the origin that the check was asked for at. */
export const checkAddress = (publicUrl: string, askedAt: string): Finding =>
  askedAt === publicUrl
    ? fine("public_url", `links lead here, to ${publicUrl}`)
    : doubtful(
        "public_url",
        `links lead to ${publicUrl}, and this is ${askedAt}`,
        "Set PUBLIC_URL to the address of this Worker, or check it by the address that links have.",
      );
