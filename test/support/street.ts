// Many customers of one energy supplier in virtual time, with the supplier's outage counted as its object counts it.

import { nextAlarm } from "../../src/core/duties.ts";
import { outageOf } from "../../src/core/case/outage.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";
import { LONDON, VirtualCustomer, problem, slot } from "./virtual.ts";
import type { Outage } from "../../src/core/case/outage.ts";
import type { ProbeAnswer } from "../../src/core/case/truth.ts";

/** What a Supplier object does, in virtual time and with the default settings. */
class VirtualSupplier {
  readonly #seen = new Map<number, number>();
  outage: Outage | null = null;
  notices = 0;

  failing(customer: number, now: number): boolean {
    const isHolding = this.outage !== null && !this.outage.isSpent;
    const within = isHolding ? 65 * MINUTE : HOUR;
    this.#seen.set(customer, now);
    const failing = [...this.#seen.values()].filter((at) => at > now - within).length;
    const next = outageOf(this.outage, failing, now, { at: { count: 20, within: HOUR }, holdMax: DAY });
    if (this.outage === null && next !== null) this.notices += 1;
    this.outage = next;
    return next !== null && !next.isSpent;
  }
}

/** Customers of one supplier whose homes all fail at once; they live in step with each other. */
export class Street {
  readonly supplier = new VirtualSupplier();
  readonly customers: readonly VirtualCustomer[];
  now: number;

  constructor(count: number, at: number, settings: ConstructorParameters<typeof VirtualCustomer>[0] = {}) {
    this.now = at;
    this.customers = Array.from({ length: count }, (_, no) => {
      const customer = new VirtualCustomer({ channels: ["sms"], ...settings }, at);
      customer.probeAnswer = (id): ProbeAnswer => {
        const slots = customer.truth.get(id) ?? [];
        const isFailing = slots.some((it) => it.status === "ERROR");
        const outages = isFailing && this.supplier.failing(no, customer.now) ? ["prv_1"] : [];
        return { kind: "status", slots, timezone: LONDON, outages };
      };
      const tariffId = `trf_${no}`;
      customer.truth.set("loc_1", [slot({ tariffId, status: "ERROR", supplier: "prv_1" })]);
      customer.event(problem({ reason: "fetch_failed", tariffId, occurredAt: at }));
      return customer;
    });
  }

  advance(ms: number): void {
    const target = this.now + ms;
    for (;;) {
      const next = Math.min(
        ...this.customers.map((it) => nextAlarm(it.state, it.now, it.settings) ?? Infinity),
        target,
      );
      this.now = Math.max(next, this.now);
      for (const it of this.customers) it.advance(this.now - it.now);
      if (this.now >= target) return;
      this.now += 1;
    }
  }

  get told(): number {
    return this.customers.reduce((sum, it) => sum + it.told.length, 0);
  }
}
