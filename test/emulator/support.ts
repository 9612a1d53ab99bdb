// What the emulator's tests share: a world at a fixed time, and the API spoken as a client would.
import { Hono } from "hono";
import { createConnectApi } from "../../src/emulator/connect-api.ts";
import { createControlApi } from "../../src/emulator/control.ts";
import type { Courier } from "../../src/emulator/delivery.ts";
import { createFlatpeakApi } from "../../src/emulator/flatpeak-api.ts";
import type { SigningKey } from "../../src/emulator/signing.ts";
import { newSigningKey } from "../../src/emulator/signing.ts";
import type { WorldEvent, WorldState } from "../../src/emulator/world.ts";
import { documentedAccount, newWorld } from "../../src/emulator/world.ts";

/** Sunday 22 November 2026, noon in UTC. */
export const noon = Date.UTC(2026, 10, 22, 12);
export const dayMs = 86_400_000;
export const apiKey = "sk_test_emulator";
export const handoffSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const key: SigningKey = await newSigningKey();

/** A fresh world with every part mounted, its clock in the test's hands. */
export class TestWorld {
  readonly world: WorldState = newWorld(noon, structuredClone(key));
  readonly finished: WorldEvent[] = [];
  /** What the product was sent; `answer` is what it says. */
  readonly sent: { method: string; path: string; headers: Headers; body: string }[] = [];
  readonly waits: number[] = [];
  answer: (path: string) => Response | Promise<Response> = () => Response.json({ status: "stored" });
  /** What the product says when it is asked how many events it has of a customer. */
  eventsAtProduct: () => number = () => this.sent.length;
  readonly app = new Hono();
  readonly courier: Courier;

  constructor() {
    const now = () => noon + this.world.clockOffsetMs;
    const wait = async (milliseconds: number) => {
      this.waits.push(milliseconds);
    };
    this.courier = {
      publicUrl: "http://go.example.test",
      apiVersion: "2025-09-14.anode",
      product: async (request) => {
        const { pathname: path } = new URL(request.url);
        if (request.method === "GET") return Response.json({ events: this.eventsAtProduct() });
        this.sent.push({ method: request.method, path, headers: request.headers, body: await request.text() });
        return this.answer(path);
      },
    };
    const onFinished = (events: WorldEvent[]) => {
      this.finished.push(...events);
    };
    const settings = {
      accountId: documentedAccount,
      apiKey,
      apiVersion: this.courier.apiVersion,
      publicUrl: this.courier.publicUrl,
      operatorToken: "operator",
      handoffSecret,
      brandName: "Example Energy",
    };
    this.app.route("/api", createFlatpeakApi(this.world, { now, accountId: documentedAccount, apiKey, wait }));
    this.app.route("/connect", createConnectApi(this.world, { now, onFinished, wait }));
    this.app.route("/_dev", createControlApi(this.world, { now, courier: this.courier, settings, wait }));
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
  async asProduct(path: string, body?: unknown): Promise<Answer> {
    const login = await this.login(documentedAccount, apiKey);
    const headers = { Authorization: `Bearer ${String(login.json?.["bearer_token"])}` };
    return this.request(`/api${path}`, body, { headers });
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

  /** A Connect token for a tariff, in either generation. */
  async token(tariffId: string, flavour: "anode" | "zero" = "anode"): Promise<string> {
    const zero = { connect_web_uri: "http://web.example.test/", callback_uri: "http://go.example.test/done?a=1" };
    const anode = { connect_url: "http://web.example.test/", callback_url: "http://go.example.test/done" };
    const path = flavour === "zero" ? "/connect/tariff/token" : "/connect/token";
    const answer = await this.asProduct(path, { tariff_id: tariffId, ...(flavour === "zero" ? zero : anode) });
    return String(answer.json?.["connect_token"]);
  }
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: Record<string, unknown> | null;
}
