// Notices to the company that runs this: said once in the log, and once to its backend where it has one. Each object that
// has something to say keeps its own, and tries until the backend has taken it or has had five days.

import { OUTWARD_EVENTS } from "../core/announce/events.ts";
import { backoff } from "../core/message/backoff.ts";
import { DAY, HOUR, SECOND } from "../core/time.ts";
import type { OutwardEvent } from "../core/announce/events.ts";
import type { Alarm } from "./alarm.ts";
import type { Deps } from "../setup/compose.ts";
import type { DeliveryOutcome } from "../core/message/outcome.ts";

export interface Notice {
  /** Known to the receiver; the same on every attempt. */
  readonly id: string;
  readonly type:
    | "supplier.outage"
    | "channel.closed"
    | "channel.impaired"
    | "account.refused"
    | "flatpeak.impaired"
    | "connect.unknown_page";
  readonly data: Readonly<Record<string, string | number | null>>;
}

/** What stands before the company's backend. */
export interface BackendDoor {
  /** How long to stay away (ms); 0 to go now. `isOwnTrouble`: the notice is about the backend itself. */
  enter(
    notice: { readonly id: string; readonly at: number; readonly attempt: number },
    isOwnTrouble: boolean,
  ): Promise<number>;
  hear(outcome: DeliveryOutcome): Promise<void>;
}

interface Owed extends Notice {
  readonly at: number;
  readonly attempt: number;
  readonly dueAt: number;
  /** When the backend was first called with it: waiting before the door is no try. */
  readonly triedAt: number | null;
}

/** How long the company is left alone between two tries. */
const TELL_AGAIN = { base: 10 * SECOND, cap: HOUR };
const GIVE_UP_AFTER_MS = 5 * DAY;
/** A backend that stays closed this long is not told any more what it missed. */
const STALE_AFTER_MS = 30 * DAY;
const KEY = "notices";

/** What is no event that can be chosen always goes. */
const isWanted = (type: Notice["type"], chosen: readonly OutwardEvent[]): boolean => {
  const known = OUTWARD_EVENTS.find((it) => it === type);
  return known === undefined || chosen.includes(known);
};

const isOwnTrouble = ({ data }: Notice): boolean => data["channel"] === "handoff";

export class Notices {
  readonly #storage: DurableObjectStorage;
  readonly #alarm: Alarm;
  readonly #door: BackendDoor;
  readonly #alsoAt: () => number | null;

  /** `alsoAt`: when the object is woken for something else (ms); null for never. */
  constructor(
    storage: DurableObjectStorage,
    alarm: Alarm,
    door: BackendDoor,
    alsoAt: () => number | null = () => null,
  ) {
    this.#storage = storage;
    this.#alarm = alarm;
    this.#door = door;
    this.#alsoAt = alsoAt;
  }

  /** Owes a notice; on disk with whatever else this turn writes. The caller then arms. */
  owe(deps: Deps, notice: Notice): void {
    const now = deps.now();
    const what = notice.type.replace(".", "_");
    // What is impaired is nobody's fault here, and works for everybody else; so does what FlatPeak added to its pages.
    if (notice.type === "flatpeak.impaired" || notice.type === "connect.unknown_page") deps.log.info(what, notice.data);
    else deps.log.error(what, null, notice.data);
    if (deps.backend === null || !isWanted(notice.type, deps.config.eventsOut)) return;
    this.#save([...this.#owed(), { ...notice, at: now, attempt: 0, dueAt: now, triedAt: null }]);
  }

  /** What waits for the backend to be open again need wait no longer. The caller then arms. */
  hurry(deps: Deps): void {
    const owed = this.#owed();
    if (owed.length > 0) this.#save(owed.map((it) => ({ ...it, dueAt: deps.now() })));
  }

  /** Sets the alarm of the object to when the next attempt is due, or whatever else it is woken for. */
  arm(): Promise<void> {
    return this.#alarm.set(this.dueAt());
  }

  /** When the next attempt is due, or whatever else the object is woken for (ms); null for neither. */
  dueAt(): number | null {
    const times = [...this.#owed().map((it) => it.dueAt), this.#alsoAt() ?? []].flat();
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Says what is due, and arms for what is left. */
  async sayDue(deps: Deps): Promise<void> {
    await this.#say(deps);
    await this.arm();
  }

  async #say(deps: Deps): Promise<void> {
    for (const it of this.#owed().filter(({ dueAt }) => dueAt <= deps.now())) {
      const wait = await this.#door.enter(it, isOwnTrouble(it));
      if (wait > 0) {
        const isStale = deps.now() - it.at > STALE_AFTER_MS;
        this.#replace(it.id, isStale ? null : { ...it, dueAt: deps.now() + wait });
        continue;
      }
      const triedAt = it.triedAt ?? deps.now();
      const outcome = await this.#post(deps, it);
      await this.#door.hear(outcome);
      const now = deps.now();
      const isOver = outcome.kind === "sent" || outcome.kind === "failed" || now - triedAt > GIVE_UP_AFTER_MS;
      const attempt = it.attempt + 1;
      const dueAt = now + backoff(it.id, attempt, TELL_AGAIN, null);
      this.#replace(it.id, isOver ? null : { ...it, attempt, dueAt, triedAt });
    }
  }

  async #post({ backend }: Deps, { id, type, at, data }: Owed): Promise<DeliveryOutcome> {
    if (backend === null) return { kind: "failed", why: "there is no backend", scope: "us" };
    return backend.post(id, type, at, data);
  }

  #owed(): readonly Owed[] {
    return this.#storage.kv.get<readonly Owed[]>(KEY) ?? [];
  }

  #replace(id: string, by: Owed | null): void {
    const others = this.#owed().filter((it) => it.id !== id);
    this.#save(by === null ? others : [...others, by]);
  }

  #save(owed: readonly Owed[]): void {
    if (owed.length === 0) this.#storage.kv.delete(KEY);
    else this.#storage.kv.put(KEY, owed);
  }
}
