// Cloudflare's Email Service answers to nothing but sending, so there is little to try.

import { untried } from "../../platform/finding.ts";
import type { Finding } from "../../platform/finding.ts";

export const checkCloudflareEmail = (): Promise<readonly Finding[]> =>
  Promise.resolve([
    untried(
      "cloudflare_email",
      "the binding EMAIL is there; only sending would tell more",
      "Look in Cloudflare's dashboard, Email Service, whether the domain of EMAIL_FROM is onboarded.",
    ),
  ]);
