// What a Phone object keeps: whom it knows, what its owner said last, and every message it said so in.

import { DAY } from "../../core/time.ts";
import type { Wish, Memory, Hearing, Acquaintance, Reminded } from "./contract.ts";

type Row = Acquaintance & Record<string, SqlStorageValue>;

/** How exactly it is known when the number was last in use. */
const USE_MS = 30 * DAY;
/** Nobody changes their mind so often. Beyond it a START could be one that was heard and forgotten, and counts no more. */
const MAX_HEARD = 1_000;

export class PhoneStore {
  readonly #storage: DurableObjectStorage;
  #isReady = false;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  get #sql(): SqlStorage {
    if (!this.#isReady) {
      this.#storage.sql.exec(
        `CREATE TABLE IF NOT EXISTS customers (id TEXT PRIMARY KEY, since INTEGER NOT NULL, pending INTEGER NOT NULL) WITHOUT ROWID;
         CREATE TABLE IF NOT EXISTS later (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
         CREATE TABLE IF NOT EXISTS heard (message TEXT PRIMARY KEY) WITHOUT ROWID`,
      );
      this.#isReady = true;
    }
    return this.#storage.sql;
  }

  wish(): Wish | undefined {
    return this.#storage.kv.get<Wish>("wish");
  }

  /** Keeps a customer in mind; gives since when (ms). */
  keep(id: string, now: number): number {
    this.#sql.exec("INSERT INTO customers (id, since, pending) VALUES (?, ?, 0) ON CONFLICT DO NOTHING", id, now);
    return this.#sql.exec<{ since: number }>("SELECT since FROM customers WHERE id = ?", id).one().since;
  }

  /** Takes a wish that came in the message of this digest; false where it must not be heard. */
  take(wish: Wish, message: string | null): boolean {
    return this.#storage.transactionSync(() => {
      const { count } = this.#sql.exec<{ count: number }>("SELECT COUNT(*) AS count FROM heard").one();
      const isFull = message === null || count >= MAX_HEARD;
      if (isFull && !wish.stop) return false;
      if (message !== null && this.#isHeard(message)) return false;
      if (!isFull) this.#sql.exec("INSERT INTO heard (message) VALUES (?)", message);
      this.#storage.kv.put("wish", wish);
      this.#storage.kv.delete("tries");
      this.#sql.exec("UPDATE customers SET pending = 1");
      return true;
    });
  }

  /** Takes the wish to be reminded later, that came at `at` (ms) in the message of this digest; false where it was heard before. */
  takeLater(at: number, message: string | null): boolean {
    return this.#storage.transactionSync(() => {
      if (message !== null && this.#isHeard(message)) return false;
      const { count } = this.#sql.exec<{ count: number }>("SELECT COUNT(*) AS count FROM heard").one();
      // Beyond that it may be heard twice, which has somebody wait a little longer.
      if (message !== null && count < MAX_HEARD) this.#sql.exec("INSERT INTO heard (message) VALUES (?)", message);
      this.#sql.exec("INSERT OR REPLACE INTO later (id, at) SELECT id, ? FROM customers", at);
      return true;
    });
  }

  #isHeard(message: string): boolean {
    return this.#sql.exec("SELECT 1 FROM heard WHERE message = ?", message).toArray().length > 0;
  }

  /** Who is still to be told of that wish. */
  reminded(): readonly Reminded[] {
    return this.#sql
      .exec<Reminded & Record<string, SqlStorageValue>>(
        "SELECT id, since, at FROM later JOIN customers USING (id) ORDER BY id",
      )
      .toArray();
  }

  /** What the number is called, for those who are told later. */
  keepNames(names: readonly string[]): void {
    this.#storage.kv.put("names", names);
  }

  names(): readonly string[] {
    return this.#storage.kv.get<readonly string[]>("names") ?? [];
  }

  /** One of them knows; one who has asked again since does not. */
  noteReminded({ id, at }: Reminded): void {
    this.#sql.exec("DELETE FROM later WHERE id = ? AND at <= ?", id, at);
  }

  /** Who is still to be told in this round: as many as `most`, and whether that is all of them. */
  pending(most: number): { readonly page: readonly Acquaintance[]; readonly isLast: boolean } {
    const rows = this.#sql
      .exec<Row>("SELECT * FROM customers WHERE pending = 1 ORDER BY id LIMIT ?", most + 1)
      .toArray();
    const page = rows.slice(0, most);
    for (const { id } of page) this.#sql.exec("UPDATE customers SET pending = 2 WHERE id = ?", id);
    return { page, isLast: rows.length <= most };
  }

  /** Notes what became of it with one of them. Whose number it is not is told nothing more. */
  note(id: string, hearing: Hearing): void {
    if (hearing === "not_theirs") this.#sql.exec("DELETE FROM customers WHERE id = ?", id);
    if (hearing === "heard") this.#sql.exec("UPDATE customers SET pending = 0 WHERE id = ?", id);
  }

  /** Somebody was not tried in this round; nobody is where an isolate died in the middle of one. */
  hasUntried(): boolean {
    return this.#sql.exec("SELECT 1 FROM customers WHERE pending = 1 LIMIT 1").toArray().length > 0;
  }

  isDone(): boolean {
    return this.#sql.exec("SELECT 1 FROM customers WHERE pending != 0 LIMIT 1").toArray().length === 0;
  }

  /** Another round, for those who could not be told. */
  startOver(tries: number): void {
    this.#storage.kv.put("tries", tries);
    this.#sql.exec("UPDATE customers SET pending = 1 WHERE pending = 2");
  }

  tries(): number {
    return this.#storage.kv.get<number>("tries") ?? 0;
  }

  memory(): Memory {
    return {
      customers: this.#sql.exec<Row>("SELECT * FROM customers").toArray(),
      wish: this.wish() ?? null,
      heard: this.#sql
        .exec<{ message: string }>("SELECT message FROM heard")
        .toArray()
        .map((it) => it.message),
    };
  }

  /** Notes that the number is in use at `now` (ms), which is written once a month. True where it was. */
  use(now: number): boolean {
    const before = this.usedAt();
    if (before !== null && now - before < USE_MS) return false;
    this.#storage.kv.put("used", now);
    return true;
  }

  usedAt(): number | null {
    return this.#storage.kv.get<number>("used") ?? null;
  }

  /** Lets go of a customer. */
  drop(id: string): void {
    this.#sql.exec("DELETE FROM customers WHERE id = ?", id);
    this.#sql.exec("DELETE FROM later WHERE id = ?", id);
  }

  /** Nobody is known under the number, and its owner never said anything. */
  isNobodys(): boolean {
    const { customers, wish, heard } = this.memory();
    return customers.length === 0 && wish === null && heard.length === 0 && !this.hasLeft();
  }

  /** Nothing was ever written here. */
  isEmpty(): boolean {
    return this.#storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'customers'").toArray().length === 0;
  }

  /** All that is kept here is about to be deleted. */
  forget(): void {
    this.#isReady = false;
  }

  hasLeft(): boolean {
    return this.#storage.kv.get("left") !== undefined;
  }

  markLeft(): void {
    this.#storage.kv.put("left", true);
  }

  hasInherited(name: string): boolean {
    return this.#storage.kv.get(`inherited ${name}`) !== undefined;
  }

  /** Takes over what was known under another name. True where somebody is still to be told. */
  inherit(name: string, { customers, wish, heard }: Memory): boolean {
    return this.#storage.transactionSync(() => {
      const own = this.wish();
      const isNewer = wish !== null && (own === undefined || own.at < wish.at);
      if (isNewer) this.#storage.kv.put("wish", { ...wish, no: Math.max(wish.no, own?.no ?? 0) + 1 });
      for (const { id, since, pending } of customers) {
        const insert = `INSERT INTO customers (id, since, pending) VALUES (?, ?, ?)
          ON CONFLICT (id) DO UPDATE SET since = MIN(since, excluded.since)`;
        this.#sql.exec(insert, id, since, pending === 0 ? 0 : 1);
      }
      for (const message of heard) this.#sql.exec("INSERT OR IGNORE INTO heard (message) VALUES (?)", message);
      this.#storage.kv.put(`inherited ${name}`, true);
      return !this.isDone();
    });
  }
}
