// What the Rebuild object keeps: how far it is, and who is still to be written.

import type { RebuildReport } from "./contract.ts";

interface Head extends Omit<RebuildReport, "found"> {
  /** The database's time when it began (ms): what was written before that is replaced. */
  readonly mark: number | null;
  /** Where customers are looked for: the index itself, then FlatPeak's lists, one for each type of problem. */
  readonly source: "index" | number;
  /** The last id that was read there. */
  readonly after: string | null;
}

const NEVER: Head = {
  state: "never",
  startedAt: null,
  doneAt: null,
  written: 0,
  failing: null,
  mark: null,
  source: "index",
  after: null,
};
const KEY = "head";

export class RebuildStore {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  head(): Head {
    return this.#storage.kv.get<Head>(KEY) ?? NEVER;
  }

  change(change: Partial<Head>): void {
    this.#storage.kv.put(KEY, { ...this.head(), ...change });
  }

  begin(now: number): void {
    const { sql } = this.#storage;
    sql.exec("CREATE TABLE IF NOT EXISTS customers (id TEXT PRIMARY KEY, written INTEGER NOT NULL) WITHOUT ROWID");
    sql.exec("CREATE INDEX IF NOT EXISTS unwritten ON customers (id) WHERE written = 0");
    sql.exec("DELETE FROM customers");
    this.#storage.kv.put(KEY, { ...NEVER, state: "running", startedAt: now });
  }

  /** Done: who was found need not be remembered. */
  finish(now: number): void {
    const found = this.found();
    this.#storage.sql.exec("DELETE FROM customers");
    this.#storage.kv.put("found", found);
    this.change({ state: "done", doneAt: now, failing: null });
  }

  /** Customers found so far. */
  found(): number {
    const { state } = this.head();
    if (state === "never") return 0;
    if (state === "done") return this.#storage.kv.get<number>("found") ?? 0;
    return this.#storage.sql.exec<{ found: number }>("SELECT COUNT(*) AS found FROM customers").one().found;
  }

  add(ids: readonly string[]): void {
    for (const id of ids) {
      this.#storage.sql.exec("INSERT INTO customers (id, written) VALUES (?, 0) ON CONFLICT DO NOTHING", id);
    }
  }

  /** Some who are not written yet. */
  todo(limit: number): readonly string[] {
    return this.#storage.sql
      .exec<{ id: string }>("SELECT id FROM customers WHERE written = 0 LIMIT ?", limit)
      .toArray()
      .map(({ id }) => id);
  }

  wrote(ids: readonly string[]): void {
    const sql = "UPDATE customers SET written = 1 WHERE id = ? AND written = 0 RETURNING id";
    // Who was dropped meanwhile is counted by nobody, and nobody twice.
    const written = ids.flatMap((id) => this.#storage.sql.exec(sql, id).toArray());
    this.change({ written: this.head().written + written.length, failing: null });
  }

  /** Somebody is not to be known here any more. */
  drop(id: string): void {
    if (this.head().state !== "running") return;
    const sql = "DELETE FROM customers WHERE id = ? RETURNING written";
    const [known] = this.#storage.sql.exec<{ written: number }>(sql, id).toArray();
    if (known?.written === 1) this.change({ written: this.head().written - 1 });
  }
}
