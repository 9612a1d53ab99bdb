// Messages by WhatsApp through Twilio's Messages API, each in a wording that Meta approved (twilio.com/docs/content/send-templates-created-
// with-the-content-template-builder): outside the day that follows a customer's own message nothing else is taken.

import { createPost } from "../twilio-messages.ts";
import { WHATSAPP_CODES } from "./codes.ts";
import type { TwilioPostDeps } from "../twilio-messages.ts";
import type { Channel, Delivery } from "../channel.ts";
import type { TemplateIds } from "./templates.ts";

export interface WhatsAppDeps extends TwilioPostDeps {
  /** A number that is a WhatsApp sender, or the `MG...` id of a messaging service that has one. */
  readonly from: string;
  readonly templates: TemplateIds;
  /** Where Twilio reports what became of this delivery. */
  readonly statusCallback: (delivery: Delivery) => string;
}

/** The `whatsapp` channel by Twilio. A message whose wording nobody set goes nowhere, and finds its way by the next channel. */
export function createWhatsApp(deps: WhatsAppDeps): Channel {
  const { from, templates } = deps;
  const post = createPost(deps, WHATSAPP_CODES);
  const sender = from.startsWith("+") ? { From: `whatsapp:${from}` } : { MessagingServiceSid: from };
  return {
    name: "whatsapp",
    canReply: true,
    async send(delivery) {
      const { to, notification } = delivery;
      if (to === null) return { kind: "no_address" };
      const { template } = notification;
      const sid = template === undefined ? undefined : templates[template.language]?.[template.name];
      if (template === undefined || sid === undefined) {
        const which = template === undefined ? "" : ` ${template.language} ${template.name}`;
        return { kind: "failed", why: `no whatsapp template${which}`, scope: "platform" };
      }
      return post({
        To: `whatsapp:${to}`,
        ...sender,
        ContentSid: sid,
        ContentVariables: JSON.stringify(template.variables),
        StatusCallback: deps.statusCallback(delivery),
      });
    },
  };
}
