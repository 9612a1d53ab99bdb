// The one place that touches the alarm of a Customer object.

/** What is remembered of the alarm is looked at this often. */
const LOOK_MS = 60_000;

export class Alarm {
  readonly #storage: DurableObjectStorage;
  #at: number | null = null;
  #lookedAt = 0;

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

  /** What is remembered is no proof that it stands; looked at once a minute, it is mended soon enough. */
  async #check(at: number): Promise<void> {
    const now = Date.now();
    if (now - this.#lookedAt < LOOK_MS) return;
    this.#lookedAt = now;
    if ((await this.#storage.getAlarm()) !== at) await this.#storage.setAlarm(at);
  }
}
