// What the emulator's tests share: a world at a fixed time, and the API spoken as a client would.
import { Hono } from "hono";
import { createConnectApi } from "../../../src/dev/emulator/connect/api.ts";
import { createProviderPages } from "../../../src/dev/emulator/connect/login-page.tsx";
import { createContacts } from "../../../src/dev/emulator/contacts.ts";
import { createControlApi } from "../../../src/dev/emulator/control.ts";
import type { Courier } from "../../../src/dev/emulator/delivery.ts";
import { createEnergyRoom } from "../../../src/dev/emulator/energy/room.ts";
import { createFcm } from "../../../src/dev/emulator/fcm.ts";
import { createFlatpeakApi } from "../../../src/dev/emulator/flatpeak-api.ts";
import { createOwnChannel } from "../../../src/dev/emulator/own-channel.ts";
import { createResend } from "../../../src/dev/emulator/resend.ts";
import type { Asking } from "../../../src/dev/emulator/fate.ts";
import type { EmulatorSettings } from "../../../src/dev/emulator/settings.ts";
import type { SigningKey } from "../../../src/dev/emulator/signing.ts";
import { newSigningKey } from "../../../src/dev/emulator/signing.ts";
import { createTwilio } from "../../../src/dev/emulator/twilio.ts";
import { asRecord } from "../../../src/dev/emulator/tariffs.ts";
import type { WorldEvent, WorldState } from "../../../src/dev/emulator/world.ts";
import { documentedAccount, newWorld } from "../../../src/dev/emulator/world.ts";

/** Sunday 22 November 2026, noon in UTC. */
export const noon = Date.UTC(2026, 10, 22, 12);
export const dayMs = 86_400_000;
export const apiKey = "sk_test_emulator";
export const handoffSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

export const settings: EmulatorSettings = {
  accountId: documentedAccount,
  apiKey,
  apiVersion: "2025-09-14.anode",
  publicUrl: "http://go.example.test",
  operatorToken: "operator",
  linkKeys: ["link-key-of-the-tests-2", "link-key-of-the-tests-1"],
  handoffSecret,
  ownLookup: null,
  contactSecret: "whsec_Y29udGFjdC1zZWNyZXQtb2YtdGhlLXRlc3Rz",
  brandName: "Example Energy",
  spoken: { on: ["en", "de"], otherwise: "en" },
  emailFrom: "Example Energy <hello@go.example.test>",
  caps: "1/48h,4/28d",
  differences: [],
  twilio: { accountSid: `AC${"1".repeat(32)}`, authToken: "twilio-token-of-the-tests", from: "+447700900000" },
  whatsappFrom: "+447700900001",
  resend: { apiKey: "re_tests", webhookSecret: "whsec_cmVzZW5kLXNlY3JldC1vZi10aGUtdGVzdHM=" },
  fcm: { projectId: "tests", clientEmail: "sender@tests.example.com", tokenUri: "http://go.example.test/token" },
};

const key: SigningKey = await newSigningKey();

/** A fresh world with every part mounted, its clock in the test's hands. */
export class TestWorld {
  readonly world: WorldState = newWorld(noon, structuredClone(key));
  readonly finished: WorldEvent[] = [];
  /** What the product was sent; `answer` is what it says. */
  readonly sent: { method: string; path: string; url: string; headers: Headers; body: string }[] = [];
  readonly waits: number[] = [];
  answer: (path: string) => Response | Promise<Response> = () => Response.json({ status: "stored" });
  /** What the product says when it is asked how many events it has of a customer. */
  eventsAtProduct: () => number = () => this.sent.length;
  /** What else the product tells of a customer; null for a product that does not answer. */
  story: object | null = {};
  readonly #later: Promise<void>[] = [];
  readonly app = new Hono();
  readonly courier: Courier;

  /** What `forwardUnsigned` asks by; it waits for nothing. */
  asking(): Asking {
    const wait = async () => {};
    return { courier: this.courier, settings, wait, signal: new AbortController().signal, patienceMs: 0 };
  }

