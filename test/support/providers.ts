// Twilio, Resend, FCM and the company's contact lookup for tests in workerd: behind the replaced `fetch` of the fake
// FlatPeak, each call remembered, each answer a function that a test may exchange. Keeps all that is written to the console.

import { env } from "cloudflare:workers";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { Webhook } from "standardwebhooks";
import { vi } from "vitest";
import { suppliers } from "../../src/dev/emulator/suppliers.ts";
import { sealReference } from "../../src/objects/reference.ts";
import worker from "../../src/worker.ts";
import { ALERT_URL } from "./chat.ts";
import { installFlatPeak, signed } from "./flatpeak.ts";
import { testSettings } from "../settings.ts";
import { customerStub } from "./stubs.ts";
import { bindings } from "./worker.ts";
import type { ChannelName } from "../../src/core/policy.ts";
import type { Home, Tariff } from "../../src/dev/emulator/world.ts";
import type { FakeFlatPeak } from "./flatpeak.ts";
import type { Story } from "../../src/objects/customer/contract.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Tuesday morning in London. */
const START = Date.UTC(2031, 2, 4, 10);

/** An incoming webhook of a chat. */
const LOOKUP_URL = "https://people.example.test/contact";
/** Settings under which every provider is there; the secrets among them are canaries. */
export const channelSettings = {
  CHANNEL_ORDER: "push,email,sms",
  TWILIO_ACCOUNT_SID: `AC${"5".repeat(32)}`,
  TWILIO_AUTH_TOKEN: "canary-twilio-auth-token-00000000",
  TWILIO_FROM: "+441632960999",
  EMAIL_FROM: "Example Energy <hello@go.example.test>",
  RESEND_API_KEY: "re_canary_0123456789",
  RESEND_WEBHOOK_SECRET: "whsec_Y2FuYXJ5LXJlc2VuZC1zZWNyZXQtMDEyMzQ1Njc4OQ==",
  CONTACT_LOOKUP_URL: LOOKUP_URL,
  CONTACT_LOOKUP_SECRET: "whsec_Y2FuYXJ5LWxvb2t1cC1zZWNyZXQtMDEyMzQ1Njc4OQ==",
};

export interface ProviderCall {
  readonly url: URL;
  readonly headers: Headers;
  readonly raw: string;
}
type Answer = (call: ProviderCall) => Response | Promise<Response>;

export interface FakeProviders {
  readonly flatpeak: FakeFlatPeak;
  readonly sms: ProviderCall[];
  readonly emails: ProviderCall[];
  readonly pushes: ProviderCall[];
  readonly lookups: ProviderCall[];
  /** What the company's chat was posted. */
  readonly alerts: ProviderCall[];
  twilio: Answer;
  resend: Answer;
  fcm: Answer;
  lookup: Answer;
  alert: Answer;
  /** Everything written to the console since the file began. */
  readonly lines: readonly string[];
}

const lines: string[] = [];
let serviceAccount: string | null = null;

async function newServiceAccount(): Promise<string> {
  const algorithm = {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 2_048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const pair = (await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
  const exported = (await crypto.subtle.exportKey("pkcs8", pair.privateKey)) as ArrayBuffer;
  const base64 = btoa(String.fromCharCode(...new Uint8Array(exported)));
  return JSON.stringify({
    project_id: "example-energy",
    client_email: "push@example-energy.iam.gserviceaccount.com",
    private_key: `-----BEGIN PRIVATE KEY-----\n${base64}\n-----END PRIVATE KEY-----\n`,
    token_uri: "https://google.example.test/token",
  });
}

const ACCEPTED: Answer = () => Response.json({ sid: "SM1" }, { status: 201 });
const TAKEN: Answer = () => Response.json({ id: "email_1" });
const PUSHED: Answer = () => Response.json({ name: "projects/example-energy/messages/1" });
const TOLD: Answer = () => new Response("ok");
const UNKNOWN: Answer = () => new Response(null, { status: 404 });

/** Lets the ten seconds that a provider is waited for go by at once. */
export function impatient(): void {
  const real = globalThis.setTimeout;
  vi.spyOn(globalThis, "setTimeout").mockImplementation((work: () => void, ms?: number) =>
    real(work, ms === 10_000 ? 1 : ms),
  );
}

/** An answer of Twilio's API that refuses a message with one of its error codes. */
export const twilioError =
  (status: number, code: number, headers: Record<string, string> = {}): Answer =>
  () =>
    Response.json({ code, message: "no", status }, { status, headers });

/**
 * Installs FlatPeak and the providers, and gives the objects the settings of all channels, changed by `more`: the same for all
 * tests of a file, since objects read theirs once. The date stands still, years ahead, so that no alarm goes off by itself.
 */
export async function installProviders(more: Readonly<Record<string, string>> = {}): Promise<FakeProviders> {
  serviceAccount ??= await newServiceAccount();
  Object.assign(env, testSettings, channelSettings, { FCM_SERVICE_ACCOUNT: serviceAccount }, more);
  for (const name of ["log", "info", "warn", "error", "debug"] as const) {
    vi.spyOn(console, name).mockImplementation((...told: unknown[]) => void lines.push(told.map(String).join(" ")));
  }
  vi.useFakeTimers({ toFake: ["Date"], now: START });
  const flatpeak = await installFlatPeak();
  const inner = vi.mocked(globalThis.fetch).getMockImplementation();
  const fake: FakeProviders = {
    flatpeak,
    sms: [],
    emails: [],
    pushes: [],
    lookups: [],
    alerts: [],
    twilio: ACCEPTED,
    resend: TAKEN,
    fcm: PUSHED,
    lookup: UNKNOWN,
    alert: TOLD,
    lines,
  };
  vi.mocked(globalThis.fetch).mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const take = async (calls: ProviderCall[], answer: Answer): Promise<Response> => {
      const call = { url, headers: request.headers, raw: new TextDecoder().decode(await request.arrayBuffer()) };
      calls.push(call);
      // Who hangs up gets no answer, as with a real one.
      const hungUp = new Promise<never>((_, reject) => {
        request.signal.addEventListener("abort", () => reject(new DOMException("hung up", "AbortError")));
      });
      return Promise.race([answer(call), hungUp]);
    };
    if (url.hostname === "api.twilio.com") return take(fake.sms, fake.twilio);
    if (url.hostname === "api.resend.com") return take(fake.emails, fake.resend);
    if (url.hostname === "fcm.googleapis.com") return take(fake.pushes, fake.fcm);
    if (url.hostname === "google.example.test") return Response.json({ access_token: "bearer", expires_in: 3_600 });
    if (url.href === ALERT_URL) return take(fake.alerts, fake.alert);
    if (url.href === LOOKUP_URL) return take(fake.lookups, fake.lookup);
    if (inner === undefined) throw new Error("the fake FlatPeak is gone");
    return inner(input, init);
  });
  return fake;
}

