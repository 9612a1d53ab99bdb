// The Location object: one per location whose events name no customer. Holds what arrived until FlatPeak has said whose
// home it is, then passes it on, and remembers for a while: a home may change hands. Where FlatPeak knows no customer and
// no event ever named one, the location stands in for one.

import { Waking } from "../alarm.ts";
import { asLongAgain, backoff, waitAskedBy } from "../../core/message/backoff.ts";
import { HOME_FRESH_MS } from "../../core/policy.ts";
import { inTurn, overOf } from "../gate/turn.ts";
import { currentTime } from "../../platform/clock.ts";
import { digestOf } from "../../platform/digest.ts";
import { LocationStore } from "./store.ts";
import { putAway } from "../put-away.ts";
import { customerAt } from "../rooms.ts";
import { compose } from "../deps.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Incoming, Receipt } from "../customer/incoming.ts";
import type { Ask } from "../../core/gate/pace.ts";
import type { Held, Owner } from "./store.ts";
import type { LocationContract, LocationRecord } from "./contract.ts";
import type { QuarantineReason } from "../quarantine/contract.ts";

const ASK_AGAIN = { base: 5_000, cap: 900_000 };
/** What FlatPeak will not tell for so long is the operator's business: what is held goes into quarantine. */
const HELD_MS = 7 * 86_400_000;
/**
 * An event that only FlatPeak's list brought waits this long for a customer to be named before the location stands in for
 * one: its webhook may have named them, and they must not be told by two.
 */
const STAND_IN_MS = 86_400_000;
/** Whose home it is is forgotten so long after it was last told: longer than FlatPeak lists what happened there. */
const OWNER_MS = 100 * 86_400_000;
/** Events passed on in one go. */
const BATCH = 50;
/** More than FlatPeak tells of a home in the week for which something is held. */
const MAX_HELD = 1_000;

type Whose =
  | { readonly kind: "owner"; readonly customerId: string }
  | { readonly kind: "nobody"; readonly reason: QuarantineReason }
  /** Of somebody who was erased: nothing of it is kept. */
  | { readonly kind: "erased" }
  | { readonly kind: "later"; readonly at: number };

export class Location extends Waking implements LocationContract {
  readonly #store = new LocationStore(this.ctx.storage);