  /** `changed`: settings of this world alone. */
  constructor(changed: Partial<EmulatorSettings> = {}) {
    const now = () => noon + this.world.clockOffsetMs;
    const wait = async (milliseconds: number) => {
      this.waits.push(milliseconds);
    };
    this.courier = {
      publicUrl: settings.publicUrl,
      apiVersion: settings.apiVersion,
      product: async (request) => {
        const { pathname: path } = new URL(request.url);
        if (request.method === "GET") {
          if (this.story === null) return new Response(null, { status: 503 });
          return Response.json({ events: this.eventsAtProduct(), ...this.story });
        }
        const { method, url, headers } = request;
        this.sent.push({ method, path, url, headers, body: await request.text() });
        return this.answer(path);
      },
    };
    const onFinished = (events: WorldEvent[]) => {
      this.finished.push(...events);
    };
    const later = (work: () => Promise<void>) => {
      this.#later.push(work());
    };
    const options = { now, courier: this.courier, settings: { ...settings, ...changed }, wait, later };
    this.app.route("/twilio", createTwilio(this.world, options));
    this.app.route("/_dev/own", createOwnChannel(this.world, options));
    this.app.route("/resend", createResend(this.world, options));
    this.app.route("/fcm", createFcm(this.world, options));
    this.app.route("/contacts", createContacts(this.world, options));
    const flatpeak = createFlatpeakApi(this.world, { now, accountId: documentedAccount, apiKey, wait });
    this.app.route("/api", flatpeak);
    this.app.route("/_dev/energy", createEnergyRoom(this.world, { ...options, flatpeak }));
    this.app.route(
      "/connect",
      createConnectApi(this.world, { now, onFinished, wait, providersUrl: "http://providers.example.test" }),
    );
    this.app.route("/provider", createProviderPages(this.world, now));
    this.app.route("/_dev", createControlApi(this.world, options));
  }

  /** Until everything that follows an answer is done. */
  async afterwards(): Promise<void> {
    await Promise.all(this.#later.splice(0));
  }

  /** A request without credentials; a body makes it a POST. */
  async request(path: string, body?: unknown, init: RequestInit = {}): Promise<Answer> {
    const request = body === undefined ? init : { method: "POST", body: JSON.stringify(body), ...init };
    const response = await this.app.request(path, request);
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : null };
  }

  /** A request with a bearer, logging in first. */
  async asProduct(path: string, body?: unknown, init: RequestInit = {}): Promise<Answer> {
    const login = await this.login(documentedAccount, apiKey);
    const headers = new Headers(init.headers);
    headers.set("Authorization", `Bearer ${String(login.json?.["bearer_token"])}`);
    return this.request(`/api${path}`, body, { ...init, headers });
  }

  /** The login call with these credentials. */
  async login(account: string, secret: string): Promise<Answer> {
    return this.request("/api/login", undefined, {
      headers: { Authorization: `Basic ${btoa(`${account}:${secret}`)}` },
    });
  }

  /** One turn of the Connect conversation. */
  async say(connectToken: string, route: string, turn: object = {}): Promise<Answer> {
    return this.request("/connect", { connect_token: connectToken, route, ...turn, type: "submit" });
  }

  /** What the customer does on the page of a provider, whose address the redirect named. Gives where they are sent. */
  async signIn(redirect: Answer, outcome: string): Promise<string | null> {
    const { redirect_url, redirect_uri } = asRecord(redirect.json?.["data"]);
    const { pathname, search } = new URL(String(redirect_url ?? redirect_uri));
    const init = { method: "POST", body: new URLSearchParams({ outcome }) };
    return (await this.request(`/provider${pathname}${search}`, undefined, init)).headers.get("location");
  }

  /** A Connect token for whatever is asked, in either generation. */
  async mint(flavour: "anode" | "zero", asked: object): Promise<Answer> {
    const zero = { connect_web_uri: "http://web.example.test/", callback_uri: "http://go.example.test/done" };
    const anode = { connect_url: "http://web.example.test/", callback_url: "http://go.example.test/done" };
    return flavour === "zero"
      ? this.asProduct("/connect/tariff/token", { ...zero, ...asked })
      : this.asProduct("/connect/token", { ...anode, ...asked });
  }

  /** A Connect token for a tariff, in either generation, as the product asks for one; `more` is what else it asks for. */
  async token(
    tariffId: string,
    flavour: "anode" | "zero" = "anode",
    more: object = { route_options: { contract_term_capture: true } },
  ): Promise<string> {
    const zero = { connect_web_uri: "http://web.example.test/", callback_uri: "http://go.example.test/done?a=1" };
    const anode = { connect_url: "http://web.example.test/", callback_url: "http://go.example.test/done" };
    const path = flavour === "zero" ? "/connect/tariff/token" : "/connect/token";
    const answer = await this.asProduct(path, {
      tariff_id: tariffId,
      ...(flavour === "zero" ? zero : { ...anode, ...more }),
    });
    return String(answer.json?.["connect_token"]);
  }
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: Record<string, unknown> | null;
}