/** What the backend was posted of one type, `channel.closed` for instance. */
export const posted = ({ flatpeak }: FakeProviders, type: string) =>
  flatpeak.handoffs.filter((it) => it.body.type === type);

export interface Person {
  readonly id: string;
  readonly phone: string;
  readonly email: string;
  readonly token: string;
  readonly home: Home;
  readonly tariff: Tariff;
}

const hex = (no: number): string => no.toString(16).padStart(24, "0");

let people = 0;
/** Another customer, with one home and one broken tariff of the first supplier. Their addresses are canaries. */
export function person(fake: FakeProviders): Person {
  const no = (people += 1);
  const [first] = suppliers;
  if (first === undefined) throw new Error("the emulated FlatPeak has lost its suppliers");
  const tariff: Tariff = {
    id: `trf_${hex(no)}`,
    slot: "commodity_import",
    status: "ERROR",
    connectionType: first.connectionType,
    provider: first.provider,
    displayName: "Fixed",
    structureType: "FIXED",
    contractEndDate: null,
  };
  const id = `cus_${hex(no)}`;
  const home: Home = {
    id: `loc_${hex(no)}`,
    customerId: id,
    label: "Home",
    timezone: "Europe/London",
    timeCreated: "2024-04-10T17:38:31Z",
    tariffs: [tariff],
  };
  fake.flatpeak.world.customers.push({ id, referenceId: `R${no}`, timeCreated: home.timeCreated });
  fake.flatpeak.world.homes.push(home);
  const local = String(no).padStart(5, "0");
  return {
    id,
    phone: `+4477009${local}`,
    email: `canary${local}@inbox.example.test`,
    token: `canary-push-${local}`,
    home,
    tariff,
  };
}

export const at = (it: Person) => customerStub(it.id);

export async function storyOf(it: Person): Promise<Story> {
  const story = await at(it).story();
  if (story === null) throw new Error("the customer is not known");
  return story;
}
export const messagesOf = async (it: Person) => (await storyOf(it)).notifications;

let events = 0;
/** FlatPeak says that the person's tariff is broken. */
export async function breaks(fake: FakeProviders, it: Person, type = "tariff.expired"): Promise<void> {
  const body = {
    id: `evt_channels_${(events += 1)}`,
    object: "event",
    account_id: testSettings.FLATPEAK_ACCOUNT_ID,
    data: {
      live_mode: false,
      object: "tariff",
      id: it.tariff.id,
      account_id: testSettings.FLATPEAK_ACCOUNT_ID,
      customer_id: it.id,
      location_id: it.home.id,
    },
    live_mode: false,
    time_created: new Date().toISOString(),
    type,
  };
  const answer = await worker.fetch(await signed(fake.flatpeak, JSON.stringify(body)), bindings);
  if (answer.status !== 200) throw new Error(`the event was answered ${answer.status}`);
}

/** Lets `ms` pass, and then the alarms of the given people go off that are set to go off by then. */
export async function later(ms: number, ...people: readonly Person[]): Promise<void> {
  vi.setSystemTime(Date.now() + ms);
  for (const it of people) {
    const alarm = await runInDurableObject(at(it), (_, { storage }) => storage.getAlarm());
    if (alarm !== null && alarm <= Date.now()) await runDurableObjectAlarm(at(it));
  }
}

