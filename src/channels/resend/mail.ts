// An email to the company itself by Resend.

import { postEmail } from "./send.ts";
import type { ResendDeps } from "./send.ts";
import type { Mail } from "../provider.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";

export const mailByResend = (
  deps: Omit<ResendDeps, "replyTo">,
  { to, subject, text, key }: Mail,
): Promise<DeliveryOutcome> => postEmail(deps, key, { from: deps.from, to: [to], subject, text });
