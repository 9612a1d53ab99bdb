// FlatPeak's Connect for tests in workerd: a conversation that says what it is told to, and notes every question. Written from
// FlatPeak's documentation; it shares nothing with the emulator.

import { vi } from "vitest";
import { bindings } from "./worker.ts";
import type { FakeFlatPeak } from "./flatpeak.ts";

export const CONNECT = "https://connect.flatpeak.com";
export const TOKEN = "cot_6597ef46529ab4467502af99";

/** What was asked, as it came. */
export interface Asked {
  readonly connect_token: string;
  readonly route: string;
  readonly type: string;
  readonly action?: string;
  readonly data?: Record<string, unknown>;
}

/** One page as FlatPeak sends it. */
export const turn = (route: string, data: object = {}, rest: object = {}) => ({
  connect_token: TOKEN,
  route,
  direction: "IMPORT",
  type: "COMMODITY",
  live_mode: false,
  actions: ["BACK", "CLOSE"],
  data,
  ...rest,
});

/** An error as FlatPeak sends it. */
export const wrong = (code: string, type = "invalid_request") => ({
  object: "error",
  live_mode: false,
  context: "connect",
  type,
  code,
  message: `English for ${code}`,
  connect_token: TOKEN,
  request_id: "req_1",
});

export interface StandIn {
  readonly asked: Asked[];
  /** What is answered to a question; a body is sent with 200. */
  answer: (asked: Asked, request: Request) => object | Response | Promise<object | Response>;
}

/** Makes Connect ours in the settings of this file's Worker: call it before anything else asks for the settings. */
export function serveConnect(): void {
  Object.assign(bindings, { CONNECT_WEB_URL: "" });
}

/** Puts the conversation behind `fetch`; every other call goes on to the fake FlatPeak, or nowhere. */
export function installConnect(flatpeak: FakeFlatPeak | null = null): StandIn {
  const standIn: StandIn = { asked: [], answer: () => turn("tariff_connection_failed", {}, { actions: ["EDIT"] }) };
  const others = flatpeak === null ? undefined : vi.mocked(globalThis.fetch).getMockImplementation();
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    if (new URL(request.url).origin !== CONNECT) {
      if (others === undefined) throw new Error(`unexpected call to ${request.url}`);
      return others(input, init);
    }
    const asked = await request.clone().json<Asked>();
    standIn.asked.push(asked);
    const answer = await standIn.answer(asked, request);
    return answer instanceof Response ? answer : Response.json(answer);
  });
  return standIn;
}

const unescape = (text: string): string =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

