// Restores of customers, from the order until messages are held again. What must not be undone is on disk here before the customer's own
// storage goes back, and whatever is cut off in between is gone on with: nobody goes on from an earlier day as if nothing had been said.

import { depsOf } from "../deps.ts";
import { customerAt, gateOf } from "../rooms.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import { waysOf } from "../ways.ts";
import { PendingStore } from "./pending.ts";
import type { Alarm } from "../alarm.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";
import type { RestoreDone } from "./contract.ts";
import type { Pending } from "./pending.ts";

/** What happens while a customer is about to be put back is read again this often, and then by the alarm. */
const READ_AGAIN = 5;
/** One that was cut off is gone on with so soon; and after this, where it still cannot be done. */
const GO_ON_MS = { first: 10 * SECOND, again: MINUTE };

export class Restores {
  readonly #store: PendingStore;
  readonly #alarm: Alarm;
  readonly #env: Env;
  /** Those for whom an order is being carried out here. */
  readonly #busy = new Set<string>();
  /** Of those, the ones whose storage is going back, and when they are held again. */
  readonly #finishing = new Map<string, Promise<RestoreDone>>();

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
    return this.#alone<RestoreDone>(customerId, { kind: "under_way" }, async () => {
      const pending = this.#store.get(customerId);
      if (pending !== null) return this.#finish(pending);
      const prepared = await customerAt(this.#env, customerId).prepareRestore(customerId, at);
      if (prepared.kind !== "ready") return prepared;
      const now = depsOf(this.#env).now();
      const dueAt = now + GO_ON_MS.first;
      const { since } = prepared;
      const ordered = since === null ? {} : { ordered: since.state.contact };
      const begun: Pending = { id: `${at}/${now}`, customerId, at, since, dueAt, ...ordered };
      this.#store.put(begun);
      const { at: alarm } = this.#alarm;
      if (alarm === null || alarm > dueAt) await this.#alarm.set(dueAt);
      return this.#finish(begun);
    });
  }

  /** Goes on at once with a restore of theirs that was cut off, where there is one; waits for one that is just being finished. */
  async goOnWith(customerId: string): Promise<void> {
    await this.#finishing.get(customerId);
    await this.#alone(customerId, null, async () => {
      const pending = this.#store.get(customerId);
      if (pending !== null) await this.#finish(pending);
      return null;
    });
  }

  /** Does something about a customer while nothing else is done about them here; gives `busy` where something is. */
  async #alone<T>(customerId: string, busy: T, work: () => Promise<T>): Promise<T> {
    if (this.#busy.has(customerId)) return busy;
    this.#busy.add(customerId);
    try {
      return await work();
    } finally {
      this.#busy.delete(customerId);
    }
  }

  /** When a restore that was cut off is gone on with (ms); null where there is none. */
  dueAt(): number | null {
    const times = this.#store.all().map(({ dueAt }) => dueAt);
    return times.length === 0 ? null : Math.min(...times);
  }

  async goOn({ now, log }: Deps): Promise<void> {
    for (const { customerId } of this.#store.all().filter(({ dueAt }) => dueAt <= now())) {
      this.#store.putOff(customerId, now() + GO_ON_MS.again);
      try {
        await this.goOnWith(customerId);
      } catch (error) {
        log.error("restore_put_off", error);
      }
    }
  }

  async #finish(pending: Pending): Promise<RestoreDone> {
    const { customerId } = pending;
    const finishing = this.#putBack(pending);
    this.#finishing.set(customerId, finishing);
    try {
      return await finishing;
    } finally {
      this.#finishing.delete(customerId);
    }
  }

  async #putBack(pending: Pending): Promise<RestoreDone> {
    const { customerId, at } = pending;
    const customer = customerAt(this.#env, customerId);
    // Storage that was put back knows nothing of being held. Until it does, whoever wakes there is let through by no gate.
    await this.#keepBack(customerId, true);
    const since = await this.#rewind(pending);
    const { customerId: _, dueAt: _dueAt, ...order } = pending;
    const finished = await customer.finishRestore(customerId, { ...order, since });
    if (finished === "not_yet") return { kind: "under_way" };
    await this.#keepBack(customerId, false);
    this.#store.drop(pending);
    return finished === "erased" ? { kind: "erased" } : { kind: "restored", at, isKnown: since !== null };
  }

  /** Has every way out keep back what is for a customer, or let it go again. */
  async #keepBack(customerId: string, isKeptBack: boolean): Promise<void> {
    const ways = waysOf(depsOf(this.#env).config);
    await Promise.all(ways.map((way) => gateOf(this.#env, way).keepBack(customerId, isKeptBack)));
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
