// Config -> Deps: everything that reaches the world, made once. Whoever needs some of it asks for its port.

import { contactLookup } from "../channels/contact-lookup/outside.ts";
import { reportUrl } from "../channels/reports.ts";
import { carriersOf } from "./channels.ts";
import { readConfig } from "./config.ts";
import { OBJECTS } from "./env.ts";
import { createFetchBack } from "../flatpeak/event/fetch-back.ts";
import { createFlatPeak } from "../flatpeak/flatpeak.ts";
import { speaksZero } from "../flatpeak/version.ts";
import { createKeyProvider } from "../platform/key-set.ts";
import { sharedBudget } from "../platform/budget.ts";
import { currentTime } from "../platform/clock.ts";
import { consoleLog } from "../platform/log.ts";
import type { ContactLookup } from "../channels/contact-lookup/lookup.ts";
import type { Backend, Hear, Provider, SendMail } from "../channels/provider.ts";
import type { Config } from "./config.ts";
import type { Complaint } from "../platform/fields.ts";
import type { CallDeps } from "../platform/http.ts";
import type { Channel } from "../channels/channel.ts";
import type { FlatPeak } from "../flatpeak/port.ts";
import type { Log } from "../platform/log.ts";
import type { ChannelName } from "../core/policy.ts";
import type { Env, GatePlace } from "./env.ts";
import type { Standing } from "../flatpeak/bearer.ts";
import type { Ask } from "../flatpeak/connect/page.ts";
import type { FetchBack } from "../flatpeak/event/fetch-back.ts";
import type { KeyProvider } from "../platform/key-set.ts";

/** Everything the product reaches the world through. One per isolate: it holds the caches of keys and bearer. */
export interface Deps {
  readonly config: Config;
  readonly flatpeak: FlatPeak;
  /** FlatPeak's Connect conversation; null where its pages are the company's own. */
  readonly askConnect: Ask | null;
  readonly keys: KeyProvider;
  /** What Cloudflare Access signs with; null where it does not stand in front. */
  readonly accessKeys: KeyProvider | null;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  /** Calls a second that a channel's provider takes. */
  readonly paceOf: (channel: ChannelName) => number;
  /** How each provider is heard that tells us what became of messages, by its name. */
  readonly callbacks: ReadonlyMap<string, Hear>;
  /** The company's own backend, for what concerns the company; null where it has none. */
  readonly backend: Backend | null;
  /** How the company is written to by email; null where nothing carries any. */
  readonly mail: SendMail | null;
  readonly contactLookup: ContactLookup | null;
  /** What FlatPeak knows of events that came unsigned. */
  readonly fetchBack: FetchBack;
  readonly log: Log;
  /** Where decisions are counted; null where nothing is bound for that. */
  readonly analytics: AnalyticsEngineDataset | null;
  /** Milliseconds. */
  readonly now: () => number;
  /** For what is loaded only when it is asked for and speaks to FlatPeak in the name of others. */
  readonly outside: CallDeps;
}

export type Composed =
  { readonly ok: true; readonly deps: Deps } | { readonly ok: false; readonly complaints: readonly Complaint[] };

const outward: typeof fetch = (input, init) => fetch(input, init);

const world = { fetch: outward, now: currentTime };

type ChannelDeps = Pick<Deps, "channels" | "paceOf" | "callbacks" | "backend" | "mail" | "contactLookup">;

/** A deployment asks no faster where it is not known who is asked. */
const UNKNOWN_PACE = 1;

