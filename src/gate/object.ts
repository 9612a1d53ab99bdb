// The Gate object: one per channel, asked before a provider is called. Keeps to the provider's pace, and closes for all
// customers when the provider refuses our account: no customer's address is to blame for that.

import { DurableObject } from "cloudflare:workers";
import { compose } from "../compose.ts";
import { CHANNEL_PACE } from "../core/settings.ts";
import { Notices } from "../platform/notices.ts";
import { paceOf } from "./pace.ts";
import type { Deps } from "../compose.ts";
import type { ChannelName } from "../core/settings.ts";
import type { Env } from "../env.ts";
import type { Pace } from "./pace.ts";

export type Entry =
  /** Call after so many ms. `trial`: the gate is closed and this call is to find out whether it still must be. */
  | { readonly kind: "go"; readonly after: number; readonly trial: boolean }
  | { readonly kind: "away"; readonly for: number; readonly why: "closed" | "busy" };

export interface Closed {
  readonly since: number;
  readonly why: string;
  readonly trials: number;
  /** When the next call may find out whether the provider takes our messages again. */
  readonly trialAt: number;
}

const FIRST_TRIAL_MS = 60_000;
const MAX_TRIAL_MS = 900_000;
const KEY = "closed";
/** What concerns some customers only opens and closes the gate many times a day; the operator hears of it once. */
const TELL_AGAIN_MS = 86_400_000;
const TOLD = "told";

interface Told {
  readonly why: string;
  readonly at: number;
}

export class Gate extends DurableObject<Env> {
  readonly #notices = new Notices(this.ctx.storage);
  #pace: Pace | null = null;
  #closed: Closed | null = this.ctx.storage.kv.get<Closed>(KEY) ?? null;

  /** May a message go out by this channel now? `wasSentAway` when it asked before. Writes nothing while all is well. */
  enter(channel: ChannelName, wasSentAway: boolean): Entry {
    const now = this.#deps().now();
    const closed = this.#closed;
    if (closed !== null) {
      if (now < closed.trialAt) return { kind: "away", for: closed.trialAt - now, why: "closed" };
      const wait = Math.min(MAX_TRIAL_MS, FIRST_TRIAL_MS * 2 ** closed.trials);
      this.#save({ ...closed, trials: closed.trials + 1, trialAt: now + wait });
      return { kind: "go", after: 0, trial: true };
    }
    this.#pace ??= paceOf(CHANNEL_PACE[channel]);
    const turn = this.#pace.take(now, wasSentAway);
    return turn.kind === "go" ? { ...turn, trial: false } : { ...turn, why: "busy" };
  }

  /** The provider refused our account: nobody calls it until a trial goes well. The operator hears of it once. */
  async close(channel: ChannelName, why: string): Promise<void> {
    if (this.#closed !== null) return;
    const deps = this.#deps();
    const now = deps.now();
    const told = this.ctx.storage.kv.get<Told>(TOLD);
    if (told?.why === why && now - told.at < TELL_AGAIN_MS) deps.log.info("channel_closed_again", { channel, why });
    else {
      this.#notices.owe(deps, { id: `ntc_${channel}_${now}`, type: "channel.closed", data: { channel, why } });
      this.ctx.storage.kv.put(TOLD, { why, at: now } satisfies Told);
    }
    this.#save({ since: now, why, trials: 0, trialAt: now + FIRST_TRIAL_MS });
    await this.#notices.arm();
  }

  /** A trial went well. */
  open(channel: ChannelName): void {
    if (this.#closed === null) return;
    this.#deps().log.info("channel_open_again", { channel });
    this.#save(null);
  }

  /** Since when and why the channel is closed; null while it is open. */
  closed(): Closed | null {
    return this.#closed;
  }

  /** Tells the operator. */
  override alarm(): Promise<void> {
    return this.#notices.ring(compose(this.env));
  }

  #save(closed: Closed | null): void {
    this.#closed = closed;
    if (closed === null) this.ctx.storage.kv.delete(KEY);
    else this.ctx.storage.kv.put(KEY, closed);
  }

  #deps(): Deps {
    const composed = compose(this.env);
    if (!composed.ok) throw new Error("settings are incomplete");
    return composed.deps;
  }
}
