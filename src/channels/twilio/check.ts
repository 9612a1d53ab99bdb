// Is Twilio set up right? Looks up the account and the sender; no message is sent (twilio.com/docs/iam/api/account,
// twilio.com/docs/phone-numbers/api/incomingphonenumber-resource, twilio.com/docs/messaging/api/service-resource).

import * as z from "zod/mini";
import { broken, doubtful, fine, untried } from "../../platform/finding.ts";
import { call, isOk } from "../../platform/http.ts";
import { jsonOf } from "../../platform/json.ts";
import { basicOf } from "../twilio-account.ts";
import { checkAccount, trouble } from "../twilio-check.ts";
import { readSender } from "./sender.ts";
import type { Finding } from "../../platform/finding.ts";
import type { CallDeps } from "../../platform/http.ts";

interface TwilioSetup {
  readonly apiUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly from: string;
  /** Where answers of customers are to come. */
  readonly callbackUrl: string;
}

const LIMITS = { ms: 5_000, bytes: 65_536 };
const CONSOLE = "in Twilio's console";

const numbersShape = z.looseObject({
  incoming_phone_numbers: z.array(
    z.looseObject({
      phone_number: z.string(),
      sms_url: z.nullish(z.string()),
      capabilities: z.nullish(z.looseObject({ sms: z.nullish(z.boolean()), SMS: z.nullish(z.boolean()) })),
    }),
  ),
});
const serviceShape = z.looseObject({
  inbound_request_url: z.nullish(z.string()),
  use_inbound_webhook_on_number: z.nullish(z.boolean()),
});

/** Messaging services live on a host of their own, beside that of the account; somewhere else, below the same address. */
const messagingUrl = (apiUrl: string): string => apiUrl.replace(/^https:\/\/api\./, "https://messaging.");

/** Whether what a customer answers, a STOP among it, comes here. */
const checkReplies = (given: string | null | undefined, callbackUrl: string): Finding =>
  given === callbackUrl
    ? fine("twilio_replies", "answers of customers come here")
    : doubtful(
        "twilio_replies",
        given === null || given === undefined || given === ""
          ? "answers of customers go nowhere: a STOP would not be heard"
          : "answers of customers go to another address: a STOP would not be heard",
        `Let incoming messages of the sender be posted to ${callbackUrl} (${CONSOLE}).`,
      );

/** What could not be looked at since something before it was wrong. */
const unlooked = (...names: readonly string[]): readonly Finding[] =>
  names.map((name) => untried(name, "not tried: Twilio does not take the account"));

async function checkNumber(
  deps: CallDeps,
  it: TwilioSetup,
  headers: Record<string, string>,
): Promise<readonly Finding[]> {
  const query = new URLSearchParams({ PhoneNumber: it.from }).toString();
  const url = `${it.apiUrl}/2010-04-01/Accounts/${it.accountSid}/IncomingPhoneNumbers.json?${query}`;
  const answer = await call(deps, url, { method: "GET", headers }, LIMITS);
  const read = answer.kind === "answered" && isOk(answer.status) ? numbersShape.safeParse(jsonOf(answer.text)) : null;
  if (read?.success !== true)
    return [broken("twilio_sender", ...trouble(answer)), untried("twilio_replies", "not tried: no sender")];
  const number = read.data.incoming_phone_numbers.find(({ phone_number }) => phone_number === it.from);
  if (number === undefined)
    return [
      broken(
        "twilio_sender",
        `${it.from} is no number of the account`,
        "Set TWILIO_FROM to a number of the account, or a messaging service.",
      ),
      untried("twilio_replies", "not tried: no sender"),
    ];
  const takesSms = number.capabilities?.sms ?? number.capabilities?.SMS;
  if (takesSms === false)
    return [
      broken("twilio_sender", `${it.from} cannot send text messages`, "Set TWILIO_FROM to a number with SMS."),
      untried("twilio_replies", "not tried: no sender"),
    ];
  return [fine("twilio_sender", `${it.from} is a number of the account`), checkReplies(number.sms_url, it.callbackUrl)];
}

async function checkService(
  deps: CallDeps,
  it: TwilioSetup,
  headers: Record<string, string>,
): Promise<readonly Finding[]> {
  const url = `${messagingUrl(it.apiUrl)}/v1/Services/${it.from}`;
  const answer = await call(deps, url, { method: "GET", headers }, LIMITS);
  if (answer.kind === "answered" && answer.status === 404)
    return [
      broken(
        "twilio_sender",
        `${it.from} is no messaging service of the account`,
        `Set TWILIO_FROM to one of those ${CONSOLE}.`,
      ),
      untried("twilio_replies", "not tried: no sender"),
    ];
  const read = answer.kind === "answered" && isOk(answer.status) ? serviceShape.safeParse(jsonOf(answer.text)) : null;
  if (read?.success !== true)
    return [broken("twilio_sender", ...trouble(answer)), untried("twilio_replies", "not tried: no sender")];
  const found = fine("twilio_sender", `${it.from} is a messaging service of the account`);
  return read.data.use_inbound_webhook_on_number === true
    ? [
        found,
        untried(
          "twilio_replies",
          "the service leaves answers to its numbers",
          `Let each post them to ${it.callbackUrl}.`,
        ),
      ]
    : [found, checkReplies(read.data.inbound_request_url, it.callbackUrl)];
}

function checkSender(deps: CallDeps, it: TwilioSetup, headers: Record<string, string>): Promise<readonly Finding[]> {
  const sender = readSender(it.from);
  if (sender?.parameter === "MessagingServiceSid") return checkService(deps, it, headers);
  if (sender?.canReply === true) return checkNumber(deps, it, headers);
  return Promise.resolve([
    untried("twilio_sender", "a name as the sender cannot be looked up", "Some countries want it registered first."),
    untried("twilio_replies", "nobody can answer to a name: messages carry a link to stop them"),
  ]);
}

/** The account, its sender, and where answers to it go. */
export async function checkTwilio(deps: CallDeps, it: TwilioSetup): Promise<readonly Finding[]> {
  const account = await checkAccount(deps, it);
  if (account.result === "failed") return [account, ...unlooked("twilio_sender", "twilio_replies")];
  return [account, ...(await checkSender(deps, it, { Authorization: basicOf(it) }))];
}
