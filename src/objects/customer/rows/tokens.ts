// Connect tokens: minted at the tap, given out again for a little while, forgotten when the session is over.

import { needsOf } from "../../../core/link/needs.ts";
import { tariffOf } from "../../../core/read.ts";
import { newOwnerOf } from "../effects/probe.ts";
import { seatOn } from "../../../core/link/links.ts";
import { linkOf } from "../links.ts";
import { CASELESS_REUSE_MS, isRecent, lastResort, mayReuse } from "../../../core/link/reuse.ts";
import type { Needs } from "../../../core/link/needs.ts";
import type { Addable, TariffState } from "../../../core/link/overview.ts";
import type { Reason } from "../../../core/case/reason.ts";
import type { Case, CustomerState } from "../../../core/state.ts";
import type { SlotName } from "../../../core/case/truth.ts";
import type { Engine } from "../engine.ts";
import type { StoredToken } from "./document.ts";
import type { CustomerStore } from "./store.ts";
import type { KnownTariff } from "../contract.ts";
import type { Workplace } from "../workplace.ts";
import type { LinkSeat } from "../../../core/link/links.ts";

/** A token; `foreign` where the home is another customer's by now, null where FlatPeak gives none. */
export type Minting = StoredToken | "foreign" | null;

/** What a token is minted for. */
interface Target extends Needs {
  /** Null for one that is not there yet. */
  readonly tariffId: string | null;
  readonly disconnectsTariff?: boolean;
  readonly locationId: string;
  readonly slot: SlotName | null;
  /** The case it is for; 0 where there is none. */
  readonly no: number;
  /** The link behind which the session begins. */
  readonly seat: LinkSeat;
  /** What tells it from other targets: a token of one is given out for no other. */
  readonly key: string;
}

/** What is wrong with a tariff that is shown like this. */
const REASONS: Readonly<Record<TariffState, Reason | null>> = {
  connected: null,
  unknown: null,
  expiring: "expiring",
  expired: "expired",
  failed: "fetch_failed",
  disconnected: "fetch_failed",
  upgrade: "upgrade",
};

export class Tokens {
  readonly #store: CustomerStore;
  readonly #engine: Engine;
  readonly #minting = new Map<string, Promise<Minting>>();
  /** What was minted of late, by tariff. */
  readonly #minted = new Map<string, readonly StoredToken[]>();
  /** The latest tokens of tariffs without a case. */
  readonly #caseless = new Map<string, StoredToken>();

  constructor(store: CustomerStore, engine: Engine) {
    this.#store = store;
    this.#engine = engine;
  }

