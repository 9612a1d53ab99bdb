// What an object keeps of its own troubles and of the alerts it owes about them.

import type { Crowd } from "../../core/alert/crowd.ts";
import type { Alert, Trouble, TroubleWord } from "../../core/alert/troubles.ts";

/** Who takes alerts: where people look, and the sweep, which gathers those of many objects for them. */
export type Receiver = "url" | "email" | "sweep";

/** An alert that a receiver has not taken yet. */
export interface OwedAlert {
  readonly to: Receiver;
  readonly alert: Alert;
  readonly attempt: number;
  readonly dueAt: number;
}

export interface KeptAlerts {
  /** Not weighed yet. */
  readonly words: readonly TroubleWord[];
  readonly troubles: readonly Trouble[];
  readonly owed: readonly OwedAlert[];
  /** At the sweep alone: what other objects had to tell, until it is told together. */
  readonly crowds?: readonly Crowd[];
  /** When something is to be done about any of it (ms). */
  readonly dueAt: number;
}

const KEY = "alerts";

export class AlertStore {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** All that is kept; null where there is nothing. */
  kept(): KeptAlerts | null {
    return this.#storage.kv.get<KeptAlerts>(KEY) ?? null;
  }

  /** Null where nothing is left. */
  keep(kept: KeptAlerts | null): void {
    if (kept === null) this.#storage.kv.delete(KEY);
    else this.#storage.kv.put(KEY, kept);
  }
}
