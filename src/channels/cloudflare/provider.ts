// Email by the account's own Email Service, through the binding `EMAIL`.

import { emailSettings } from "../email-settings.ts";
import { describeProvider } from "../provider.ts";
import { createCloudflareEmail } from "./send.ts";
import type { EmailBinding } from "./send.ts";

export const cloudflare = describeProvider({
  name: "cloudflare",
  channel: "email",
  settings: emailSettings,
  needs: ["EMAIL_FROM"],
  binding: "EMAIL",
  isKeyless: true,
  paceOf: (whole) => whole.EMAIL_PER_SECOND,
  check: async () => (await import("./check.ts")).checkCloudflareEmail(),
  createMail:
    ({ EMAIL_FROM: from }, { binding }) =>
    async (mail) =>
      (await import("./mail.ts")).mailByCloudflare(binding as EmailBinding, from, mail),
  // What is bound under this name is what wrangler.toml says it is.
  create: (whole, { binding }) => createCloudflareEmail({ binding: binding as EmailBinding, from: whole.EMAIL_FROM }),
});
