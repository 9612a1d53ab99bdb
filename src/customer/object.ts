// The Customer object: one per customer, and all that can be asked of it. The engine beside it does the work; what to do
// is the core's business.

import { DurableObject } from "cloudflare:workers";
import { nextAlarm } from "../core/alarm.ts";
import { LINK_GRACE_MS } from "../core/settings.ts";
import { isOpen, locationOf } from "../core/state.ts";
import { compose } from "../compose.ts";
import { within } from "../platform/within.ts";
import { choices, linkOf } from "./effects.ts";
import { Engine, StepBroke } from "./engine.ts";
import { tidy } from "./retention.ts";
import { CustomerStore } from "./store.ts";
import { describe } from "./story.ts";
import type { FlatPeakEvent } from "../core/event.ts";
import type { Case } from "../core/state.ts";
import type { Deps } from "../compose.ts";
import type { Env } from "../env.ts";
import type { Choice } from "./effects.ts";
import type { Workplace } from "./engine.ts";
import type { Claim } from "./store.ts";
import type { Story } from "./story.ts";

/** A verified event on its way in. */
export interface Incoming {
  readonly event: FlatPeakEvent;
  /** SHA-256 of the bytes as received, hex; null for FlatPeak's own copy, whose bytes say nothing about the wire's. */
  readonly digest: string | null;
  readonly body: string;
}

/** What is left out stays as it is. */
export interface ContactChange {
  readonly locale?: string | null;
  readonly timezone?: string | null;
  readonly optedOut?: boolean;
}

/** An event that was not taken: its id came before with other bytes, or it broke the core. */
export type Refusal = "other_body" | "broke_the_reader";

/** What became of an event. */
export type Receipt = "stored" | "ignored" | "duplicate" | Refusal;

export type LinkAnswer =
  | { readonly kind: "redirect"; readonly token: string }
  | { readonly kind: "all_good" }
  | { readonly kind: "expired" }
  | { readonly kind: "unavailable" }
  /** The message covered several tariffs: one link each. */
  | { readonly kind: "choose"; readonly links: readonly Choice[] };

export interface DoneAnswer {
  /** `end_date`: connected, but with the end date of the contract that is ending. */
  readonly outcome: "repaired" | "disconnected" | "not_yet" | "checking" | "end_date" | "expired";
  /** Where the customer's other open cases are, if there are any. */
  readonly others: string | null;
  readonly contractEndDate: string | null;
}

/** A minted token is given out again for this long, while it has at least `TOKEN_LEFT_MS` to live. */
const TOKEN_REUSE_MS = 600_000;
const TOKEN_LEFT_MS = 3_600_000;
/** A customer who reloads the page does not make FlatPeak look again within this time. */
const LOOK_AGAIN_MS = 3_000;
/** How long the page after Connect may wait for FlatPeak's answer. */
const DONE_BUDGET_MS = 5_000;

export class Customer extends DurableObject<Env> {
  readonly #store = new CustomerStore(this.ctx.storage);
  /** When the page after Connect last had FlatPeak asked, per case. Only spares FlatPeak a customer who keeps reloading. */
  readonly #askedAt = new Map<number, number>();
  readonly #minting = new Map<number, Promise<string | null>>();
  readonly #engine = new Engine(this.ctx.storage, this.#store);