function attributesOf(tag: string): Record<string, string> {
  const found = [...tag.matchAll(/\s([\w-]+)(?:="([^"]*)")?/g)];
  return Object.fromEntries(found.map(([, name = "", value = ""]) => [name, unescape(value)]));
}

/** A page as a browser without script has it. */
export class Screen {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  readonly url: string;

  constructor(response: Response, html: string, url: string) {
    this.status = response.status;
    this.headers = response.headers;
    this.html = html;
    this.url = url;
  }

  get heading(): string {
    return unescape(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(this.html)?.[1] ?? "");
  }

  /** What the page says, without its tags. */
  get text(): string {
    return unescape(this.html.replace(/<(style|title)[\s\S]*?<\/\1>/g, "").replace(/<[^>]*>/g, " ")).replace(
      /\s+/g,
      " ",
    );
  }

  get alert(): string {
    return /role="alert"[\s\S]*?<\/ul>/.exec(this.html)?.[0].replace(/<[^>]*>/g, " ") ?? "";
  }

  /** Where its form goes. */
  get action(): string {
    return /<form\b[^>]* action="([^"]*)"/.exec(this.html)?.[1] ?? "/connect";
  }

  /** The fields of the form with what stands in them. */
  fields(): URLSearchParams {
    const fields = new URLSearchParams();
    for (const [tag] of this.html.matchAll(/<input\b[^>]*>/g)) {
      const { type = "text", name, value = "", checked } = attributesOf(tag);
      if (name === undefined || type === "submit") continue;
      if (type === "radio" || type === "checkbox") {
        if (checked !== undefined) fields.append(name, value);
      } else fields.append(name, value);
    }
    for (const [whole, tag = ""] of this.html.matchAll(/<select\b([^>]*)>[\s\S]*?<\/select>/g)) {
      const options = [...whole.matchAll(/<option\b[^>]*>/g)].map(([option]) => attributesOf(option));
      const { name } = attributesOf(` ${tag}`);
      const chosen = options.find((it) => it["selected"] !== undefined) ?? options[0];
      if (name !== undefined && chosen !== undefined) fields.append(name, chosen["value"] ?? "");
    }
    return fields;
  }

  /** The choices of radio buttons, by their name. */
  choices(): readonly (readonly [string, string])[] {
    return [...this.html.matchAll(/<input\b[^>]*type="radio"[^>]*>/g)].map(([tag]) => {
      const { name = "", value = "" } = attributesOf(tag);
      return [name, value] as const;
    });
  }

  /** The buttons, as what pressing them adds to the form. */
  buttons(): readonly { readonly name: string; readonly value: string }[] {
    return [...this.html.matchAll(/<button\b[^>]*>/g)].map(([tag]) => {
      const { name = "", value = "" } = attributesOf(tag);
      return { name, value };
    });
  }

  links(): readonly string[] {
    return [...this.html.matchAll(/<a\b[^>]*>/g)].map(([tag]) => attributesOf(tag)["href"] ?? "");
  }
}

/** A browser without script: keeps cookies unless told not to, and follows redirects within us. */
export class Browser {
  readonly #fetch: (request: Request) => Promise<Response>;
  readonly #takesCookies: boolean;
  readonly cookies = new Map<string, string>();
  /** Every address it was at. */
  readonly history: string[] = [];
  /** The last address outside that it was sent to. */
  left: string | null = null;

  constructor(fetch: (request: Request) => Promise<Response>, takesCookies = true) {
    this.#fetch = fetch;
    this.#takesCookies = takesCookies;
  }

  open(path: string): Promise<Screen> {
    return this.#visit(path, { method: "GET" });
  }

  /** Sends the form of a page: its fields with these values, by this button. */
  press(
    screen: Screen,
    button: { readonly name: string; readonly value: string } | null = null,
    values: Readonly<Record<string, string>> = {},
  ): Promise<Screen> {
    const fields = screen.fields();
    for (const [name, value] of Object.entries(values)) fields.set(name, value);
    if (button !== null && button.name !== "") fields.append(button.name, button.value);
    return this.#visit(screen.action, { method: "POST", body: fields.toString() });
  }

  act(screen: Screen, action: string, values: Readonly<Record<string, string>> = {}): Promise<Screen> {
    return this.press(screen, { name: "action", value: action }, values);
  }

  async #visit(path: string, init: RequestInit): Promise<Screen> {
    const url = new URL(path, "https://go.example.test");
    const headers = new Headers({
      "Accept-Language": "en",
      Accept: "text/html",
      "User-Agent": "Mozilla/5.0 Firefox/133.0",
    });
    if (init.method === "POST") headers.set("Content-Type", "application/x-www-form-urlencoded");
    if (this.cookies.size > 0)
      headers.set("Cookie", [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await this.#fetch(new Request(url, { ...init, headers, redirect: "manual" }));
    this.history.push(url.toString());
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (this.#takesCookies) this.cookies.set(name, value);
    }
    const location = response.headers.get("Location");
    const html = await response.text();
    if (location === null) return new Screen(response, html, url.toString());
    const to = new URL(location, url);
    if (to.origin !== url.origin || to.pathname.startsWith("/c/")) {
      this.left = to.origin === url.origin ? `${to.pathname}${to.search}` : to.toString();
      return new Screen(response, html, url.toString());
    }
    return this.#visit(`${to.pathname}${to.search}`, { method: "GET" });
  }
}
