// Restores of customers, from the order until messages are held again. What must not be undone is on disk here before the customer's own
// storage goes back, and whatever is cut off in between is gone on with: nobody goes on from an earlier day as if nothing had been said.

import { depsOf } from "../deps.ts";
import { customerAt } from "../rooms.ts";
import { MINUTE } from "../../core/time.ts";
import { PendingStore } from "./pending.ts";
import type { Alarm } from "../alarm.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";
import type { RestoreDone } from "./contract.ts";
import type { Pending } from "./pending.ts";

/** What happens while a customer is about to be put back is read again this often, and then by the alarm. */
const READ_AGAIN = 5;

export class Restores {
  readonly #store: PendingStore;
  readonly #alarm: Alarm;
  readonly #env: Env;
  /** Those for whom an order is being prepared here. */
  readonly #preparing = new Set<string>();

  constructor(storage: DurableObjectStorage, alarm: Alarm, env: Env) {
    this.#store = new PendingStore(storage);
    this.#alarm = alarm;
    this.#env = env;
  }

  /**
   * Puts a customer back to `at` (ms), with all messages held. One that was cut off is finished first, whatever instant it was for; of two
   * orders at once the second changes nothing.
   */
  async restore(customerId: string, at: number): Promise<RestoreDone> {
    const pending = this.#store.get(customerId);
    if (pending !== null) return this.#finish(pending);
    if (this.#preparing.has(customerId)) return { kind: "under_way" };
    this.#preparing.add(customerId);
    try {
      const prepared = await customerAt(this.#env, customerId).prepareRestore(customerId, at);
      if (prepared.kind !== "ready") return prepared;
      const now = depsOf(this.#env).now();
      const dueAt = now + MINUTE;
      const begun: Pending = { id: `${at}/${now}`, customerId, at, since: prepared.since, dueAt };
      this.#store.put(begun);
      const { at: alarm } = this.#alarm;
      if (alarm === null || alarm > dueAt) await this.#alarm.set(dueAt);
      return await this.#finish(begun);
    } finally {
      this.#preparing.delete(customerId);
    }
  }

  /** When a restore that was cut off is gone on with (ms); null where there is none. */
  dueAt(): number | null {
    const times = this.#store.all().map(({ dueAt }) => dueAt);
    return times.length === 0 ? null : Math.min(...times);
  }

  async goOn({ now, log }: Deps): Promise<void> {
    for (const { customerId } of this.#store.all().filter(({ dueAt }) => dueAt <= now())) {
      this.#store.putOff(customerId, now() + MINUTE);
      const pending = this.#store.get(customerId);
      if (pending === null) continue;
      try {
        await this.#finish(pending);
      } catch (error) {
        log.error("restore_put_off", error);
      }
    }
  }

  async #finish(pending: Pending): Promise<RestoreDone> {
    const { customerId, at } = pending;
    const customer = customerAt(this.#env, customerId);
    const since = await this.#rewind(pending);
    const finished = await customer.finishRestore(customerId, { id: pending.id, at, since });
    if (finished === "not_yet") return { kind: "under_way" };
    this.#store.drop(pending);
    return finished === "erased" ? { kind: "erased" } : { kind: "restored", at, isKnown: since !== null };
  }

  /** Has storage put back, and gives what happened since, which is on disk here before that. */
  async #rewind(pending: Pending): Promise<Pending["since"]> {
    const { customerId, id, at } = pending;
    let { since } = pending;
    try {
      for (let read = 0; read < READ_AGAIN; read++) {
        const rewound = await customerAt(this.#env, customerId).rewind(customerId, { id, at, since });
        if (rewound.kind !== "changed") break;
        since = rewound.since;
        this.#store.put({ ...pending, since });
      }
    } catch (error) {
      // The object ends with its storage put back, and with it the call. Whether it was, it says itself.
      if (!(error instanceof Error)) throw error;
    }
    return since;
  }
}
