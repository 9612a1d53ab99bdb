// The Gate object: one per way out, asked before its provider is called. Keeps to the provider's pace, and lets nobody
// through while the provider refuses our account or sender: no customer's address is to blame for that. Before FlatPeak the
// same holds of homes; that gate has no pace, and is asked before a login only.

import { Answering } from "../platform/answering.ts";
import { compose } from "../compose.ts";
import { CHANNEL_PACE } from "../core/settings.ts";
import { Notices } from "../platform/notices.ts";
import { backendDoor } from "./backend.ts";
import { HEALTHY, hear, knock } from "./breaker.ts";
import { paceOf } from "./pace.ts";
import type { Deps } from "../compose.ts";
import type { Way } from "./address.ts";
import type { Health, Said } from "./breaker.ts";
import type { Pace } from "./pace.ts";

/** Who asks to be let through. */
export interface Caller {
  /** The recipient, by a digest; null where nobody can be told apart. */
  readonly who: string | null;
  /** It was sent away before, and comes before those who are new. */
  readonly wasSentAway: boolean;
  /** Its test clock was moved: it never waits for the real one. */
  readonly isAhead: boolean;
}

export type Entry =
  /** Call after so many ms. `isWatched`: the gate is to hear what comes of it, good news too. */
  | { readonly kind: "go"; readonly after: number; readonly isWatched: boolean }
  | { readonly kind: "away"; readonly for: number; readonly why: "closed" | "busy" };

/** How a way out stands, as an operator reads it. */
export interface GateReport {
  readonly closed: {
    readonly since: number;
    readonly why: string;
    readonly trials: number;
    readonly trialAt: number;
  } | null;
  /** What keeps some recipients from being reached, and when it last did. */
  readonly impaired: readonly { readonly why: string; readonly at: number }[];
}

const KEY = "health";
/** Somebody may have tapped a link: FlatPeak is tried again this often, however long it has refused us. */
const FLATPEAK_TRIAL_MS = 60_000;
const longestOf = (way: Way): number => (way === "flatpeak" ? FLATPEAK_TRIAL_MS : Infinity);
/** The company's backend is asked for a customer's addresses no faster than this, a second. */
const LOOKUP_PACE = 100;

export class Gate extends Answering {
  readonly #notices = new Notices(this.ctx.storage, backendDoor(this.env));
  #pace: Pace | null = null;
  #health: Health = this.ctx.storage.kv.get<Health>(KEY) ?? HEALTHY;

  /** May a message go out this way now? Writes nothing while all is well. */
  async enter(way: Way, { who, wasSentAway, isAhead }: Caller): Promise<Entry> {
    const deps = this.#deps();
    const now = deps.now();
    const { health, door, hasOpened } = knock(this.#health, who, isAhead, now, longestOf(way));
    this.#save(health);
    if (hasOpened) await this.#noteOpened(deps, way);
    if (door.kind === "away") return { ...door, why: "closed" };
    if (way === "flatpeak") return { kind: "go", after: 0, isWatched: door.isWatched };
    this.#pace ??= paceOf(way === "contact_lookup" ? LOOKUP_PACE : CHANNEL_PACE[way]);
    const turn = this.#pace.take(now, wasSentAway);
    return turn.kind === "go" ? { ...turn, isWatched: door.isWatched } : { ...turn, why: "busy" };
  }

  /** What came of a call. Closes or opens the gate as that shows, and tells the operator once. */
  async hear(way: Way, said: Said): Promise<void> {
    const deps = this.#deps();
    const now = deps.now();
    const { health, notices, hasOpened } = hear(this.#health, said, now, longestOf(way));
    this.#save(health);
    for (const { type, why } of notices) {
      const id = `ntc_${way}_${now}_${type}`;
      const ofFlatPeak = type === "channel.closed" ? "flatpeak.refused" : "flatpeak.impaired";
      if (way === "flatpeak") this.#notices.owe(deps, { id, type: ofFlatPeak, data: { why } });
      else this.#notices.owe(deps, { id, type, data: { channel: way, why } });
    }
    if (hasOpened) await this.#noteOpened(deps, way);
    else if (notices.length > 0) await this.#notices.arm();
  }

  /** Whether and why the way is closed, and what is wrong with part of it. */
  report(): GateReport {
    const { closed, impaired } = this.#health;
    if (closed === null) return { closed, impaired };
    const { since, why, trials, trialAt } = closed;
    return { closed: { since, why, trials, trialAt }, impaired };
  }

  /** Tells the operator. */
  override alarm(): Promise<void> {
    return this.#notices.ring(compose(this.env));
  }

  /** Word of the backend's own trouble, which waited here for its end, can go now. */
  async #noteOpened(deps: Deps, way: Way): Promise<void> {
    deps.log.info("channel_open_again", { channel: way });
    this.#notices.hurry(deps);
    await this.#notices.arm();
  }

  #save(health: Health): void {
    if (health === this.#health) return;
    this.#health = health;
    this.ctx.storage.kv.put(KEY, health);
  }

  #deps(): Deps {
    const composed = compose(this.env);
    if (!composed.ok) throw new Error("settings are incomplete");
    return composed.deps;
  }
}
