// What an object keeps of its own troubles and of the alerts it owes about them.

import type { Alert, Trouble, TroubleWord } from "../../core/alert/troubles.ts";

/** An alert that one of the two has not taken yet. */
export interface OwedAlert {
  readonly to: "url" | "email";
  readonly alert: Alert;
  readonly attempt: number;
  readonly dueAt: number;
}

export interface KeptAlerts {
  /** Not weighed yet. */
  readonly words: readonly TroubleWord[];
  readonly troubles: readonly Trouble[];
  readonly owed: readonly OwedAlert[];
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
