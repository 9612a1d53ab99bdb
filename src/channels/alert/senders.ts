// Who takes alerts, as the settings name them: a chat, and an address that the email channel writes to.

import { postAlert } from "./post.ts";
import type { CallDeps } from "../../platform/http.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { SendMail } from "../provider.ts";
import type { AlertWords, Place } from "./words.ts";

export type AlertWay = "url" | "email";
/** `key` is the same on every attempt. */
type Send = (key: string, words: AlertWords) => Promise<DeliveryOutcome>;

/** As much of a deployment as alerts ask for. */
export interface AlertDeps {
  readonly config: {
    readonly alerts: { readonly url: string | null; readonly email: string | null } | null;
    readonly brand: { readonly name: string };
    readonly flatpeak: { readonly liveMode: boolean };
    readonly link: { readonly publicUrl: string };
  };
  readonly mail: SendMail | null;
  readonly outside: CallDeps;
}

/** Which deployment an alert is about. */
export const alertPlace = ({ config: { brand, flatpeak, link } }: AlertDeps): Place => ({
  brand: brand.name,
  publicUrl: link.publicUrl,
  isTest: !flatpeak.liveMode,
});

/** What sends to each; none where no alerts are wanted. */
export function alertSenders({ config: { alerts }, mail, outside }: AlertDeps): ReadonlyMap<AlertWay, Send> {
  const senders = new Map<AlertWay, Send>();
  const url = alerts?.url ?? null;
  if (url !== null) senders.set("url", (_, words) => postAlert(outside, url, words));
  const to = alerts?.email ?? null;
  if (to !== null && mail !== null) senders.set("email", (key, words) => mail({ to, key, ...words }));
  return senders;
}