  async receive(locationId: string, incoming: Incoming, listed: boolean): Promise<Receipt> {
    // What opens nothing, or came before, is as well with the owner last known: before they are told, they are asked about.
    const isNews = incoming.event.kind === "problem" && !listed;
    const owner = isNews ? this.#freshOwner() : this.#store.owner();
    if (owner !== null && this.#store.heldCount() === 0) return this.#forward(owner.customerId, incoming);
    const receipt = this.#store.hold(locationId, incoming, listed, currentTime());
    // Set again for a duplicate too: a call is a chance to mend an alarm that was lost.
    await this.wake.set(currentTime());
    return receipt;
  }

  async yourTurn(_key: string): Promise<void> {
    if (this.#store.heldCount() > 0) await this.wake.set(currentTime());
  }

  knownOwner(): string | null {
    return this.#store.owner()?.customerId ?? null;
  }

  async claim(locationId: string, customerId: string): Promise<void> {
    const before = this.#store.owner();
    this.#store.setOwner(customerId, currentTime());
    if (this.#store.heldCount() > 0) await this.wake.set(currentTime());
    else await this.#rest(currentTime());
    const composed = compose(this.env);
    if (composed.ok) await this.#dismiss(composed.deps, before, locationId, customerId);
  }

  recordOf(customerId: string): LocationRecord | null {
    if (this.#isAnothers(customerId)) return null;
    const toldAt = this.#store.owner()?.toldAt ?? null;
    const held = this.#store.held(MAX_HELD).map(({ incoming }) => incoming);
    return toldAt === null && held.length === 0 ? null : { toldAt, held };
  }

  #isAnothers(customerId: string): boolean {
    const owner = this.#store.owner();
    // A home that stands in for a customer is nobody else's.
    return owner !== null && owner.customerId !== customerId && owner.customerId.startsWith("cus_");
  }

  async forget(customerId: string): Promise<boolean> {
    if (this.#isAnothers(customerId)) return false;
    this.#store.forget(currentTime());
    await this.#rest(currentTime());
    return true;
  }

  isErased(): boolean {
    return this.#store.erasedAt() !== null;
  }

  protected override async doDue(deps: Deps): Promise<void> {
    const held = this.#store.held(BATCH);
    const [first] = held;
    if (first === undefined) return this.#rest(deps.now());
    const whose = await this.#whose(deps, first.locationId);
    if (whose.kind === "later") return this.wake.set(whose.at);
    for (const it of held) {
      await this.#settle(deps, whose, it);
      this.#store.release(it.incoming.event.id);
    }
    return this.#store.heldCount() === 0 ? this.#rest(deps.now()) : this.wake.set(deps.now());
  }

  /** Nothing is held: sleeps until whose home it is is to be forgotten, and with that all there is. */
  async #rest(now: number): Promise<void> {
    const knownAt = this.#store.owner()?.toldAt ?? this.#store.erasedAt();
    if (knownAt !== null && now - knownAt < OWNER_MS) return this.wake.set(knownAt + OWNER_MS);
    await this.wake.deleteAll();
  }

  /** Takes one held event out of here, to its customer or into quarantine; on disk there when this resolves. */
  async #settle(deps: Deps, whose: Exclude<Whose, { kind: "later" }>, { incoming }: Held): Promise<void> {
    if (whose.kind === "erased") return;
    const receipt = whose.kind === "owner" ? await this.#forward(whose.customerId, incoming) : whose.reason;
    if (receipt === "stored" || receipt === "duplicate" || receipt === "ignored" || receipt === "erased") return;
    const body = Uint8Array.from(new TextEncoder().encode(incoming.body));
    const digest = await digestOf(body);
    const isKept = await putAway(this.env, { digest, reason: receipt, receivedAt: deps.now(), body });
    if (isKept) deps.log.info("event_quarantined", { reason: receipt });
  }

  async #forward(owner: string, incoming: Incoming): Promise<Receipt> {
    const receipt = await customerAt(this.env, owner).receive(owner, incoming);
    // Who they were is not to be known here either, whoever has just named them.
    if (receipt === "erased" && this.#store.owner()?.customerId === owner) {
      this.#store.forgetOwner(currentTime());
      if (this.#store.heldCount() === 0) await this.#rest(currentTime());
    }
    return receipt;
  }

  #freshOwner(): Owner | null {
    const owner = this.#store.owner();
    return owner !== null && currentTime() - owner.toldAt < HOME_FRESH_MS ? owner : null;
  }

  /** Whose home this is, as far as it can be told now. */
  async #whose(deps: Deps, locationId: string): Promise<Whose> {
    const fresh = this.#freshOwner();
    if (fresh !== null) return { kind: "owner", customerId: fresh.customerId };
    const since = this.#store.waiting()?.since ?? deps.now();
    const back = { kind: "location", name: locationId } as const;
    const ask: Ask = { key: `owner:${locationId}`, dueAt: since, rank: "message", isRetry: false, back };
    const caller = { who: null, isAhead: false, ask };
    const turn = await inTurn({ env: this.env, log: deps.log, now: deps.now }, "flatpeak", caller, async () => {
      const result = await deps.flatpeak.customerOf(locationId);
      return { result, over: overOf(result) };
    });
    // Others go first: nothing was tried.
    if (turn.kind === "away") return { kind: "later", at: deps.now() + turn.for };
    const resolved = turn.result;
    // Asked for after the question: somebody may have claimed the home meanwhile.
    const last = this.#store.owner();
    const isNamed = resolved.kind === "known" && resolved.customerId !== null;
    if (this.#store.erasedAt() !== null && !isNamed && resolved.kind !== "unavailable") return { kind: "erased" };
    switch (resolved.kind) {
      case "known": {
        const customerId = resolved.customerId ?? last?.customerId ?? this.#standIn(locationId);
        if (customerId === null) return { kind: "later", at: (this.#store.waiting()?.since ?? 0) + STAND_IN_MS };
        this.#store.setOwner(customerId, deps.now());
        await this.#dismiss(deps, last, locationId, customerId);
        return { kind: "owner", customerId };
      }
      case "unreadable_owner":
        return { kind: "nobody", reason: resolved.kind };
      case "unknown_location":
        return last === null
          ? { kind: "nobody", reason: resolved.kind }
          : { kind: "owner", customerId: last.customerId };
      case "unavailable":
        deps.log.info("location_not_resolved", { why: resolved.why });
        // Before anybody is told, their object asks again whose home it is.
        if (last !== null) return { kind: "owner", customerId: last.customerId };
        return this.#later(deps, locationId, waitAskedBy(resolved));
    }
  }

  #standIn(locationId: string): string | null {
    const waiting = this.#store.waiting();
    const mayWait = waiting !== null && waiting.onlyListed && currentTime() - waiting.since < STAND_IN_MS;
    return mayWait ? null : locationId;
  }

  /** `retryAfter`: how long FlatPeak asked to be left alone (ms). */
  #later(deps: Deps, locationId: string, retryAfter: number | null): Whose {
    const since = this.#store.waiting()?.since ?? deps.now();
    if (deps.now() - since > HELD_MS) {
      if (this.#store.erasedAt() !== null) return { kind: "erased" };
      deps.log.error("event_not_placed", null, { since });
      return { kind: "nobody", reason: "not_placed" };
    }
    const attempt = this.#store.countAttempt();
    return {
      kind: "later",
      at: deps.now() + backoff(locationId, attempt, asLongAgain(ASK_AGAIN, deps.now() - since), retryAfter),
    };
  }

  /** Tells whoever held this home before that it is another's. Who is not reached finds out before their next message. */
  async #dismiss(deps: Deps, before: Owner | null, locationId: string, customerId: string): Promise<void> {
    if (before === null || before.customerId === customerId) return;
    try {
      await customerAt(this.env, before.customerId).leaveLocation(locationId, customerId);
    } catch (error) {
      deps.log.error("customer_not_told_of_move", error);
    }
  }
}
