// The one list of providers. A new one is a folder beside these and a line here.

import { backend } from "./backend/provider.ts";
import { cloudflare } from "./cloudflare/provider.ts";
import { fcm } from "./fcm/provider.ts";
import { log } from "./log/provider.ts";
import { resend } from "./resend/provider.ts";
import { twilio } from "./twilio/provider.ts";
import { whatsapp } from "./whatsapp/provider.ts";
import type { Provider } from "./provider.ts";

/** Of several for one channel, the first that is configured carries its messages. */
export const PROVIDERS: readonly Provider[] = [fcm, resend, cloudflare, twilio, whatsapp, backend, log];
