// Restores of customers, from the order until messages are held again. What must not be undone is on disk here before the customer's own
// storage goes back, and whatever is cut off in between is gone on with: nobody goes on from an earlier day as if nothing had been said.

import { depsOf } from "../deps.ts";
import { customerAt } from "../rooms.ts";
import { MINUTE } from "../../core/time.ts";
import type { Alarm } from "../alarm.ts";
import type { Since } from "../../core/person/restored.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";
import type { RestoreDone } from "./contract.ts";

interface Pending {
  readonly customerId: string;
  /** Where it goes back to (ms). */
  readonly at: number;
  readonly since: Since | null;
  readonly dueAt: number;
}

const PREFIX = "restore/";

export class Restores {
  readonly #storage: DurableObjectStorage;
  readonly #alarm: Alarm;
  readonly #env: Env;

  constructor(storage: DurableObjectStorage, alarm: Alarm, env: Env) {
    this.#storage = storage;
    this.#alarm = alarm;
    this.#env = env;
  }

  /** Puts a customer back to `at` (ms), with all messages held. One that was cut off is finished first, whatever instant it was for. */
  async restore(customerId: string, at: number): Promise<RestoreDone> {
    const pending = this.#storage.kv.get<Pending>(`${PREFIX}${customerId}`);
    if (pending !== undefined) return this.#finish(pending);
    const prepared = await customerAt(this.#env, customerId).prepareRestore(customerId, at);
    if (prepared.kind !== "ready") return prepared;
    const dueAt = depsOf(this.#env).now() + MINUTE;
    const begun: Pending = { customerId, at, since: prepared.since, dueAt };
    this.#storage.kv.put(`${PREFIX}${customerId}`, begun);
    const { at: alarm } = this.#alarm;
    if (alarm === null || alarm > dueAt) await this.#alarm.set(dueAt);
    return this.#finish(begun);
  }

  /** When a restore that was cut off is gone on with (ms); null where there is none. */
  dueAt(): number | null {
    const times = this.#all().map(({ dueAt }) => dueAt);
    return times.length === 0 ? null : Math.min(...times);
  }

  async goOn({ now, log }: Deps): Promise<void> {
    for (const it of this.#all().filter(({ dueAt }) => dueAt <= now())) {
      this.#storage.kv.put(`${PREFIX}${it.customerId}`, { ...it, dueAt: now() + MINUTE });
      try {
        await this.#finish(it);
      } catch (error) {
        log.error("restore_put_off", error);
      }
    }
  }

  #all(): readonly Pending[] {
    return [...this.#storage.kv.list<Pending>({ prefix: PREFIX })].map(([, it]) => it);
  }

  async #finish({ customerId, at, since }: Pending): Promise<RestoreDone> {
    const customer = customerAt(this.#env, customerId);
    try {
      await customer.rewind(customerId, at);
    } catch (error) {
      // The object ends with its storage put back, and with it the call. Whether it was, it says itself.
      if (!(error instanceof Error)) throw error;
    }
    const finished = await customer.finishRestore(customerId, since, at);
    if (finished === "not_yet") return { kind: "under_way" };
    this.#storage.kv.delete(`${PREFIX}${customerId}`);
    return finished === "erased" ? { kind: "erased" } : { kind: "restored", at, isKnown: since !== null };
  }
}
