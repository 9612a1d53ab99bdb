// The WhatsApp part of the emulated Twilio: its wordings, a message that is made of one, and what a customer answers
// (twilio.com/docs/content/content-api-resources, twilio.com/docs/messaging/guides/webhook-request). No message leaves this machine.
import { arrive } from "./inbox.ts";
import type { Button } from "./messages.ts";
import type { ProviderOptions } from "./provider.ts";
import { asRecord } from "./tariffs.ts";
import { postTwilio } from "./twilio-post.ts";
import { emulatedContents, filled } from "./whatsapp-contents.ts";
import type { WorldState } from "./world.ts";

const scheme = "whatsapp:";

export const isWhatsApp = (address: string | null): boolean => address?.startsWith(scheme) === true;
export const numberOf = (address: string): string => address.replace(scheme, "");

/** Nothing but a wording that was approved may begin a conversation. */
export const outsideWindow = 63_016;
const noTemplate = 63_027;
const wrongVariables = 63_028;

/** What a message would show: its text and buttons, or the code it is refused with later. */
export function readTemplate(
  brand: string,
  form: URLSearchParams,
): { text: string; buttons: readonly Button[] } | { code: number } {
  const sid = form.get("ContentSid");
  if (sid === null) return { code: outsideWindow };
  const content = emulatedContents(brand).get(sid);
  if (content === undefined) return { code: noTemplate };
  const text = filled(content, asRecord(JSON.parse(form.get("ContentVariables") ?? "{}")));
  return text === null ? { code: wrongVariables } : { text, buttons: content.types["twilio/quick-reply"].actions };
}

/** What `GET /v1/ContentAndApprovals` answers: every wording, approved. */
export const contentsPage = (brand: string): object => ({
  contents: [...emulatedContents(brand)].map(([sid, content]) => ({
    sid,
    ...content,
    approval_requests: { name: content.friendly_name, category: "UTILITY", status: "approved" },
  })),
  meta: { page: 0, page_size: 500, next_page_url: null, key: "contents" },
});

/**
 * A customer's answer by WhatsApp, typed or by a button: posts it to the product as Twilio does for a sender of the account. What the
 * product answers arrives on the phone. Gives the product's status, 0 for no answer.
 */
export async function replyByWhatsApp(
  world: WorldState,
  options: ProviderOptions,
  from: string,
  said: { body: string; button: string | null; customerId: string | null },
): Promise<number> {
  const sid = `SM${crypto.randomUUID().replaceAll("-", "")}`;
  const params = new URLSearchParams({
    AccountSid: options.settings.twilio.accountSid,
    ApiVersion: "2010-04-01",
    Body: said.body,
    From: `${scheme}${from}`,
    MessageSid: sid,
    MessageType: said.button === null ? "text" : "button",
    NumMedia: "0",
    NumSegments: "1",
    ProfileName: "Jo",
    SmsMessageSid: sid,
    SmsSid: sid,
    SmsStatus: "received",
    To: `${scheme}${options.settings.whatsappFrom}`,
    WaId: from.slice(1),
    ...(said.button === null ? {} : { ButtonPayload: said.button, ButtonText: said.body }),
  });
  const url = `${options.settings.publicUrl}/webhooks/whatsapp`;
  const { status, body } = await postTwilio(world, options, "whatsapp", url, params, "received");
  const answer = /<Message>(.*?)<\/Message>/s.exec(body)?.[1] ?? null;
  if (answer !== null) {
    const text = answer.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    const { customerId } = said;
    const about = { id: `${sid}-answer`, channel: "whatsapp", to: from, subject: "", link: null, html: null } as const;
    await arrive(world, options, { ...about, customerId, text });
  }
  return status;
}
