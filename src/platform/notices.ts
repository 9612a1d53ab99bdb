// Notices to the company that runs this: said once in the log, and once to its backend where it has one. Each object that
// has something to say keeps its own, and tries until the backend has taken it or has had five days.

import { backoff } from "../core/backoff.ts";
import { DAY, HOUR, SECOND } from "../core/time.ts";
import type { Composed, Deps } from "../compose.ts";
import type { DeliveryOutcome } from "../core/outcome.ts";

export interface Notice {
  /** Known to the receiver; the same on every attempt. */
  readonly id: string;
  readonly type: "supplier.outage" | "channel.closed";
  readonly data: Readonly<Record<string, string | number | null>>;
}

interface Owed extends Notice {
  readonly at: number;
  readonly attempt: number;
  readonly dueAt: number;
}

const GIVE_UP_AFTER_MS = 5 * DAY;
const WATCHDOG_MS = 60_000;
const KEY = "notices";

export class Notices {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Owes a notice; on disk with whatever else this turn writes. The caller then arms. */
  owe(deps: Deps, notice: Notice): void {
    const now = deps.now();
    deps.log.error(notice.type.replace(".", "_"), null, notice.data);
    if (deps.backend === null) return;
    this.#save([...this.#owed(), { ...notice, at: now, attempt: 0, dueAt: now }]);
  }

  /** Sets the alarm of the object to when the next attempt is due. */
  async arm(): Promise<void> {
    const times = this.#owed().map((it) => it.dueAt);
    if (times.length === 0) await this.#storage.deleteAlarm();
    else await this.#storage.setAlarm(Math.min(...times));
  }

  /** The whole of an alarm of an object that has no other. Never throws: the platform gives up on one that keeps throwing. */
  async ring(composed: Composed): Promise<void> {
    await this.#storage.setAlarm(Date.now() + WATCHDOG_MS);
    if (!composed.ok) return;
    try {
      await this.#work(composed.deps);
      await this.arm();
    } catch (error) {
      composed.deps.log.error("alarm_broke", error);
    }
  }

  async #work(deps: Deps): Promise<void> {
    for (const it of this.#owed().filter(({ dueAt }) => dueAt <= deps.now())) {
      const outcome = await this.#say(deps, it);
      const now = deps.now();
      const isOver = outcome.kind === "sent" || outcome.kind === "failed" || now - it.at > GIVE_UP_AFTER_MS;
      const attempt = it.attempt + 1;
      const dueAt = now + backoff(it.id, attempt, 10 * SECOND, HOUR, null);
      const others = this.#owed().filter(({ id }) => id !== it.id);
      this.#save(isOver ? others : [...others, { ...it, attempt, dueAt }]);
    }
  }

  async #say({ backend }: Deps, { id, type, at, data }: Owed): Promise<DeliveryOutcome> {
    if (backend === null) return { kind: "failed", why: "there is no backend", scope: "us" };
    return backend.post(id, type, at, data);
  }

  #owed(): readonly Owed[] {
    return this.#storage.kv.get<readonly Owed[]>(KEY) ?? [];
  }

  #save(owed: readonly Owed[]): void {
    if (owed.length === 0) this.#storage.kv.delete(KEY);
    else this.#storage.kv.put(KEY, owed);
  }
}
