// When a customer's object forgets: once a day with whatever wakes it, and otherwise by its alarm, so that what sleeps is
// forgotten too. What goes wrong with it stands in nobody's way.

import { isForgettable } from "../../../core/person/forgetting.ts";
import { DAY } from "../../../core/time.ts";
import { tidy } from "./retention.ts";
import type { Times } from "./retention.ts";
import type { Retention } from "../../../setup/retention.ts";
import type { Workplace } from "../workplace.ts";
import type { CustomerStore } from "./store.ts";

/** Whether a day has passed is on disk; an awake object need not look every time. */
const LOOK_MS = 600_000;

export class Housekeeping {
  readonly #store: CustomerStore;
  #lookedAt = 0;

  constructor(store: CustomerStore) {
    this.#store = store;
  }

  /** When it is due next, on the customer's clock (ms); null where there is nothing to forget, and nobody who has yet to forget. */
  dueAt(): number | null {
    const { document, tombstone } = this.#store;
    if (tombstone !== null) return tombstone.left === null ? null : tombstone.dueAt;
    return document?.forgetAt ?? null;
  }

  /** Forgets what is old. `now` on the customer's clock (ms). */
  run({ deps }: Workplace, now: number, forgetPerson: () => void): void {
    try {
      this.#forget(deps.config.kept, { now: deps.now(), customerNow: now }, forgetPerson);
    } catch (error) {
      deps.log.error("tidy_broke", error);
      this.#store.note({ forgetAt: now + DAY });
    }
  }

  #forget(kept: Retention, times: Times, forgetPerson: () => void): void {
    const store = this.#store;
    const now = times.customerNow;
    store.transact(() => this.#tidy(kept, times));
    if ((store.document?.activeAt ?? now) + kept.contact <= now) {
      forgetPerson();
      store.transact(() => this.#tidy(kept, times));
    }
    const document = store.document;
    if (document === null || !isForgettable(document.state)) return;
    const person = document.activeAt + kept.contact;
    store.note({ forgetAt: Math.max(Math.min(person, document.forgetAt ?? Infinity), now + DAY) });
  }

  #tidy(kept: Retention, times: Times): void {
    const { document, keys } = this.#store;
    if (document === null) return;
    const { nextAt, heardAt, ...left } = tidy(keys, document, times, kept);
    const forgetAt = nextAt === Infinity ? null : Math.max(nextAt, times.customerNow + DAY);
    // An event that changed nothing is forgotten before the customer is.
    this.#store.note({ ...left, tidiedAt: times.now, forgetAt, activeAt: Math.max(document.activeAt, heardAt) });
  }

  /** Whether it is due: by its own time, or since a day has passed. `now` on the customer's clock; both in ms. */
  isDue(realNow: number, now: number): boolean {
    const due = this.dueAt();
    if (due !== null && due <= now) return true;
    if (realNow - this.#lookedAt < LOOK_MS) return false;
    this.#lookedAt = realNow;
    const { document } = this.#store;
    return document !== null && realNow - (document.tidiedAt ?? document.madeAt) >= DAY;
  }
}
