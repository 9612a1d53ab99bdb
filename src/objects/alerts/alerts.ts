// What an object has to tell of its own troubles where people look: ALERT_URL and ALERT_EMAIL. Here only what is noted in a turn;
// what is told of it, and how, is loaded when it is due.

import { AlertStore } from "./kept.ts";
import type { Alert, TroubleWord } from "../../core/alert/troubles.ts";
import type { SweepPlace } from "./ways.ts";
import type { Deps } from "../../setup/compose.ts";

export class Alerts {
  readonly #store: AlertStore;

  constructor(storage: DurableObjectStorage) {
    this.#store = new AlertStore(storage);
  }

  /** Notes that a trouble is there, or over; on disk with whatever else this turn writes. True where that is news: the caller then arms. */
  note({ config, now }: Deps, word: Omit<TroubleWord, "at">): boolean {
    if (config.alerts === null) return false;
    const kept = this.#store.kept() ?? { words: [], troubles: [], owed: [] };
    const last = kept.words.findLast((it) => it.key === word.key);
    const known = kept.troubles.find((it) => it.key === word.key);
    if (word.isThere === (last?.isThere ?? known?.overAt === null)) return false;
    this.#store.keep({ ...kept, words: [...kept.words, { ...word, at: now() }], dueAt: now() });
    return true;
  }

  /** When something is to be done (ms); null for never. */
  dueAt(): number | null {
    return this.#store.kept()?.dueAt ?? null;
  }

  /** Tells what is due. Never throws for what a receiver can cause; the caller then arms. */
  async tellDue(deps: Deps, env: SweepPlace): Promise<void> {
    const due = this.dueAt();
    if (due === null || due > deps.now()) return;
    const { tellAlerts } = await import("./tell.ts");
    await tellAlerts(this.#store, deps, env);
  }

  /** Keeps what another object has to tell, until it is told with what others have. The caller then arms. */
  async gather(deps: Deps, alert: Alert): Promise<void> {
    const { gatherAlert } = await import("./tell.ts");
    gatherAlert(this.#store, deps, alert);
  }
}
