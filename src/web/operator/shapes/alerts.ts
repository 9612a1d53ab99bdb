// What is told of a test alert.

import * as z from "zod/mini";
import { call } from "./call.ts";
import { finding } from "./checks.ts";
import { instant } from "./ids.ts";

export const sendTestAlert = call({
  method: "POST",
  path: "/v1/alerts/test",
  role: "support",
  summary: "Send a test alert",
  detail:
    "Sends one to `ALERT_URL` and to `ALERT_EMAIL`, as far as they are set, and says of each whether it was taken. It is no trouble: none is opened by it, and none is over. What is not taken is not tried again. Twenty in a minute at most.",
  answers: {
    200: z.object({
      sent_at: instant,
      /** `failed`: it was not taken somewhere; `warn`: nobody knows, or nobody is to be told of trouble. */
      status: z.enum(["ok", "warn", "failed"]),
      data: z.array(finding),
    }),
  },
  problems: [],
});