  /** A token for the repair of a case. Mints at most one in ten minutes. */
  forCase(place: Workplace, state: CustomerState, it: Case): Promise<Minting> {
    const { tariffId, locationId, no } = it;
    const facts = tariffOf(state, tariffId).verified?.facts ?? null;
    const slot = it.slot ?? facts?.slot ?? null;
    // The page after Connect tells of the case that the link led to, which may be a later one than its own.
    const own = seatOn(state.contact, it, "done");
    return this.#for(
      place,
      { tariffId, locationId, slot, no, seat: own, key: tariffId, ...needsOf(it.reason, facts) },
      this.#store.tokenOf(no),
    );
  }

  /** The same for a tariff of the overview that no case is about. */
  forTariff(
    place: Workplace,
    locationId: string,
    { tariffId, slot, state, connectionType, endDate }: KnownTariff,
    seat: LinkSeat,
  ): Promise<Minting> {
    const reason = REASONS[state];
    const facts = { connectionType, contractEndDate: endDate };
    const needs = reason === null ? { asksEndDate: false, editsTariff: false } : needsOf(reason, facts);
    return this.#caselessFor(place, { tariffId, locationId, slot, no: 0, seat, key: tariffId, ...needs });
  }

  /** A token to change a tariff, or to have none in its place any more. */
  toManage(
    place: Workplace,
    locationId: string,
    { tariffId, slot }: KnownTariff,
    errand: "change" | "disconnect",
    seat: LinkSeat,
  ): Promise<Minting> {
    const target = { tariffId, locationId, slot, no: 0, seat, key: `${errand} ${tariffId}` };
    return errand === "change"
      ? this.#caselessFor(place, { ...target, asksEndDate: true, editsTariff: true })
      : this.#caselessFor(place, { ...target, asksEndDate: false, editsTariff: false, disconnectsTariff: true });
  }

  /** A token to connect a tariff at a home that has none of its kind. */
  toAdd(place: Workplace, locationId: string, slot: Addable, seat: LinkSeat): Promise<Minting> {
    const key = `add ${slot} ${locationId}`;
    return this.#caselessFor(place, {
      tariffId: null,
      locationId,
      slot,
      no: 0,
      seat,
      key,
      asksEndDate: true,
      editsTariff: false,
    });
  }

  #caselessFor(place: Workplace, target: Target): Promise<Minting> {
    const last = this.#caseless.get(target.key);
    const isAgain = last !== undefined && isRecent(last, this.#engine.now(place.deps), CASELESS_REUSE_MS);
    return this.#for(place, target, isAgain ? last : null);
  }

  /**
   * The session is over: the next tap gets one of its own. Says whether there was a token to forget, which is so at most once
   * for each that was minted.
   */
  forget(): boolean {
    const had = this.#caseless.size > 0 || this.#store.hasTokens();
    if (!had) return false;
    this.#store.dropTokens();
    this.#caseless.clear();
    return true;
  }

  async #for(place: Workplace, target: Target, held: StoredToken | null): Promise<Minting> {
    const now = this.#engine.now(place.deps);
    if (held !== null && mayReuse(held, now)) return held;
    const recent = (this.#minted.get(target.key) ?? []).filter((it) => isRecent(it, now));
    this.#minted.set(target.key, recent);
    const last = lastResort(recent, now);
    if (last !== null) return last;
    let minting = this.#minting.get(target.key);
    if (minting === undefined) {
      minting = this.#mint(place, target).finally(() => this.#minting.delete(target.key));
      this.#minting.set(target.key, minting);
    }
    return minting;
  }

  async #mint(place: Workplace, { no, seat, key, ...target }: Target): Promise<Minting> {
    const { deps, customerId } = place;
    const { connectWebUrl, callbackUrl } = deps.config.link;
    const { locationId } = target;
    // Without a case there is no outcome to tell; the overview shows how it went.
    const ownPage =
      no === 0
        ? `${await linkOf(deps, customerId, { ...seat, purpose: "overview" })}/tariffs`
        : await linkOf(deps, customerId, seat);
    const request = { ...target, connectUrl: connectWebUrl, callbackUrl: callbackUrl ?? ownPage };
    const [minted, owner] = await Promise.all([
      deps.flatpeak.mintToken(request),
      newOwnerOf(place, this.#store.load(customerId), locationId, this.#engine.now(deps)),
    ]);
    // A session in somebody else's home is nobody's to open; the token goes unused.
    if (owner !== null) {
      await this.#engine.leave(place, locationId, owner);
      return "foreign";
    }
    if (minted.kind !== "minted") {
      deps.log.info("mint_failed", { why: minted.why });
      // A token that FlatPeak refuses may mean that the tariff is gone; looking again finds out.
      if (minted.kind === "refused") await this.#engine.apply(place, { type: "probe_wanted", locationId });
      return null;
    }
    if (minted.isAnew === true) await this.#engine.apply(place, { type: "probe_wanted", locationId });
    const now = this.#engine.now(deps);
    const held = { token: minted.token, mintedAt: now, expiresAt: now + minted.expiresIn };
    this.#minted.set(key, [...(this.#minted.get(key) ?? []), held]);
    if (no === 0) this.#caseless.set(key, held);
    else this.#store.putToken(no, held);
    return held;
  }
}
