// FlatPeak for tests in workerd: the emulated API in memory behind a replaced `fetch`, a backend that receives hand-offs,
// and a signer. Every outbound call is counted by what it was for.

import { createFlatpeakApi } from "../../src/dev/emulator/flatpeak-api.ts";
import { newSigningKey, signedHeaders } from "../../src/dev/emulator/signing.ts";
import { newWorld } from "../../src/dev/emulator/world.ts";
import { vi } from "vitest";
import { testSettings } from "../settings.ts";
import type { SigningKey } from "../../src/dev/emulator/signing.ts";
import type { WorldState } from "../../src/dev/emulator/world.ts";

export interface Handoff {
  readonly headers: Headers;
  readonly body: {
    type: string;
    data: {
      notification_id: string;
      customer_id: string;
      reason: string;
      rung: number;
      text: string;
      link: string;
      cases: { tariff_id: string }[];
    };
  };
  readonly raw: string;
}

export interface FakeFlatPeak {
  readonly world: WorldState;
  readonly key: SigningKey;
  /** "METHOD path" of each call to the API. */
  readonly calls: string[];
  readonly handoffs: Handoff[];
  /** Answers in place of the API, when it gives a response. */
  intercept: (request: Request) => Response | Promise<Response> | null;
  /** Answers the backend gives to a hand-off. */
  backend: (request: Request) => Response | Promise<Response>;
}

let shared: SigningKey | null = null;

/** Installs the fake behind `fetch`. The signing key is one for all tests: the product caches it as it should. */
export async function installFlatPeak(): Promise<FakeFlatPeak> {
  shared ??= await newSigningKey();
  const world = newWorld(Date.now(), shared);
  const fake: FakeFlatPeak = {
    world,
    key: shared,
    calls: [],
    handoffs: [],
    intercept: () => null,
    backend: () => new Response(null, { status: 204 }),
  };
  const api = createFlatpeakApi(world, {
    now: () => Date.now(),
    accountId: testSettings.FLATPEAK_ACCOUNT_ID,
    apiKey: testSettings.FLATPEAK_API_KEY,
  });
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    if (url.origin === new URL(testSettings.HANDOFF_URL).origin) {
      const raw = await request.clone().text();
      fake.handoffs.push({ headers: request.headers, raw, body: JSON.parse(raw) as Handoff["body"] });
      return fake.backend(request);
    }
    if (url.origin !== testSettings.FLATPEAK_API_URL) throw new Error(`unexpected call to ${url.origin}`);
    fake.calls.push(`${request.method} ${url.pathname}`);
    return (await fake.intercept(request)) ?? api.fetch(request);
  });
  return fake;
}

/** A webhook request signed by the fake FlatPeak; `at` is the signing time in Unix seconds. */
export async function signed(
  fake: FakeFlatPeak,
  body: string | Uint8Array,
  at = Math.floor(Date.now() / 1_000),
): Promise<Request> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const headers = await signedHeaders(fake.key, bytes, at, "2025-09-14.anode");
  return new Request("https://go.example.test/webhooks/flatpeak", {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: bytes,
  });
}
