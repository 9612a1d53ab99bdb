// For the tests of a company's own project: `flatpeak-reconnect/testing`. Its words are looked at as a deployment looks at them,
// a channel of its own is tried with what a provider can do to it, and a dev server is led through days. Runs in Node; nothing leaves
// the machine.

import { reportUrl } from "./channels/reports.ts";
import { readFields } from "./setup/read.ts";
import { customComplaints } from "./text/lint.ts";
import type { Delivery } from "./channels/channel.ts";
import type { Provider } from "./channels/provider.ts";
import type { DeliveryOutcome } from "./core/message/outcome.ts";
import type { CustomTexts } from "./text/custom.ts";
import type { OwnFacts } from "./text/own-facts.ts";

export type { CustomTexts, OwnFacts };

/** 2027-01-15T08:00:00Z. */
const NOW = 1_800_000_000_000;
const VALID_FOR_MS = 10 * 3_600_000;

/** A message as a channel is handed one. */
const SAMPLE: Delivery["notification"] = {
  type: "notification.requested",
  reason: "expired",
  rung: 1,
  id: "ntf_cus_000000000000000000000000_1",
  customerId: "cus_000000000000000000000000",
  reference: "YS1zYW1wbGUtcmVmZXJlbmNlLW9mLWEtbWVzc2FnZQ",
  subject: "Your energy tariff ended",
  text: "Example Energy: your energy tariff ended. https://go.example.com/c/sample",
  html: "<p>Your energy tariff ended.</p>",
  locale: "en",
  link: "https://go.example.com/c/sample",
  stopLink: "https://go.example.com/s/sample",
  cases: [{ tariffId: "trf_1", locationId: "loc_1", reason: "expired", contractEndDate: "2027-01-10" }],
  at: NOW,
};

/** An address of each kind; a channel that needs none gets none. */
const ADDRESSES: Readonly<Partial<Record<Provider["channel"], string>>> = {
  sms: "+447700900123",
  whatsapp: "+447700900123",
  email: "alex@example.com",
  push: "sample-token",
};

/** What is wrong with a company's words, in sentences; empty when a deployment takes them. */
export const flawsOf = (words: CustomTexts, own: OwnFacts = {}): readonly string[] =>
  customComplaints(words, own).map(({ problem }) => problem);

/** What a channel asked of its provider, and what it made of the answer. */
export interface Tried {
  readonly outcome: DeliveryOutcome;
  readonly requests: readonly Request[];
}

/** How the provider answers; one that throws is one that is not reached. */
export type Answering = (request: Request) => Response | Promise<Response>;

/**
 * Sends one sample message by a channel, with `settings` by their names as texts. Throws where these are refused, or one that is
 * needed is missing: a deployment would do without the channel.
 */
export async function tryChannel(
  provider: Provider,
  settings: Readonly<Record<string, string>>,
  answer: Answering,
): Promise<Tried> {
  const { values, complaints } = readFields(provider.settings, settings);
  const missing = provider.needs.filter(
    (it) => values[it] === undefined && !complaints.some((of) => of.setting === it),
  );
  const problems = [
    ...complaints.map(({ setting, problem }) => `${setting} ${problem}`),
    ...missing.map((it) => `${it} is missing`),
  ];
  if (problems.length > 0) throw new Error(problems.join("; "));
  const requests: Request[] = [];
  const channel = provider.create(values, {
    fetch: async (input, init) => {
      const request = new Request(input, init);
      requests.push(request.clone());
      return answer(request);
    },
    now: () => NOW,
    log: { info: () => undefined, error: () => undefined },
    binding: undefined,
    reportUrl: (delivery) => reportUrl("https://go.example.com", provider.name, delivery),
  });
  const to = ADDRESSES[provider.channel] ?? null;
  const outcome = await channel.send({
    notification: SAMPLE,
    to,
    key: SAMPLE.reference,
    attempt: 1,
    validFor: VALID_FOR_MS,
  });
  return { outcome, requests };
}

/** What opens a case, as FlatPeak calls it. */
export type Breaking = "tariff.expiring" | "tariff.expired" | "tariff.fetch.failed" | "tariff.connection.upgrade";

/** A message on the phone of the control room. */
export interface OnPhone {
  readonly id: string;
  readonly channel: string;
  readonly customer_id: string | null;
  readonly reason: string | null;
  /** Which message of its ladder, from 1; null where that is not known. */
  readonly rung: number | null;
  readonly locale: string | null;
  readonly subject: string | null;
  readonly text: string;
  readonly link: string | null;
}

/** The emulated FlatPeak of a dev server, in a test's hands. Each call throws what the dev server says is wrong. */
export interface Rehearsal {
  /** Breaks a tariff, the first one of the world unless another is named. `outcome`: why nobody is told of it; null where somebody is. */
  breakTariff(
    type: Breaking,
    tariffId?: string,
  ): Promise<{ readonly tariffId: string; readonly customerId: string; readonly outcome: string | null }>;
  /** Repairs it at FlatPeak, without an event: the product sees that when it next looks, as before any reminder. */
  repairTariff(tariffId: string): Promise<void>;
  /** Moves every clock, like `1m` or `3d`. What falls due on the way is done when this resolves. */
  skip(span: string): Promise<void>;
  /** What has come to the phone, oldest first. */
  messages(): Promise<readonly OnPhone[]>;
}

/** The FlatPeak of a dev server that runs already, like `http://127.0.0.1:8787`: `npm run dev`. */
export function rehearse(origin: string, fetch: typeof globalThis.fetch = globalThis.fetch): Rehearsal {
  const ask = async (name: string, body?: object): Promise<unknown> => {
    const url = new URL(`/_dev/${name}`, origin);
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(url, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${url.pathname} answered ${response.status}: ${text}`);
    return JSON.parse(text) as unknown;
  };
  return {
    breakTariff: async (type, tariffId) => {
      const body = tariffId === undefined ? { type } : { type, tariff_id: tariffId };
      const { tariff_id, customer_id, outcome } = (await ask("trigger", body)) as Broken;
      return { tariffId: tariff_id, customerId: customer_id, outcome };
    },
    repairTariff: async (tariffId) => void (await ask("repair", { tariff_id: tariffId })),
    skip: async (span) => void (await ask("clock", { advance: span })),
    messages: async () => ((await ask("inbox")) as { readonly messages: readonly OnPhone[] }).messages,
  };
}

/** Of the answer to a trigger. */
interface Broken {
  readonly tariff_id: string;
  readonly customer_id: string;
  readonly outcome: string | null;
}
