// The emulated Twilio: takes SMS as its Messages API does, and signs what it posts to the product afterwards
// (twilio.com/docs/messaging/api/message-resource, twilio.com/docs/usage/security). No SMS leaves this machine.
import { Hono } from "hono";
import { arrive } from "./inbox.ts";
import { messageNameOf } from "./message-name.ts";
import type { ProviderOptions } from "./provider.ts";
import { afterwards, providerFault } from "./provider.ts";
import { postTwilio } from "./twilio-post.ts";
import { contentsPage, isWhatsApp, numberOf, readTemplate } from "./whatsapp.ts";
import type { WorldState } from "./world.ts";

/** Status and message of the errors that Twilio answers a request with; those from 30000 on come by callback. */
const errors: Readonly<Record<number, [status: number, message: string]>> = {
  20003: [401, "Authenticate"],
  20404: [404, "The requested resource was not found"],
  20429: [429, "Too Many Requests"],
  20500: [500, "Internal Server Error"],
  21211: [400, "Invalid 'To' Phone Number"],
  21602: [400, "Message body is required."],
  21603: [400, "A 'From' phone number is required."],
  21604: [400, "A 'To' phone number is required."],
  21610: [400, "Attempt to send to unsubscribed recipient"],
  21611: [429, "This 'From' number has exceeded the maximum number of queued messages"],
};
const carrierCodes = 30_000;
/** From here on they are about a message; those before are about the account. */
const messageCodes = 21_000;
/** Of them, those of a sender that the account does not have. */
const senderCodes = [21_212, 21_606, 21_659, 21_660, 21_701, 21_702, 21_703, 21_705];
/** What Twilio acts upon by itself, when it is all that was written. */
const stopWords = ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"];
const startWords = ["START", "YES", "UNSTOP"];

/** Twilio's error body for a code. */
export function twilioError(code: string | number): Response {
  const [status, message] = errors[Number(code)] ?? [400, "Emulated error"];
  const more_info = `https://www.twilio.com/docs/errors/${code}`;
  const headers: Record<string, string> = status === 429 ? { "Retry-After": "5" } : {};
  return Response.json({ code: Number(code), message, more_info, status }, { status, headers });
}

/** The Messages API with its paths at the root, answering from `world` and changing it in place. */
export function createTwilio(world: WorldState, options: ProviderOptions): Hono {
  const { accountSid, authToken } = options.settings.twilio;
  const twilio = new Hono();

  twilio.post("/2010-04-01/Accounts/:account/Messages.json", async (c) => {
    const own = { answer: twilioError, busy: 20_429, broken: 20_500 };
    const fault = await providerFault(world, "twilio", options, own, c.req.raw.signal);
    if (fault.answer !== null) return fault.answer;
    const isOurs = c.req.param("account") === accountSid;
    if (!isOurs || c.req.header("Authorization") !== `Basic ${btoa(`${accountSid}:${authToken}`)}`) {
      return twilioError(20_003);
    }
    const code = Number(fault.code ?? 0);
    const form = new URLSearchParams(await c.req.text());
    const refused = (code < carrierCodes ? code : 0) || refusal(world, form);
    if (refused !== 0) return twilioError(refused);

    const to = form.get("To") ?? "";
    const byWhatsApp = isWhatsApp(to) ? readTemplate(options.settings.brandName, form) : null;
    const met = code === 0 && byWhatsApp !== null && "code" in byWhatsApp ? byWhatsApp.code : code;
    const { text, buttons } =
      byWhatsApp !== null && "text" in byWhatsApp ? byWhatsApp : { text: form.get("Body") ?? "", buttons: undefined };
    const sid = `SM${crypto.randomUUID().replaceAll("-", "")}`;
    const report = form.get("StatusCallback");
    const reference = new URL(report ?? options.settings.publicUrl).searchParams.get("about");
    if (met === 0) {
      const name = await messageNameOf(reference, options.settings.linkKeys);
      const { id, customerId } = name ?? { id: sid, customerId: null };
      const link = /https?:\/\/\S+/.exec(text)?.[0] ?? null;
      const channel = byWhatsApp === null ? "sms" : "whatsapp";
      const arrived = { id, channel, to: numberOf(to), customerId, subject: "", text, link, html: null } as const;
      await arrive(world, options, buttons === undefined ? arrived : { ...arrived, buttons });
    }
    if (report !== null) {
      await afterwards(world, options, async () => {
        const read = byWhatsApp === null ? [] : ["read"];
        for (const status of ["sent", ...(met === 0 ? ["delivered", ...read] : ["undelivered"])]) {
          await reportStatus(world, options, report, { sid, to, status, code: status === "undelivered" ? met : 0 });
        }
      });
    }
    return c.json(message(form, sid, accountSid), 201);
  });

  /** A look at the account: its credentials, and the fault that meets an account or a sender. */
  const looked = async (request: Request, account: string): Promise<{ answer: Response | null; noSender: boolean }> => {
    const own = { answer: twilioError, busy: 20_429, broken: 20_500 };
    const { answer, code } = await providerFault(world, "twilio", options, own, request.signal);
    if (answer !== null) return { answer, noSender: false };
    const isKnown = request.headers.get("Authorization") === `Basic ${btoa(`${accountSid}:${authToken}`)}`;
    if (!isKnown || account !== accountSid) return { answer: twilioError(20_003), noSender: false };
    const met = Number(code ?? 0);
    const ofAccount = met !== 0 && met < messageCodes;
    return { answer: ofAccount ? twilioError(met) : null, noSender: senderCodes.includes(met) };
  };

  twilio.get("/2010-04-01/Accounts/:account{AC[0-9a-fA-F]+[.]json}", async (c) => {
    const account = c.req.param("account").replace(/\.json$/, "");
    const { answer } = await looked(c.req.raw, account);
    return answer ?? c.json({ sid: account, status: "active", type: "Full", friendly_name: "Emulated account" });
  });

  twilio.get("/2010-04-01/Accounts/:account/IncomingPhoneNumbers.json", async (c) => {
    const { answer, noSender } = await looked(c.req.raw, c.req.param("account"));
    if (answer !== null) return answer;
    const { from } = options.settings.twilio;
    const number = {
      phone_number: from,
      capabilities: { sms: true, mms: false, voice: false },
      sms_url: `${options.settings.publicUrl}/webhooks/twilio`,
    };
    const isAsked = c.req.query("PhoneNumber") === from && !noSender;
    return c.json({ incoming_phone_numbers: isAsked ? [number] : [] });
  });

  twilio.get("/v1/ContentAndApprovals", async (c) => {
    const { answer } = await looked(c.req.raw, accountSid);
    return answer ?? c.json(contentsPage(options.settings.brandName));
  });

  twilio.get("/v1/Services/:service", async (c) => {
    const { answer, noSender } = await looked(c.req.raw, accountSid);
    const { from, accountSid: account_sid } = options.settings.twilio;
    if (answer !== null) return answer;
    if (c.req.param("service") !== from || noSender) return twilioError(20_404);
    return c.json({ sid: from, account_sid, inbound_request_url: `${options.settings.publicUrl}/webhooks/twilio` });
  });

  twilio.all("*", () => twilioError(20_404));
  return twilio;
}