  /** Takes a verified event: claims its id, applies it, sets the alarm; all of it on disk when this returns. */
  async receive(customerId: string, incoming: Incoming): Promise<Receipt> {
    const deps = this.#deps();
    const { event, digest, body } = incoming;
    const receivedAt = deps.now();
    this.#store.prepare(receivedAt);
    const stored = { id: event.id, type: event.type, receivedAt, late: event.late, digest, body };
    const offset = this.#store.clockOffset();
    // On a customer whose test clock was moved, FlatPeak's real times are moved along.
    const occurredAt = event.occurredAt <= receivedAt ? event.occurredAt + offset : event.occurredAt;
    let claim: Claim = "claimed";
    try {
      const turn = this.#engine.turn({ deps, customerId }, { type: "event", event: { ...event, occurredAt } }, () => {
        claim = this.#store.claim(stored);
        // A session that ended is not opened again: the next tap gets one of its own.
        if (claim === "claimed" && event.kind === "session_complete") this.#store.dropTokens();
        return claim === "claimed";
      });
      await turn.armed;
    } catch (error) {
      if (!(error instanceof StepBroke)) throw error;
      // The transaction is rolled back; the event must neither be lost nor stand in the way of the next one.
      deps.log.error("event_broke_the_core", error.cause);
      return "broke_the_reader";
    }
    this.#tidy(deps);
    if (claim !== "claimed") return claim;
    return event.kind === "ignored" ? "ignored" : "stored";
  }

  /** What a tap on link `no` should be answered with. Mints at most one token in ten minutes per case. */
  async openLink(no: number): Promise<LinkAnswer> {
    const at = this.#known();
    if (at === null) return { kind: "expired" };
    const now = this.#engine.now(at.deps);
    const state = this.#store.load(at.customerId);
    const asked = no === 0 ? this.#store.newestCase() : this.#store.caseOf(no);
    if (asked === null) return { kind: "expired" };

    const open = state.cases.filter(isOpen);
    if (no === 0 && open.length > 1) return { kind: "choose", links: await choices(at.deps, state, open) };
    // An older message's link leads to what is wrong today, however long ago the case it was sent for ended.
    const today = no === 0 ? open[0] : open.find((other) => other.tariffId === asked.tariffId);
    const it = today ?? asked;
    if (it.end !== null && now > it.end.at + LINK_GRACE_MS) return { kind: "expired" };
    if (it.end?.how === "repaired" || it.end?.how === "disconnected") return { kind: "all_good" };
    return this.#redirect(at, it);
  }

  async #redirect(at: Workplace, it: Case): Promise<LinkAnswer> {
    await this.#engine.apply(at, { type: "link_opened", caseNo: it.no });
    const now = this.#engine.now(at.deps);
    const held = this.#store.tokenOf(it.no);
    if (held !== null && now - held.mintedAt < TOKEN_REUSE_MS && held.expiresAt - now > TOKEN_LEFT_MS) {
      return { kind: "redirect", token: held.token };
    }
    let minting = this.#minting.get(it.no);
    if (minting === undefined) {
      minting = this.#mint(at, it).finally(() => this.#minting.delete(it.no));
      this.#minting.set(it.no, minting);
    }
    const token = await minting;
    return token === null ? { kind: "unavailable" } : { kind: "redirect", token };
  }

  async #mint({ deps, customerId }: Workplace, it: Case): Promise<string | null> {
    const { connectWebUrl, callbackUrl } = deps.config.link;
    const minted = await deps.flatpeak.mintToken({
      tariffId: it.tariffId,
      locationId: it.locationId,
      connectUrl: connectWebUrl,
      callbackUrl: callbackUrl ?? `${await linkOf(deps, customerId, it.no)}/done`,
    });
    if (minted.kind !== "minted") {
      deps.log.info("mint_failed", { why: minted.why });
      // A token that FlatPeak refuses may mean that the tariff is gone; looking again finds out.
      if (minted.kind === "refused") {
        await this.#engine.apply({ deps, customerId }, { type: "look_again", locationId: it.locationId });
      }
      return null;
    }
    const now = this.#engine.now(deps);
    this.#store.putToken(it.no, { token: minted.token, mintedAt: now, expiresAt: now + minted.expiresIn });
    return minted.token;
  }

  /** The customer is back from Connect: asks FlatPeak how it went. Believes nothing the browser says. */
  async finishSession(no: number): Promise<DoneAnswer> {
    const at = this.#known();
    const before = at === null ? null : this.#store.caseOf(no);
    if (at === null || before === null) return { outcome: "expired", others: null, contractEndDate: null };
    const { deps, customerId } = at;
    // The session is over: the next tap gets one of its own.
    this.#store.dropTokens();
    if (before.end === null) {
      const now = deps.now();
      if (now - (this.#askedAt.get(no) ?? 0) >= LOOK_AGAIN_MS) {
        this.#askedAt.set(no, now);
        await this.#engine.apply(at, { type: "look_again", locationId: before.locationId });
        await within(this.#engine.work(at), DONE_BUDGET_MS);
      }
    }
    const after = this.#store.caseOf(no) ?? before;
    const state = this.#store.load(customerId);
    const others = state.cases.some((it) => isOpen(it) && it.no !== no) ? await linkOf(deps, customerId, 0) : null;
    const { contractEndDate } = after;
    if (after.end !== null) {
      const outcome = after.end.how === "handed_over" ? "not_yet" : after.end.how;
      return { outcome, others, contractEndDate };
    }
    if (after.endDateTrap) return { outcome: "end_date", others, contractEndDate };
    const awaited = locationOf(state, before.locationId).probe !== null;
    return { outcome: awaited ? "checking" : "not_yet", others, contractEndDate };
  }

  /** Notes how the customer wants to be addressed, or that they do not. Makes the customer if nothing is known of them. */
  async setContact(customerId: string, change: ContactChange): Promise<void> {
    const deps = this.#deps();
    this.#store.prepare(deps.now());
    const { optedOut, ...contact } = change;
    const optOut = optedOut === undefined ? {} : { optedOutAt: optedOut ? this.#engine.now(deps) : null };
    await this.#engine.apply({ deps, customerId }, { type: "contact_changed", contact: { ...contact, ...optOut } });
  }

  /** Keeps back what is not out yet, or lets it go. False when nothing is known of the customer. */
  async hold(held: boolean): Promise<boolean> {
    const known = this.#known();
    if (known === null) return false;
    await this.#engine.apply(known, { type: held ? "messages_held" : "messages_released" });
    return true;
  }

  /** Everything an operator may want to know of this customer; null when nothing is known. */
  async story(): Promise<Story | null> {
    const known = this.#known();
    if (known === null) return null;
    const now = this.#engine.now(known.deps);
    const state = this.#store.load(known.customerId);
    const next = nextAlarm(state, now, known.deps.config.policy);
    return describe(state, this.#store.history(200), now, next);
  }

  /**
   * Moves this customer's clock ahead by `ms` as if the time had passed. Gives the new time, or null when nothing is known
   * of the customer. Test mode only: the caller checks.
   */
  async advanceClock(ms: number): Promise<number | null> {
    const known = this.#known();
    return known === null ? null : this.#engine.advanceClock(known, ms);
  }

  /** Does what is due. Never throws: the platform gives up on an alarm that keeps throwing. */
  override async alarm(): Promise<void> {
    await this.#engine.watch(Date.now());
    const composed = compose(this.env);
    // Without settings nothing can be decided; the watchdog tries again until they are whole.
    if (!composed.ok) return;
    const { deps } = composed;
    try {
      const customerId = this.#store.customerId();
      if (customerId === null) return await this.#engine.sleep();
      await this.#engine.work({ deps, customerId });
      this.#tidy(deps);
    } catch (error) {
      deps.log.error("alarm_broke", error);
    }
  }

  /** Housekeeping: what goes wrong with it stands in nobody's way. */
  #tidy(deps: Deps): void {
    try {
      tidy(this.ctx.storage, deps.now(), this.#engine.now(deps));
    } catch (error) {
      deps.log.error("tidy_broke", error);
    }
  }

  #known(): Workplace | null {
    const customerId = this.#store.customerId();
    return customerId === null ? null : { deps: this.#deps(), customerId };
  }

  #deps(): Deps {
    const composed = compose(this.env);
    // The routes refuse to serve without settings, so only an alarm can get here without, and that one looks first.
    if (!composed.ok) throw new Error("settings are incomplete");
    return composed.deps;
  }
}
