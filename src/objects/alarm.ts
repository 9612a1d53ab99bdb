// The alarm of an object, and what every alarm handler does around its work. The one place that touches an alarm.

import { Answering } from "./answering.ts";
import { depsOf } from "./deps.ts";
import { complaintsOf } from "./wholeness.ts";
import { currentTime } from "../platform/clock.ts";
import { consoleLog } from "../platform/log.ts";
import type { Deps } from "../setup/compose.ts";

/** An alarm handler that is killed in mid-work, or breaks, runs again by then. */
export const WATCHDOG_MS = 60_000;
/** What is remembered of the alarm is compared with what stands this often. */
const CHECK_MS = 60_000;

export class Alarm {
  readonly #storage: DurableObjectStorage;
  #at: number | null = null;
  #checkedAt = 0;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** When it goes off, as far as is remembered here (ms). */
  get at(): number | null {
    return this.#at;
  }

  /** Sets it, or with null takes it away. Setting it to what it is would be a row written for nothing. */
  async set(at: number | null): Promise<void> {
    if (at !== null && at === this.#at) return this.#check(at);
    this.#at = at;
    if (at === null) await this.#storage.deleteAlarm();
    else await this.#storage.setAlarm(at);
  }

  /** Sets the watchdog: the object is woken again soon, whatever becomes of the work that begins now. */
  watch(): Promise<void> {
    return this.set(currentTime() + WATCHDOG_MS);
  }

  /** Sets an alarm that was lost. One that stands is left alone, even where it is early. `at`: when it is to go off (ms). */
  async mend(at: () => number | null): Promise<void> {
    if ((await this.#storage.getAlarm()) === null) await this.set(at());
  }

  /** Deletes all that the object ever wrote, the alarm with it. */
  async deleteAll(): Promise<void> {
    this.#at = null;
    await this.#storage.deleteAll();
  }

  /** What is remembered is no proof that the alarm stands; compared once a minute, it is mended soon enough. */
  async #check(at: number): Promise<void> {
    const now = currentTime();
    if (now - this.#checkedAt < CHECK_MS) return;
    this.#checkedAt = now;
    if ((await this.#storage.getAlarm()) !== at) await this.#storage.setAlarm(at);
  }
}

/** An object that wakes up by itself. */
export abstract class Waking extends Answering {
  protected readonly wake = new Alarm(this.ctx.storage);

  /**
   * Does what is due, and sets the alarm for what is due next, or takes it away. What is thrown here is tried again when the
   * watchdog goes off.
   */
  protected abstract doDue(deps: Deps): Promise<void>;

  /** Never throws: the platform gives up on an alarm that keeps throwing. Without settings nothing is done until they are whole. */
  override async alarm(): Promise<void> {
    await this.wake.watch();
    try {
      if ((await complaintsOf(this.env)).length > 0) return;
      await this.doDue(depsOf(this.env));
    } catch (error) {
      consoleLog.error("alarm_broke", error);
    }
  }
}
