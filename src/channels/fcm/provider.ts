// Firebase Cloud Messaging carries push messages.

import * as z from "zod/mini";
import { baseUrl, textAs } from "../../platform/fields.ts";
import { jsonOf } from "../../platform/json.ts";
import { describeProvider } from "../provider.ts";
import { serviceAccountShape } from "./bearer.ts";
import { createFcm } from "./send.ts";

const serviceAccount = textAs(
  (given) => serviceAccountShape.safeParse(jsonOf(given)).data ?? null,
  "must be the JSON of a Google service account key",
);

export const fcm = describeProvider({
  name: "fcm",
  channel: "push",
  settings: {
    FCM_API_URL: baseUrl("https://fcm.googleapis.com"),
    FCM_SERVICE_ACCOUNT: z.optional(serviceAccount),
  },
  needs: ["FCM_SERVICE_ACCOUNT"],
  secrets: { given: ["FCM_SERVICE_ACCOUNT"] },
  // A message takes the place of an earlier one with the same collapse id: a repeat does no harm.
  isKeyless: false,
  paceOf: () => 100,
  create: (whole, { fetch, now }) =>
    createFcm({ serviceAccount: whole.FCM_SERVICE_ACCOUNT, apiUrl: whole.FCM_API_URL, fetch, now }),
  check: async (whole, { fetch, now }) =>
    (await import("./check.ts")).checkFcm(
      { fetch, now },
      { account: whole.FCM_SERVICE_ACCOUNT, apiUrl: whole.FCM_API_URL },
    ),
});
