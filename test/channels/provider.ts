// A provider for tests: answers as it is told, remembers every call, and can break in the ways that providers break.

import { vi } from "vitest";
import type { Delivery, RenderedNotification } from "../../src/channels/channel.ts";

/** 2027-01-15T08:00:00Z. */
export const NOW = 1_800_000_000_000;
export const now = (): number => NOW;

export const NOTIFICATION: RenderedNotification = {
  type: "notification.requested",
  id: "ntf_cus_661677a19018beef00a29fae_3",
  customerId: "cus_661677a19018beef00a29fae",
  reference: "cmVmZXJlbmNlLW9mLWEtbWVzc2FnZS1mb3ItdGVzdHM",
  locale: "en",
  reason: "expired",
  rung: 2,
  subject: "Your energy tariff ended",
  text: "Acme: your tariff ended & needs you. https://go.example.com/c/canaryLINK",
  html: "<p>Acme: your tariff ended.</p>",
  link: "https://go.example.com/c/canaryLINK",
  stopLink: "https://go.example.com/s/canarySTOP",
  cases: [{ tariffId: "trf_1", locationId: "loc_1", reason: "expired", contractEndDate: "2027-01-10" }],
  at: NOW - 60_000,
};

const HOUR = 3_600_000;

export const delivery = (to: string | null, change: Partial<Delivery> = {}): Delivery => ({
  notification: NOTIFICATION,
  to,
  key: NOTIFICATION.reference,
  attempt: 1,
  validFor: 10 * HOUR,
  ...change,
});

export interface Call {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly redirect: string | undefined;
}

type Script = (call: Call, signal: AbortSignal | null) => Response | Promise<Response>;

/** A `fetch` that follows a script. `calls` are those it got, oldest first; `reached` resolves with the first. */
export function scripted(script: Script): {
  readonly fetch: typeof fetch;
  readonly calls: Call[];
  readonly reached: Promise<void>;
} {
  const calls: Call[] = [];
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  return {
    calls,
    reached,
    fetch: async (input, init) => {
      const call: Call = {
        url: input instanceof Request ? input.url : String(input),
        method: init?.method ?? "GET",
        headers: Object.fromEntries(new Headers(init?.headers)),
        body: typeof init?.body === "string" ? init.body : "",
        redirect: init?.redirect,
      };
      calls.push(call);
      resolve();
      return script(call, init?.signal ?? null);
    },
  };
}

const aborted = (signal: AbortSignal | null, then: (reason: unknown) => void): void =>
  signal?.addEventListener("abort", () => then(signal.reason));

/** Takes the call and never says a word, until the caller hangs up. */
export const silent: Script = (_, signal) =>
  new Promise((_resolve, reject) => {
    aborted(signal, reject);
  });

/** The socket breaks. Node and workerd both say it with a TypeError; this one quotes what must not be quoted. */
export const broken: Script = (call) => Promise.reject(new TypeError(`fetch failed: ${call.url} ${call.body}`));

/** A good status at once, then one byte a second for ever. */
export const dripping =
  (status: number): Script =>
  (_, signal) => {
    let ended = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) =>
        aborted(signal, (reason) => {
          if (!ended) controller.error(reason);
          ended = true;
        }),
      pull: (controller) =>
        new Promise<void>((resolve) => {
          setTimeout(() => {
            if (!ended) controller.enqueue(Uint8Array.of(0x7b));
            resolve();
          }, 1_000);
        }),
      cancel: () => {
        ended = true;
      },
    });
    return new Response(body, { status });
  };

/** Answers with everything it was told, so that whatever is passed on shows. */
export const echoing =
  (status: number, headers: Record<string, string> = {}): Script =>
  (call) => {
    const told = JSON.stringify(call);
    const body = {
      name: told,
      message: told,
      code: told,
      error: { message: told, status: told, details: [{ errorCode: told }] },
    };
    return Response.json(body, { status, headers });
  };

/** Holds the clock of timers while `work` runs; what it gives is awaited by advancing that clock. */
export async function withTimers<T>(work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    return await work();
  } finally {
    vi.useRealTimers();
  }
}
