// A channel of our own: text messages by our own gateway. It is used as soon as OWN_CHANNEL_URL and OWN_CHANNEL_KEY are set; it goes before the
// providers that the product brings for the same channel.
import { call, describeProvider, isAddressOrKeyWrong, isOk, optional, text, webUrl } from "flatpeak-reconnect/channel";
import type { DeliveryOutcome } from "flatpeak-reconnect/channel";

export const own = describeProvider({
  name: "own-channel",
  channel: "sms",
  settings: { OWN_CHANNEL_URL: optional(webUrl), OWN_CHANNEL_KEY: optional(text) },
  needs: ["OWN_CHANNEL_URL", "OWN_CHANNEL_KEY"],
  secrets: { given: ["OWN_CHANNEL_KEY"] },
  // True where the gateway does not know a repeat by its key: then a message whose answer was lost is not sent again.
  isKeyless: true,
  // Calls a second.
  paceOf: () => 10,
  create: ({ OWN_CHANNEL_URL: url, OWN_CHANNEL_KEY: key }, world) => ({
    name: "sms",
    async send({ notification, to }): Promise<DeliveryOutcome> {
      if (to === null) return { kind: "no_address" };
      const answer = await call(world, url, {
        method: "POST",
        headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
        body: JSON.stringify({ to, text: notification.text, reference: notification.reference }),
      });
      // Nobody knows whether the customer has it, and a repeat would be a second message.
      if (answer.kind === "lost") return { kind: "uncertain", why: `own-channel ${answer.why}` };
      if (isOk(answer.status)) return { kind: "sent" };
      const why = `own-channel answered ${answer.status}`;
      if (isAddressOrKeyWrong(answer.status)) return { kind: "misconfigured", why, scope: "account" };
      if (answer.status === 429) return { kind: "retry", why, retryAfter: answer.retryAfter };
      // A server that broke may have sent the message before it did.
      if (answer.status >= 500) return { kind: "uncertain", why };
      return { kind: "failed", why, scope: "unproven" };
    },
  }),
});
