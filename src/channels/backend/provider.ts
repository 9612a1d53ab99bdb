// The company's own backend: it brings messages to customers its way, and hears what an operator must hear of.

import * as z from "zod/mini";
import { webUrl, whsec } from "../../platform/fields.ts";
import { describeProvider } from "../provider.ts";
import { createBackend, createHandoff } from "./send.ts";

export const backend = describeProvider({
  name: "backend",
  channel: "handoff",
  settings: { HANDOFF_URL: z.optional(webUrl), HANDOFF_SECRET: z.optional(whsec) },
  needs: ["HANDOFF_URL", "HANDOFF_SECRET"],
  secrets: { chosen: ["HANDOFF_SECRET"] },
  isKeyless: false,
  paceOf: () => 100,
  create: ({ HANDOFF_URL: url, HANDOFF_SECRET: secret }, { fetch, now }) => createHandoff({ url, secret, fetch, now }),
  check: async ({ HANDOFF_URL: url, HANDOFF_SECRET: secret }, { fetch, now }) =>
    (await import("./check.ts")).checkBackend({ url, secret, fetch, now }),
  createBackend: ({ HANDOFF_URL: url, HANDOFF_SECRET: secret }, { fetch, now }) =>
    createBackend({ url, secret, fetch, now }),
});
