// The one list of providers. A new one is a folder beside these and a line here; a project of its own adds its own from outside.

import { backend } from "./backend/provider.ts";
import { cloudflare } from "./cloudflare/provider.ts";
import { fcm } from "./fcm/provider.ts";
import { log } from "./log/provider.ts";
import { resend } from "./resend/provider.ts";
import { twilio } from "./twilio/provider.ts";
import { whatsapp } from "./whatsapp/provider.ts";
import type { Provider } from "./provider.ts";

/** Those that come with the project. */
export const PROVIDERS: readonly Provider[] = [fcm, resend, cloudflare, twilio, whatsapp, backend, log];

let all = PROVIDERS;

/** All there are. Of several for one channel, the first that is configured carries its messages. */
export const providers = (): readonly Provider[] => all;

/** Sets a company's own providers before those that come with the project. To be said before any setting is read. */
export function addProviders(own: readonly Provider[]): void {
  all = [...own, ...PROVIDERS];
}