/** A broken tariff of somebody who has, and wants to be written to at, the given addresses; and the first message. */
export async function told(
  fake: FakeProviders,
  it: Person,
  contact: { readonly phone?: string; readonly email?: string; readonly pushToken?: string },
): Promise<void> {
  const { phone, email, pushToken } = contact;
  const wanted: [ChannelName, string | undefined][] = [
    ["push", pushToken],
    ["email", email],
    ["sms", phone],
  ];
  const preferred = wanted.flatMap(([name, address]) => (address === undefined ? [] : [name]));
  await at(it).setContact(it.id, { ...contact, preferred });
  await breaks(fake, it);
  await later(6 * MINUTE, it);
}

const encoder = new TextEncoder();

/** A callback as Twilio makes it, signed with its key or another. */
export async function twilioRequest(
  query: string,
  params: Readonly<Record<string, string>>,
  key: string = channelSettings.TWILIO_AUTH_TOKEN,
  provider: "twilio" | "whatsapp" = "twilio",
): Promise<Request> {
  const url = `${testSettings.PUBLIC_URL}/webhooks/${provider}${query}`;
  const text =
    url +
    Object.keys(params)
      .sort()
      .map((name) => `${name}${params[name] ?? ""}`)
      .join("");
  const algorithm = { name: "HMAC", hash: "SHA-1" };
  const hmac = await crypto.subtle.importKey("raw", encoder.encode(key), algorithm, false, ["sign"]);
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", hmac, encoder.encode(text)));
  const headers = { "X-Twilio-Signature": btoa(String.fromCharCode(...signature)) };
  return new Request(url, { method: "POST", headers, body: new URLSearchParams(params) });
}

/** Posts such a callback. */
export const twilioPost = async (...callback: Parameters<typeof twilioRequest>): Promise<Response> =>
  worker.fetch(await twilioRequest(...callback), bindings);

/** Twilio's word on the message it was given in `call`. */
export function twilioSays(call: ProviderCall | undefined, status: string, code?: number): Promise<Response> {
  const sent = new URLSearchParams(call?.raw);
  const { search, pathname } = new URL(sent.get("StatusCallback") ?? "");
  const provider = pathname.endsWith("/whatsapp") ? "whatsapp" : "twilio";
  const error: Record<string, string> = code === undefined ? {} : { ErrorCode: String(code) };
  const params = { MessageSid: "SM1", MessageStatus: status, To: sent.get("To") ?? "", ...error };
  return twilioPost(search, params, channelSettings.TWILIO_AUTH_TOKEN, provider);
}

let texts = 0;
/** Somebody writes to our number; `sid` names the message, a new one where left out. */
export const writes = (from: string, body: string, sid = `SMin${(texts += 1)}`): Promise<Response> =>
  twilioPost("", { MessageSid: sid, SmsStatus: "received", From: from, To: channelSettings.TWILIO_FROM, Body: body });

/** Somebody answers by WhatsApp: with a button below a message, or in words. */
export const answersByWhatsApp = (from: string, said: { button?: string; body?: string }): Promise<Response> =>
  twilioPost(
    "",
    {
      MessageSid: `SMin${(texts += 1)}`,
      SmsStatus: "received",
      From: `whatsapp:${from}`,
      To: `whatsapp:${channelSettings.TWILIO_FROM}`,
      Body: said.body ?? "as the button says",
      ...(said.button === undefined ? {} : { ButtonPayload: said.button }),
    },
    channelSettings.TWILIO_AUTH_TOKEN,
    "whatsapp",
  );

/** What message `no` of a customer is called at providers. */
export const referenceOf = (customerId: string, no: number): Promise<string> =>
  sealReference({ customerId, no }, [testSettings.LINK_KEYS]);

/** Resend's word on message `no` of a customer. */
export async function resendSays(
  customer: string,
  no: number,
  type: string,
  more: Readonly<Record<string, unknown>> = {},
  secret: string = channelSettings.RESEND_WEBHOOK_SECRET,
): Promise<Response> {
  const body = JSON.stringify({ type, data: { tags: { reference: await referenceOf(customer, no) }, ...more } });
  const now = new Date();
  const headers = {
    "svix-id": "msg_1",
    "svix-timestamp": String(Math.floor(now.getTime() / 1_000)),
    "svix-signature": new Webhook(secret).sign("msg_1", now, body),
  };
  return worker.fetch(
    new Request(`${testSettings.PUBLIC_URL}/webhooks/resend`, { method: "POST", headers, body }),
    bindings,
  );
}

/** Every value in every table of an object, as one text. */
export const diskOf = (stub: DurableObjectStub): Promise<string> =>
  runInDurableObject(stub, (_, { storage }) => {
    const tables = storage.sql
      .exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
      )
      .toArray();
    // Bytes as the text that they are.
    const readable = (_: string, value: unknown): unknown =>
      value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value;
    const rows = tables.map(({ name }) =>
      JSON.stringify(storage.sql.exec(`SELECT * FROM "${name}"`).toArray(), readable),
    );
    return [...rows, JSON.stringify([...storage.kv.list()])].join("\n");
  });
