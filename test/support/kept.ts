// A customer in virtual time whose object is on a disk in memory: every turn is written as the product writes it, and the next
// version of the product opens what this one left.

import { step } from "../../src/core/step.ts";
import { DAY } from "../../src/core/time.ts";
import { VirtualCustomer } from "./virtual.ts";
import type { Disk } from "./memory-disk.ts";
import type { Effect, Input } from "../../src/core/step.ts";
import type { Policy } from "../../src/core/policy.ts";
import type { FlatPeakEvent } from "../../src/core/case/event.ts";
import type { StoredEvent } from "../../src/objects/customer/rows/kept-event.ts";
import type { CustomerStore } from "../../src/objects/customer/rows/store.ts";

/** Nothing that is written is forgotten within the days of a test. */
const SOONEST_MS = 30 * DAY;

/** An event as it came by webhook at `receivedAt` (ms). */
export const eventOf = ({ id, type, late }: FlatPeakEvent, receivedAt: number): StoredEvent => ({
  id,
  type,
  receivedAt,
  late,
  source: "wire",
  body: JSON.stringify({ id, type }),
});

export class KeptCustomer extends VirtualCustomer {
  readonly store: CustomerStore;

  /** Whoever stands on `disk`, or somebody new. `now`: the real time (ms) at which they are opened. */
  constructor(customerId: string, disk: Disk, policy: Partial<Policy>, now: number) {
    super(policy, now);
    this.store = disk.store();
    const isKnown = this.store.document !== null;
    this.state = isKnown ? this.store.load(customerId) : { ...this.state, customerId };
    this.now = now + this.store.clockOffset();
  }

  override input(input: Input): readonly Effect[] {
    const result = step(this.state, input, this.now, this.settings);
    this.store.transact(() => {
      const claimed = input.type === "event" ? eventOf(input.event, this.now) : null;
      this.store.save(result, claimed === null ? result.journal : [], this.now, SOONEST_MS);
      if (claimed !== null) this.store.claim(claimed, result.journal, SOONEST_MS);
    });
    this.state = result.state;
    this.journal.push(...result.journal);
    return result.effects;
  }
}
