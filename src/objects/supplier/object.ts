// The Supplier object: one per energy supplier. Counts the customers whose homes cannot be read; many of them in a short time
// are an outage, and then they are left alone until it is over. One customer's many homes are one customer's trouble.

import { Waking } from "../alarm.ts";
import { depsOf, compose } from "../deps.ts";
import { OUTAGE_PROBE_MS } from "../../core/policy.ts";
import { DAY, MINUTE } from "../../core/time.ts";
import { outageOf } from "../../core/case/outage.ts";
import { Notices } from "../notices/notices.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Config } from "../../setup/config.ts";
import type { Outage } from "../../core/case/outage.ts";
import type { OutageReport, SupplierContract } from "./contract.ts";

/** Customers that are kept count of, as a multiple of those that make an outage. Once there are so many, they stand for all. */
const PANEL = 4;
/** A home that is held back is looked at again by then, and a little later. */
const SEEN_AGAIN_MS = 2 * OUTAGE_PROBE_MS + 5 * MINUTE;
/** Who was seen so long ago is forgotten, outage or not: homes that are held back are looked at again far sooner. */
const FORGET_MS = 2 * DAY;
const KEY = "outage";
/** Whose it is, where it began with a version that notes that. */
type Held = Outage & { readonly supplier?: string };
const COUNT = "SELECT COUNT(*) AS customers FROM failing";

/** So many customers keep an outage going. */
const neededFor = ({ isSpent }: Outage, { at }: Config["outage"]): number =>
  isSpent ? at.count : Math.ceil(at.count / 2);

/** How far back homes count. While they are held back they are seen again only so often, and must not be forgotten in between. */
const withinOf = (before: Outage | null, { at }: Config["outage"]): number =>
  before === null || before.isSpent ? at.within : Math.max(at.within, SEEN_AGAIN_MS);

export class Supplier extends Waking implements SupplierContract {
  /** What alerts know the outage by; no two suppliers share one. */
  readonly #trouble = `outage_${this.ctx.id.toString().slice(0, 16)}`;
  readonly #notices = new Notices(this.ctx, this.env, this.wake, () => this.#nextAt());

  async failing(supplier: string, customerId: string): Promise<boolean> {
    const deps = depsOf(this.env);
    const now = deps.now();
    const { outage: settings } = deps.config;
    const before = this.ctx.storage.kv.get<Outage>(KEY) ?? null;
    const within = withinOf(before, settings);
    const failing = this.#count(customerId, now, within, PANEL * settings.at.count);
    // An alarm that comes too early sets the right one.
    await this.wake.mend(() => this.#notices.dueAt());
    const outage = outageOf(before, failing, now, settings);
    if (outage === null) {
      if (before !== null) await this.#over(deps);
      return false;
    }
    if (outage.since !== before?.since || outage.isSpent !== before.isSpent)
      this.ctx.storage.kv.put(KEY, { ...outage, supplier } satisfies Held);
    if (before === null) {
      const data = { supplier, customers: failing, within_minutes: Math.round(settings.at.within / 60_000) };
      this.#notices.owe(deps, { id: `ntc_${supplier}_${now}`, type: "supplier.outage", data });
      this.#notices.alerts.note(deps, { isThere: true, key: this.#trouble, type: "supplier.outage", facts: data });
      await this.#notices.arm();
    }
    return !outage.isSpent;
  }

  outage(): OutageReport | null {
    const before = this.ctx.storage.kv.get<Outage>(KEY) ?? null;
    if (before === null || !this.#counts()) return null;
    const { now, config } = depsOf(this.env);
    const since = now() - withinOf(before, config.outage);
    const { customers } = this.ctx.storage.sql.exec<{ customers: number }>(`${COUNT} WHERE at > ?`, since).one();
    const outage = outageOf(before, customers, now(), config.outage);
    return outage === null ? null : { since: outage.since, isHolding: !outage.isSpent, customers };
  }

  seenAt(customerId: string): number | null {
    if (!this.#counts()) return null;
    const sql = "SELECT at FROM failing WHERE customer = ?";
    return this.ctx.storage.sql.exec<{ at: number }>(sql, customerId).toArray()[0]?.at ?? null;
  }

  forget(customerId: string): void {
    if (this.#counts()) this.ctx.storage.sql.exec("DELETE FROM failing WHERE customer = ?", customerId);
  }

  #counts(): boolean {
    const table = "SELECT 1 FROM sqlite_master WHERE name = 'failing'";
    return this.ctx.storage.sql.exec(table).toArray().length > 0;
  }

  /** Tells the operator, sees whether an outage is over that no home is heard of any more, and forgets who was seen long ago. */
  protected override async doDue(deps: Deps): Promise<void> {
    const [endsAt, forgetAt] = [this.#endsAt(), this.#forgetAt()];
    if (endsAt !== null && endsAt <= deps.now()) await this.#over(deps);
    if (forgetAt !== null && forgetAt <= deps.now()) this.ctx.storage.sql.exec("DELETE FROM failing");
    return this.#notices.sayDue(deps);
  }

  #nextAt(): number | null {
    const times = [this.#endsAt(), this.#forgetAt()].filter((it) => it !== null);
    return times.length === 0 ? null : Math.min(...times);
  }

  /** When so few are left that the outage is over, unless somebody is heard of until then (ms); null where there is none. */
  #endsAt(): number | null {
    const before = this.ctx.storage.kv.get<Outage>(KEY) ?? null;
    const composed = compose(this.env);
    if (before === null || !composed.ok) return null;
    const { outage: settings } = composed.deps.config;
    const sql = "SELECT at FROM failing ORDER BY at DESC LIMIT 1 OFFSET ?";
    const [last] = this.ctx.storage.sql.exec<{ at: number }>(sql, neededFor(before, settings) - 1).toArray();
    return last === undefined ? 0 : last.at + withinOf(before, settings);
  }

  /** When nobody who was seen need be kept count of any more (ms); null where nobody is. */
  #forgetAt(): number | null {
    if (!this.#counts()) return null;
    const { at } = this.ctx.storage.sql.exec<{ at: number | null }>("SELECT MAX(at) AS at FROM failing").one();
    const composed = compose(this.env);
    const counted = composed.ok ? composed.deps.config.outage.at.within : Infinity;
    return at === null || counted === Infinity ? null : at + Math.max(FORGET_MS, counted);
  }

  /** How many different customers were seen failing within the last `within` ms, this one included. */
  #count(customerId: string, now: number, within: number, panel: number): number {
    const { sql } = this.ctx.storage;
    sql.exec("CREATE TABLE IF NOT EXISTS failing (customer TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID");
    sql.exec("DELETE FROM failing WHERE at <= ?", now - within);
    const customers = (): number => sql.exec<{ customers: number }>(COUNT).one().customers;
    if (customers() >= panel) sql.exec("UPDATE failing SET at = ? WHERE customer = ?", now, customerId);
    else sql.exec("INSERT OR REPLACE INTO failing (customer, at) VALUES (?, ?)", customerId, now);
    return customers();
  }

  async #over(deps: Deps): Promise<void> {
    const { supplier } = this.ctx.storage.kv.get<Held>(KEY) ?? {};
    this.ctx.storage.kv.delete(KEY);
    deps.log.info("supplier_outage_over", { supplier: supplier ?? null });
    const isNews = this.#notices.alerts.note(deps, {
      isThere: false,
      key: this.#trouble,
      type: "supplier.outage",
      facts: {},
    });
    if (isNews) await this.#notices.arm();
  }
}
