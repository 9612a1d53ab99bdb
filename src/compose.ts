// Config -> Deps. The only file that knows every adapter; whoever needs one asks for its port.

import { createHandoff } from "./channels/handoff.ts";
import { createLogChannel } from "./channels/log.ts";
import { readConfig } from "./config.ts";
import { createFlatPeak } from "./flatpeak/flatpeak.ts";
import { createKeyProvider } from "./flatpeak/keys.ts";
import { perMinute } from "./platform/budget.ts";
import { consoleLog } from "./platform/log.ts";
import type { Budget } from "./platform/budget.ts";
import type { Complaint, Config } from "./config.ts";
import type { Channel, FlatPeak, Log } from "./core/ports.ts";
import type { ChannelName } from "./core/settings.ts";
import type { KeyProvider } from "./flatpeak/keys.ts";

/** Everything the product reaches the world through. One per isolate: it holds the caches of keys and bearer. */
export interface Deps {
  readonly config: Config;
  readonly flatpeak: FlatPeak;
  readonly keys: KeyProvider;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  /** How many unsigned events may still be fetched back this minute. */
  readonly fetchBack: Budget;
  readonly log: Log;
  /** Milliseconds. */
  readonly now: () => number;
}

export type Composed =
  { readonly ok: true; readonly deps: Deps } | { readonly ok: false; readonly complaints: readonly Complaint[] };

const outward: typeof fetch = (input, init) => fetch(input, init);
const now = (): number => Date.now();

function build(config: Config): Deps {
  const { apiUrl, apiVersion, accountId, apiKey } = config.flatpeak;
  const channels: Channel[] = [createLogChannel(consoleLog)];
  if (config.handoff !== null) channels.push(createHandoff({ ...config.handoff, fetch: outward, now }));
  return {
    config,
    flatpeak: createFlatPeak({ apiUrl, apiVersion, accountId, apiKey, fetch: outward, now }),
    keys: createKeyProvider({ url: `${apiUrl}/jwks.json`, fetch: outward, now }),
    channels: new Map(channels.map((it) => [it.name, it])),
    fetchBack: perMinute(config.webhook.fetchBackPerMinute),
    log: consoleLog,
    now,
  };
}

const composed = new WeakMap<object, Composed>();

/** The Deps of this environment, made once for it; or what its settings lack. */
export function compose(env: object): Composed {
  let result = composed.get(env);
  if (result === undefined) {
    const read = readConfig({ ...env });
    result = read.ok ? { ok: true, deps: build(read.config) } : read;
    composed.set(env, result);
  }
  return result;
}
