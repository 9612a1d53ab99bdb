// The bridge over a FlatPeak that answers what a test wants, and tells what it was asked.

import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { app } from "../../../src/app.ts";
import { testSettings } from "../../settings.ts";

export const BEARER = "Bearer eyJhbGciOiJIUzI1NiJ9.secret-of-the-caller.x";

export interface AskedOf {
  readonly method: string;
  readonly url: string;
  /** Behind the host. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
  readonly redirect: string;
  readonly signal: AbortSignal;
}

export interface Upstream {
  readonly asked: AskedOf[];
  answer: (asked: AskedOf) => Response | Promise<Response>;
}

/** Replaces `fetch`: whatever host is called, the test sees it. */
export function installUpstream(): Upstream {
  const upstream: Upstream = { asked: [], answer: () => Response.json({ message: "Not Found" }, { status: 404 }) };
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    const { method, url, redirect, signal } = request;
    const { pathname, search } = new URL(url);
    const headers = new Headers(request.headers);
    const asked = { method, url, path: `${pathname}${search}`, headers, body: await request.text(), redirect, signal };
    upstream.asked.push(asked);
    return upstream.answer(asked);
  });
  return upstream;
}

interface Sent {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string>>;
}

export const requestTo = (path: string, { method = "GET", body, headers = {} }: Sent = {}): Request =>
  new Request(`${testSettings.PUBLIC_URL}/zero${path}`, {
    method,
    headers: { Authorization: BEARER, ...headers },
    redirect: "manual",
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });

/** Asks the Worker below `/zero`, with a bearer unless told otherwise. */
export const bridged = async (path: string, sent: Sent = {}): Promise<Response> =>
  app.fetch(requestTo(path, sent), { ...env, ZERO_BRIDGE: "on", ...sent.settings });

/** The same for a request that is at hand. */
export const bridgedRequest = async (request: Request): Promise<Response> =>
  app.fetch(request, { ...env, ZERO_BRIDGE: "on" });
