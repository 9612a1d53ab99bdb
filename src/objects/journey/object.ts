// The Journey object: one person's way through Connect, by the digest of their token. It keeps what FlatPeak last answered and
// what was typed, so that a reload, a second tab and a second tap show the same and cost nothing. What it does is loaded when
// somebody comes: no webhook and no tap has any use for it.

import { Waking } from "../alarm.ts";
import { depsOf } from "../deps.ts";
import { SETTLING_MS } from "../../core/policy.ts";
import { DAY } from "../../core/time.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Beginning, Drafted, JourneyContract, JourneyRecord, JourneyView, Sent, Step } from "./contract.ts";
import type { Conversation } from "./conversation.ts";

/** Nobody comes back to half a page after a day; FlatPeak's tokens live no longer. */
const FORGET_AFTER_MS = DAY;
const SEEN = "seen";
const ORIGIN = "origin";
/** A supplier may take two days to connect, and an event a while to come. */
const ORIGIN_MS = SETTLING_MS + DAY;

/** What began a session, and until when that is kept (ms). */
interface Origin {
  readonly invitationId: string;
  readonly until: number;
}

export class Journey extends Waking implements JourneyContract {
  #conversation: Promise<Conversation> | null = null;

  async beganBy(invitationId: string, now: number): Promise<void> {
    this.ctx.storage.kv.put<Origin>(ORIGIN, { invitationId, until: now + ORIGIN_MS });
    if (this.wake.at === null) await this.wake.mend(() => now + ORIGIN_MS);
  }

  origin(): string | null {
    return this.ctx.storage.kv.get<Origin>(ORIGIN)?.invitationId ?? null;
  }

  begin(beginning: Beginning): Promise<JourneyView> {
    return this.#with((it) => it.begin(beginning));
  }

  look(mayHaveMoved: boolean): Promise<JourneyView | null> {
    return this.#known((it) => it.look(mayHaveMoved));
  }

  stepOf(no: number): Promise<Step | null> {
    return this.#known((it) => it.stepOf(no));
  }

  keep(draft: Drafted): Promise<JourneyView | null> {
    return this.#known((it) => it.keep(draft));
  }

  answer(sent: Sent): Promise<JourneyView | null> {
    return this.#known((it) => it.answer(sent));
  }

  goBack(no: number, typed: string): Promise<JourneyView | null> {
    return this.#known((it) => it.goBack(no, typed));
  }

  record(): JourneyRecord | null {
    const kept = [...this.ctx.storage.kv.list<object>({ reverse: false })];
    const steps = kept.flatMap(([key, value]) => (key.startsWith("step:") ? [value] : []));
    const head = kept.find(([key]) => key === "head")?.[1];
    return head === undefined ? null : { head, steps };
  }

  async forget(): Promise<void> {
    this.#conversation = null;
    await this.wake.deleteAll();
  }

  /** Forgets everything a day after somebody was last here, and once no event is to be expected of a session that an invitation began. */
  protected override async doDue(deps: Deps): Promise<void> {
    const seen = this.ctx.storage.kv.get<number>(SEEN) ?? 0;
    const until = Math.max(seen + FORGET_AFTER_MS, this.ctx.storage.kv.get<Origin>(ORIGIN)?.until ?? 0);
    if (until > deps.now()) return this.wake.set(until);
    this.#conversation = null;
    await this.wake.deleteAll();
  }

  /** Nothing is written, and nothing loaded, for a journey that nobody began. */
  async #known<T>(ask: (conversation: Conversation) => Promise<T> | T): Promise<T | null> {
    return this.ctx.storage.kv.get<number>(SEEN) === undefined ? null : this.#with(ask);
  }

  async #with<T>(ask: (conversation: Conversation) => Promise<T> | T): Promise<T> {
    const deps = depsOf(this.env);
    await this.#touch(deps.now());
    this.#conversation ??= this.#load(deps);
    return ask(await this.#conversation);
  }

  async #load(deps: Deps): Promise<Conversation> {
    try {
      const { Conversation: Loaded } = await import("./conversation.ts");
      return new Loaded(this.ctx.storage, this.env, deps);
    } catch (error) {
      // The next who comes tries again.
      this.#conversation = null;
      throw error;
    }
  }

  /** The alarm is set once: when it goes off early it is set to when it is due. */
  async #touch(now: number): Promise<void> {
    this.ctx.storage.kv.put(SEEN, now);
    if (this.wake.at === null) await this.wake.mend(() => now + FORGET_AFTER_MS);
  }
}