/** What the providers that are configured can do. `bindings`: the environment, where some of them have one. */
function channelsOf({ channels, link }: Config, bindings: Readonly<Record<string, unknown>>): ChannelDeps {
  const { providers, settings, hasContactLookup } = channels;
  const carriers = carriersOf(providers);
  const boundFor = (it: Provider): unknown => (it.binding === undefined ? undefined : bindings[it.binding]);
  const create = (it: Provider): Channel =>
    it.create(settings, {
      ...world,
      log: consoleLog,
      binding: boundFor(it),
      reportUrl: (delivery) => reportUrl(link.publicUrl, it.name, delivery),
    });
  const hearing = providers.flatMap((it) => {
    const hear = it.listen?.(settings) ?? null;
    return hear === null ? [] : [[it.name, hear] as const];
  });
  const byEmail = carriers.get("email");
  const ofCompany = providers.find((it) => it.createBackend !== undefined);
  return {
    channels: new Map([...carriers].map(([name, provider]) => [name, create(provider)])),
    paceOf: (channel) => carriers.get(channel)?.paceOf(settings) ?? UNKNOWN_PACE,
    callbacks: new Map(hearing),
    backend: ofCompany?.createBackend?.(settings, world) ?? null,
    mail: byEmail?.createMail?.(settings, { ...world, binding: boundFor(byEmail) }) ?? null,
    contactLookup: hasContactLookup ? contactLookup.create(settings, world) : null,
  };
}

/** Where Cloudflare publishes the keys of a team (its documentation: Validate JWTs). */
const accessKeysOf = ({ operator: { access } }: Config): KeyProvider | null =>
  access === null
    ? null
    : createKeyProvider({ url: `${access.issuer}/cdn-cgi/access/certs`, algorithm: "RS256", ...world });

/** What asks is loaded with the first question: no webhook has any use for it. */
function askConnectOf({ connect, flatpeak }: Config): Ask | null {
  if (connect === null) return null;
  const place = { ...world, url: connect.url, generation: speaksZero(flatpeak.apiVersion) ? "zero" : "anode" } as const;
  return async (question) => (await import("../flatpeak/connect/call.ts")).askConnect(place, question);
}

/** Whether FlatPeak takes us, as the objects of an environment know it. */
export type StandingOf = (env: GatePlace, log: Log) => Standing;

function build(config: Config, env: Partial<Env>, standingOf: StandingOf): Deps {
  const { apiUrl, apiVersion, accountId, apiKey } = config.flatpeak;
  const { GATE, JURISDICTION } = env;
  const standing = GATE === undefined ? {} : { standing: standingOf({ GATE, JURISDICTION }, consoleLog) };
  const flatpeak = createFlatPeak({ apiUrl, apiVersion, accountId, apiKey, ...world, ...standing });
  const budget = sharedBudget(config.webhook.fetchBackPerMinute);
  return {
    config,
    flatpeak,
    askConnect: askConnectOf(config),
    keys: createKeyProvider({ url: `${apiUrl}/jwks.json`, ...world }),
    accessKeys: accessKeysOf(config),
    ...channelsOf(config, { ...env }),
    fetchBack: createFetchBack({ ask: (id) => flatpeak.eventById(id), budget, now: currentTime }),
    log: consoleLog,
    analytics: env.ANALYTICS ?? null,
    now: currentTime,
    outside: world,
  };
}

const composed = new WeakMap<object, Composed>();

/** A part of `wrangler.toml` for one environment takes nothing over from the whole: its bindings must be written again. */
const unbound = (env: object): readonly Complaint[] =>
  OBJECTS.filter((name) => typeof (env as Partial<Env>)[name] !== "object").map((name) => ({
    setting: name,
    problem: "is no Durable Object binding here: an [env.*] section of wrangler.toml needs bindings of its own",
  }));

/** Not every runtime has jurisdictions: the one on a developer's machine has none. */
function noJurisdiction(env: Partial<Env>): readonly Complaint[] {
  try {
    if (env.JURISDICTION === "eu") env.CUSTOMER?.jurisdiction("eu");
    return [];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const problem = "cannot be had here: this runtime knows no jurisdictions. Leave it out on a developer's machine";
    return [{ setting: "JURISDICTION", problem }];
  }
}

function read(env: object, standingOf: StandingOf): Composed {
  const config = readConfig({ ...env });
  const complaints = [...unbound(env), ...noJurisdiction(env), ...(config.ok ? [] : config.complaints)];
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
