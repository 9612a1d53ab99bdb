// The Phone object: one per phone number, named by its digest. Knows which customers were written to under the number, and
// whether its owner asked for silence: a STOP holds for the number, whoever of them it is.

import { DurableObject } from "cloudflare:workers";
import { customerAt } from "../customer/address.ts";
import { consoleLog } from "../platform/log.ts";
import type { Env } from "../env.ts";

const RETRY_MS = 60_000;
/** Customers under one number that are kept in mind; a family has a few. */
const MAX_CUSTOMERS = 50;

export class Phone extends DurableObject<Env> {
  /** A message to this number is about to go out. True when its owner wants none; else the customer is kept in mind. */
  claim(customerId: string): boolean {
    if (this.#stopped()) return true;
    const { sql } = this.ctx.storage;
    this.#prepare();
    const { known } = sql
      .exec<{ known: number }>("SELECT COUNT(*) AS known FROM customers WHERE id != ?", customerId)
      .one();
    if (known >= MAX_CUSTOMERS) sql.exec("DELETE FROM customers WHERE id = (SELECT MIN(id) FROM customers)");
    sql.exec("INSERT INTO customers (id, pending) VALUES (?, 0) ON CONFLICT DO NOTHING", customerId);
    return false;
  }

  /**
   * The owner of the number wants no more messages, or wants them again. On disk when this resolves; each of its customers
   * is told, now or as soon as they can be.
   */
  async wish(stop: boolean, phone: string): Promise<void> {
    this.#prepare();
    this.ctx.storage.kv.put("wish", { stop, phone });
    this.ctx.storage.sql.exec("UPDATE customers SET pending = 1");
    await this.#tellCustomers();
  }

  /** Tells those that could not be told. Never throws. */
  override async alarm(): Promise<void> {
    await this.#tellCustomers();
  }

  async #tellCustomers(): Promise<void> {
    const wish = this.ctx.storage.kv.get<{ stop: boolean; phone: string }>("wish");
    if (wish === undefined) return;
    await this.ctx.storage.setAlarm(Date.now() + RETRY_MS);
    const { sql } = this.ctx.storage;
    const pending = sql.exec<{ id: string }>("SELECT id FROM customers WHERE pending = 1").toArray();
    for (const { id } of pending) {
      try {
        await customerAt(this.env, id).wishByPhone(wish.stop, wish.phone);
        sql.exec("UPDATE customers SET pending = 0 WHERE id = ?", id);
      } catch (error) {
        consoleLog.error("opt_out_put_off", error);
      }
    }
    const { left } = sql.exec<{ left: number }>("SELECT COUNT(*) AS left FROM customers WHERE pending = 1").one();
    if (left === 0) await this.ctx.storage.deleteAlarm();
  }

  #stopped(): boolean {
    return this.ctx.storage.kv.get<{ stop: boolean }>("wish")?.stop === true;
  }

  #prepare(): void {
    this.ctx.storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS customers (id TEXT PRIMARY KEY, pending INTEGER NOT NULL) WITHOUT ROWID",
    );
  }
}
