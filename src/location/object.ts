// The Location object: one per location whose events name no customer. Holds what arrived until FlatPeak has said whose
// home it is, then passes it on, and remembers. Where FlatPeak knows no customer, the location stands in for one.

import { DurableObject } from "cloudflare:workers";
import { compose } from "../compose.ts";
import { backoff } from "../core/backoff.ts";
import { customerAt } from "../customer/address.ts";
import { digestOf } from "../platform/digest.ts";
import { putAway } from "../quarantine/address.ts";
import { LocationStore } from "./store.ts";
import type { Deps } from "../compose.ts";
import type { Env } from "../env.ts";
import type { Incoming, Receipt } from "../customer/object.ts";
import type { Held } from "./store.ts";

/** The alarm goes off again by then if the handler is killed in mid-work. */
const WATCHDOG_MS = 60_000;
/** Asking whose home it is has no end: an event held here was acknowledged. */
const ASK_AGAIN = { base: 5_000, cap: 900_000 };
/** Events passed on in one go. */
const BATCH = 50;

export class Location extends DurableObject<Env> {
  readonly #store = new LocationStore(this.ctx.storage);

  /** Takes an event: straight to its customer where that is known, else onto disk here. Acknowledged when this returns. */
  async receive(locationId: string, incoming: Incoming): Promise<Receipt> {
    const owner = this.#store.owner();
    if (owner !== null && this.#store.heldCount() === 0) return this.#forward(owner, incoming);
    const receipt = this.#store.hold(locationId, incoming, Date.now());
    // Set again for a duplicate too: a call is a chance to mend an alarm that was lost.
    await this.#arm(Date.now());
    return receipt;
  }

  /** Never throws: the platform gives up on an alarm that keeps throwing. */
  override async alarm(): Promise<void> {
    await this.#arm(Date.now() + WATCHDOG_MS);
    const composed = compose(this.env);
    // Without settings FlatPeak cannot be asked; the watchdog tries again until they are whole.
    if (!composed.ok) return;
    try {
      await this.#work(composed.deps);
    } catch (error) {
      composed.deps.log.error("location_alarm_broke", error);
    }
  }

  async #work(deps: Deps): Promise<void> {
    const held = this.#store.held(BATCH);
    const [first] = held;
    if (first === undefined) return this.#arm(null);
    const owner = this.#store.owner() ?? (await this.#askOwner(deps, first.locationId));
    if (owner === "unavailable") {
      const attempt = this.#store.countAttempt();
      const wait = backoff(first.locationId, attempt, ASK_AGAIN.base, ASK_AGAIN.cap, null);
      return this.#arm(Date.now() + wait);
    }
    for (const it of held) {
      await this.#settle(deps, owner, it);
      this.#store.release(it.incoming.event.id);
    }
    return this.#arm(this.#store.heldCount() === 0 ? null : Date.now());
  }

  /** Takes one held event out of here, to its customer or into quarantine; on disk there when this resolves. */
  async #settle(deps: Deps, owner: string, { incoming }: Held): Promise<void> {
    const receipt = owner === "unknown_location" ? owner : await this.#forward(owner, incoming);
    if (receipt === "stored" || receipt === "duplicate" || receipt === "ignored") return;
    const body = Uint8Array.from(new TextEncoder().encode(incoming.body));
    const digest = await digestOf(body);
    await putAway(this.env, { digest, reason: receipt, receivedAt: deps.now(), body });
    deps.log.info("event_quarantined", { reason: receipt });
  }

  #forward(owner: string, incoming: Incoming): Promise<Receipt> {
    return customerAt(this.env, owner).receive(owner, incoming);
  }

  async #askOwner(deps: Deps, locationId: string): Promise<string> {
    const resolved = await deps.flatpeak.customerOf(locationId);
    if (resolved.kind === "unavailable") deps.log.info("location_not_resolved", { why: resolved.why });
    if (resolved.kind !== "known") return resolved.kind;
    const owner = resolved.customerId ?? locationId;
    this.#store.setOwner(owner, deps.now());
    return owner;
  }

  /** The one place that touches the alarm. */
  async #arm(at: number | null): Promise<void> {
    if (at === null) await this.ctx.storage.deleteAlarm();
    else await this.ctx.storage.setAlarm(at);
  }
}
