// The Phone object: one per phone number, named by its digest. Knows which customers were written to under the number, and
// whether its owner asked for silence: a STOP holds for the number, whoever of them it is.

import { Answering } from "../platform/answering.ts";
import { customerAt } from "../customer/address.ts";
import { consoleLog } from "../platform/log.ts";

/** What the owner of the number said last. */
interface Wish {
  /** Counts the wishes. */
  readonly no: number;
  readonly stop: boolean;
  readonly phone: string;
  /** Of the latest messages it was said in; a provider may bring one twice, and late. */
  readonly heard: readonly string[];
}

/** Who cannot be told is told again, less and less often: a lookup may be down for days. */
const RETRY = { base: 60_000, cap: 3_600_000 };
/** Customers under one number that are kept in mind; a family has a few. */
const MAX_CUSTOMERS = 50;
const MAX_HEARD = 20;
const KEY = "wish";
const TRIES = "tries";

export class Phone extends Answering {
  /** One after the other, or a wish that was overtaken by the next would reach a customer after it. */
  #telling: Promise<void> = Promise.resolve();

  /** A message to this number is about to go out: the customer is kept in mind. True when its owner wants none. */
  claim(customerId: string): boolean {
    const { sql } = this.ctx.storage;
    this.#prepare();
    const { known } = sql
      .exec<{ known: number }>("SELECT COUNT(*) AS known FROM customers WHERE id != ?", customerId)
      .one();
    if (known >= MAX_CUSTOMERS) sql.exec("DELETE FROM customers WHERE id = (SELECT MIN(id) FROM customers)");
    sql.exec("INSERT INTO customers (id, pending) VALUES (?, 0) ON CONFLICT DO NOTHING", customerId);
    return this.#wish()?.stop === true;
  }

  /**
   * The owner of the number wants no more messages, or wants them again. On disk when this resolves; each of its customers
   * is told, now or as soon as they can be. `message` is the id of the message that said so, null where there was none; what
   * was heard before changes nothing.
   */
  async wish(stop: boolean, phone: string, message: string | null): Promise<void> {
    const before = this.#wish();
    const heard = before?.heard ?? [];
    if (message !== null && heard.includes(message)) return;
    this.#prepare();
    const now = message === null ? heard : [...heard, message].slice(-MAX_HEARD);
    this.ctx.storage.kv.put(KEY, { no: (before?.no ?? 0) + 1, stop, phone, heard: now } satisfies Wish);
    this.ctx.storage.kv.delete(TRIES);
    this.ctx.storage.sql.exec("UPDATE customers SET pending = 1");
    await this.#tellCustomers();
  }

  /** Tells those that could not be told. Never throws. */
  override async alarm(): Promise<void> {
    await this.#tellCustomers();
  }

  #tellCustomers(): Promise<void> {
    const tell = (): Promise<void> => this.#tell();
    this.#telling = this.#telling.then(tell, tell);
    return this.#telling;
  }

  async #tell(): Promise<void> {
    const { sql, kv } = this.ctx.storage;
    const wish = this.#wish();
    if (wish === undefined) return;
    const tries = kv.get<number>(TRIES) ?? 0;
    await this.ctx.storage.setAlarm(Date.now() + Math.min(RETRY.cap, RETRY.base * 2 ** tries));
    const pending = sql.exec<{ id: string }>("SELECT id FROM customers WHERE pending = 1").toArray();
    for (const { id } of pending) {
      // A newer wish is told next, to all of them.
      if (this.#wish()?.no !== wish.no) return;
      try {
        const isHeard = await customerAt(this.env, id).wishByPhone(wish.stop, wish.phone);
        if (isHeard && this.#wish()?.no === wish.no) sql.exec("UPDATE customers SET pending = 0 WHERE id = ?", id);
      } catch (error) {
        consoleLog.error("opt_out_put_off", error);
      }
    }
    const { left } = sql.exec<{ left: number }>("SELECT COUNT(*) AS left FROM customers WHERE pending = 1").one();
    if (left > 0) kv.put(TRIES, tries + 1);
    else await this.ctx.storage.deleteAlarm();
  }

  #wish(): Wish | undefined {
    return this.ctx.storage.kv.get<Wish>(KEY);
  }

  #prepare(): void {
    this.ctx.storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS customers (id TEXT PRIMARY KEY, pending INTEGER NOT NULL) WITHOUT ROWID",
    );
  }
}
