// Config -> Deps. The only file that knows every adapter; whoever needs one asks for its port.

import { createCloudflareEmail } from "../channels/cloudflare/send.ts";
import { createContactLookup } from "../channels/backend/lookup.ts";
import { createFcm } from "../channels/fcm/send.ts";
import { createBackend, createHandoff } from "../channels/backend/post.ts";
import { createLogChannel } from "../channels/log/send.ts";
import { createResend } from "../channels/resend/send.ts";
import { createTwilio } from "../channels/twilio/send.ts";
import { readConfig } from "./config.ts";
import { OBJECTS } from "./env.ts";
import { createFetchBack } from "../flatpeak/event/fetch-back.ts";
import { createFlatPeak } from "../flatpeak/flatpeak.ts";
import { createKeyProvider } from "../flatpeak/event/keys.ts";
import { sharedBudget } from "../platform/budget.ts";
import { consoleLog } from "../platform/log.ts";
import type { EmailBinding } from "../channels/cloudflare/send.ts";
import type { ContactLookup } from "../channels/backend/lookup.ts";
import type { Backend } from "../channels/backend/post.ts";
import type { Config } from "./config.ts";
import type { Complaint } from "./fields.ts";
import type { Channel, Delivery, FlatPeak, Log } from "../core/ports.ts";
import type { ChannelName } from "../core/policy.ts";
import type { Env } from "./env.ts";
import type { Standing } from "../flatpeak/bearer.ts";
import type { FetchBack } from "../flatpeak/event/fetch-back.ts";
import type { KeyProvider } from "../flatpeak/event/keys.ts";

/** Everything the product reaches the world through. One per isolate: it holds the caches of keys and bearer. */
export interface Deps {
  readonly config: Config;
  readonly flatpeak: FlatPeak;
  readonly keys: KeyProvider;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  /** The company's own backend, for what concerns the company; null where it has none. */
  readonly backend: Backend | null;
  readonly contactLookup: ContactLookup | null;
  /** What FlatPeak knows of events that came unsigned. */
  readonly fetchBack: FetchBack;
  readonly log: Log;
  /** Milliseconds. */
  readonly now: () => number;
}

export type Composed =
  { readonly ok: true; readonly deps: Deps } | { readonly ok: false; readonly complaints: readonly Complaint[] };

const outward: typeof fetch = (input, init) => fetch(input, init);
const now = (): number => Date.now();

const world = { fetch: outward, now };

/** Where Twilio reports what became of one attempt: a name that says nothing to whoever reads it on the way. */
function reportUrl(publicUrl: string, { notification, attempt }: Delivery): string {
  const about = new URLSearchParams({ about: notification.reference, attempt: String(attempt) });
  return `${publicUrl}/webhooks/twilio?${about.toString()}`;
}

function channelsOf({ channels, link }: Config, binding: EmailBinding | undefined): readonly Channel[] {
  const { handoff, twilio, email, fcm } = channels;
  const all: Channel[] = [createLogChannel(consoleLog)];
  if (handoff !== null) all.push(createHandoff({ ...handoff, ...world }));
  if (fcm !== null) all.push(createFcm({ ...fcm, ...world }));
  if (twilio !== null) {
    const statusCallback = (delivery: Delivery): string => reportUrl(link.publicUrl, delivery);
    all.push(createTwilio({ ...twilio, statusCallback, ...world }));
  }
  if (email?.resend) all.push(createResend({ ...email.resend, from: email.from, replyTo: null, ...world }));
  else if (email !== null && binding !== undefined) all.push(createCloudflareEmail({ binding, from: email.from }));
  return all;
}

/** Whether FlatPeak takes us, as the objects of an environment know it. */
export type StandingOf = (env: Pick<Env, "GATE">, log: Log) => Standing;

function build(config: Config, { EMAIL: email, GATE }: Partial<Env>, standingOf: StandingOf): Deps {
  const { apiUrl, apiVersion, accountId, apiKey } = config.flatpeak;
  const standing = GATE === undefined ? {} : { standing: standingOf({ GATE }, consoleLog) };
  const { handoff, contactLookup } = config.channels;
  const flatpeak = createFlatPeak({ apiUrl, apiVersion, accountId, apiKey, ...world, ...standing });
  const budget = sharedBudget(config.webhook.fetchBackPerMinute);
  return {
    config,
    flatpeak,
    keys: createKeyProvider({ url: `${apiUrl}/jwks.json`, fetch: outward, now }),
    channels: new Map(channelsOf(config, email).map((it) => [it.name, it])),
    backend: handoff === null ? null : createBackend({ ...handoff, ...world }),
    contactLookup: contactLookup === null ? null : createContactLookup({ ...contactLookup, ...world }),
    fetchBack: createFetchBack({ ask: (id) => flatpeak.eventById(id), budget, now }),
    log: consoleLog,
    now,
  };
}

const composed = new WeakMap<object, Composed>();

/** A part of `wrangler.toml` for one environment takes nothing over from the whole: its bindings must be written again. */
const unbound = (env: object): readonly Complaint[] =>
  OBJECTS.filter((name) => typeof (env as Partial<Env>)[name] !== "object").map((name) => ({
    setting: name,
    problem: "is no Durable Object binding here: an [env.*] section of wrangler.toml needs bindings of its own",
  }));

function read(env: object, standingOf: StandingOf): Composed {
  const config = readConfig({ ...env });
  const complaints = [...unbound(env), ...(config.ok ? [] : config.complaints)];
  return config.ok && complaints.length === 0
    ? { ok: true, deps: build(config.config, env, standingOf) }
    : { ok: false, complaints };
}

/** The Deps of this environment, made once for it; or what its settings and bindings lack. */
export function composeWith(env: object, standingOf: StandingOf): Composed {
  const result = composed.get(env) ?? read(env, standingOf);
  composed.set(env, result);
  return result;
}