/** The code of what is wrong with a request, 0 where nothing is. */
function refusal(world: WorldState, form: URLSearchParams): number {
  const to = form.get("To");
  if (to === null) return 21_604;
  if (!/^\+[1-9]\d{6,14}$/.test(numberOf(to))) return 21_211;
  if (!form.get("Body") && !form.get("ContentSid")) return 21_602;
  if (!form.get("From") && !form.get("MessagingServiceSid")) return 21_603;
  // STOP by SMS is heeded by Twilio for SMS alone.
  return world.unsubscribed.includes(to) ? 21_610 : 0;
}

function message(form: URLSearchParams, sid: string, account: string): object {
  const service = form.get("MessagingServiceSid");
  const date = new Date().toUTCString().replace("GMT", "+0000");
  return {
    sid,
    account_sid: account,
    api_version: "2010-04-01",
    body: form.get("Body"),
    date_created: date,
    date_sent: null,
    date_updated: date,
    direction: "outbound-api",
    error_code: null,
    error_message: null,
    from: form.get("From"),
    messaging_service_sid: service,
    num_media: "0",
    num_segments: service === null ? "1" : "0",
    price: null,
    price_unit: null,
    status: service === null ? "queued" : "accepted",
    to: form.get("To"),
    uri: `/2010-04-01/Accounts/${account}/Messages/${sid}.json`,
  };
}

interface Status {
  sid: string;
  to: string;
  status: string;
  /** 0 for none. */
  code: number;
}

async function reportStatus(world: WorldState, options: ProviderOptions, url: string, it: Status): Promise<void> {
  const { accountSid, from } = options.settings.twilio;
  const params = new URLSearchParams({
    AccountSid: accountSid,
    ApiVersion: "2010-04-01",
    From: isWhatsApp(it.to) ? `whatsapp:${options.settings.whatsappFrom}` : from,
    MessageSid: it.sid,
    MessageStatus: it.status,
    SmsSid: it.sid,
    SmsStatus: it.status,
    To: it.to,
    ...(it.code === 0 ? {} : { ErrorCode: String(it.code) }),
  });
  const provider = isWhatsApp(it.to) ? "whatsapp" : "twilio";
  await postTwilio(world, options, provider, url, params, it.code === 0 ? it.status : `${it.status} ${it.code}`);
}

/**
 * A customer's answer: posts it to the product as Twilio does for a number of the account, and heeds STOP and START
 * itself. Gives the product's status, 0 for no answer.
 */
export async function replyBySms(
  world: WorldState,
  options: ProviderOptions,
  from: string,
  body: string,
): Promise<number> {
  const word = body.trim().toUpperCase();
  if (stopWords.includes(word) && !world.unsubscribed.includes(from)) world.unsubscribed.push(from);
  if (startWords.includes(word)) world.unsubscribed = world.unsubscribed.filter((number) => number !== from);
  const sid = `SM${crypto.randomUUID().replaceAll("-", "")}`;
  const params = new URLSearchParams({
    AccountSid: options.settings.twilio.accountSid,
    ApiVersion: "2010-04-01",
    Body: body,
    From: from,
    FromCountry: "GB",
    MessageSid: sid,
    NumMedia: "0",
    NumSegments: "1",
    SmsMessageSid: sid,
    SmsSid: sid,
    SmsStatus: "received",
    To: options.settings.twilio.from,
    ToCountry: "GB",
  });
  const url = `${options.settings.publicUrl}/webhooks/twilio`;
  return (await postTwilio(world, options, "twilio", url, params, "received")).status;
}
