// When a customer's object forgets: once a day with whatever wakes it, and otherwise by its alarm, so that what sleeps is
// forgotten too. What goes wrong with it stands in nobody's way.

import { isForgettable } from "../../../core/person/forgetting.ts";
import { DAY } from "../../../core/time.ts";
import { nextToForget, noteActive, tidiedAt, tidy } from "./retention.ts";
import type { CustomerStore } from "./state.ts";
import type { Workplace } from "../workplace.ts";

/** Whether a day has passed is on disk; an awake object need not look every time. */
const LOOK_MS = 600_000;

export class Housekeeping {
  readonly #storage: DurableObjectStorage;
  readonly #store: CustomerStore;
  #lookedAt = 0;

  constructor(storage: DurableObjectStorage, store: CustomerStore) {
    this.#storage = storage;
    this.#store = store;
  }

  /** When it is due next, on the customer's clock (ms); null where there is nothing to forget. */
  dueAt(): number | null {
    return this.#store.forgetAt();
  }

  /** Forgets what is old. `now` on the customer's clock (ms). */
  run({ deps, customerId }: Workplace, now: number, forgetPerson: () => void): void {
    try {
      const quietUntil = noteActive(this.#storage.sql) + deps.config.contactKept;
      if (quietUntil <= now) forgetPerson();
      tidy(this.#storage, deps.now(), now);
      const person = isForgettable(this.#store.load(customerId)) ? quietUntil : Infinity;
      const next = Math.min(person, nextToForget(this.#storage.sql, now - deps.now()));
      this.#store.setForgetAt(next === Infinity ? null : Math.max(next, now + DAY));
    } catch (error) {
      deps.log.error("tidy_broke", error);
      this.#store.setForgetAt(now + DAY);
    }
  }

  /** Whether it is due: by its own time, or since a day has passed. `now` on the customer's clock; both in ms. */
  isDue(realNow: number, now: number): boolean {
    const due = this.#store.forgetAt();
    if (due !== null && due <= now) return true;
    if (realNow - this.#lookedAt < LOOK_MS) return false;
    this.#lookedAt = realNow;
    const since = tidiedAt(this.#storage.sql);
    return since !== null && realNow - since >= DAY;
  }
}
