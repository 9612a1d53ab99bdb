// The Location object: one per location whose events name no customer. Asks FlatPeak once whose home it is, remembers,
// and passes the events on. Where FlatPeak knows no customer, the location stands in for one.

import { DurableObject } from "cloudflare:workers";
import { compose } from "../compose.ts";
import { customerAt } from "../customer/address.ts";
import type { Env } from "../env.ts";
import type { Incoming, Receipt } from "../customer/object.ts";

export type LocationReceipt = Receipt | "unknown_location" | "unavailable";

export class Location extends DurableObject<Env> {
  /** Takes an event for this location to its customer. On disk there when this returns a receipt. */
  async receive(locationId: string, incoming: Incoming): Promise<LocationReceipt> {
    const owner = this.#owner() ?? (await this.#askOwner(locationId));
    if (owner === "unknown_location" || owner === "unavailable") return owner;
    return customerAt(this.env, owner).receive(owner, incoming);
  }

  #owner(): string | null {
    const { sql } = this.ctx.storage;
    const known = sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'owner'").toArray();
    if (known.length === 0) return null;
    return sql.exec<{ customer_id: string }>("SELECT customer_id FROM owner").toArray()[0]?.customer_id ?? null;
  }

  async #askOwner(locationId: string): Promise<string> {
    const composed = compose(this.env);
    if (!composed.ok) return "unavailable";
    const { flatpeak, now, log } = composed.deps;
    const resolved = await flatpeak.customerOf(locationId);
    if (resolved.kind === "unavailable") log.info("location_not_resolved", { why: resolved.why });
    if (resolved.kind !== "known") return resolved.kind;
    const owner = resolved.customerId ?? locationId;
    this.ctx.storage.transactionSync(() => {
      const { sql } = this.ctx.storage;
      sql.exec(
        "CREATE TABLE IF NOT EXISTS owner (one INTEGER PRIMARY KEY CHECK (one = 1), customer_id TEXT NOT NULL, asked_at INTEGER NOT NULL)",
      );
      sql.exec("INSERT OR REPLACE INTO owner (one, customer_id, asked_at) VALUES (1, ?, ?)", owner, now());
    });
    return owner;
  }
}
