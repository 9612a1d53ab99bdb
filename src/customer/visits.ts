// What a customer finds behind a link: Connect for the tariff it was sent for, what became of it, and the overview of all.

import { LINK_GRACE_MS } from "../core/settings.ts";
import { languageOf } from "../core/language.ts";
import { isOpen, locationOf } from "../core/state.ts";
import { instantOf } from "../core/time.ts";
import { within } from "../platform/within.ts";
import { linkOf } from "./effects.ts";
import { lookAround, remembered } from "./overview.ts";
import type { Language } from "../core/language.ts";
import type { Case, CustomerState } from "../core/state.ts";
import type { CivilDate } from "../core/time.ts";
import type { Engine, Workplace } from "./engine.ts";
import type { Overview } from "./overview.ts";
import type { CustomerStore } from "./store.ts";

/** Every answer names the language of the contact; null where nobody said. */
export interface Spoken {
  readonly language: Language | null;
}

export type LinkAnswer = Spoken &
  (
    | { readonly kind: "redirect"; readonly token: string }
    | { readonly kind: "all_good" }
    | { readonly kind: "expired" }
    | { readonly kind: "unavailable" }
    /** The message covered several tariffs. */
    | { readonly kind: "overview" }
  );

export interface DoneAnswer extends Spoken {
  /** `end_date`: connected, but with the end date of the contract that is ending. */
  readonly outcome: "repaired" | "disconnected" | "not_yet" | "checking" | "end_date" | "expired";
  /** Where the customer's other open cases are, if there are any; or what else came to light about the same tariff. */
  readonly others: string | null;
  readonly contractEndDate: string | null;
}

export type OverviewAnswer = Spoken & { readonly overview: Overview };

/** A minted token is given out again for this long, while it has at least `TOKEN_LEFT_MS` to live. */
const TOKEN_REUSE_MS = 600_000;
const TOKEN_LEFT_MS = 3_600_000;
/** A customer who reloads a page does not make FlatPeak look again within this time. */
const LOOK_AGAIN_MS = 3_000;
/** How long the page after Connect may wait for FlatPeak's answer. */
const DONE_BUDGET_MS = 5_000;

/** What a token is minted for. */
interface Target {
  readonly tariffId: string;
  readonly locationId: string;
  /** The link number to come back to. */
  readonly no: number;
}

interface Held {
  readonly token: string;
  readonly mintedAt: number;
  readonly expiresAt: number;
}

export class Visits {
  readonly #store: CustomerStore;
  readonly #engine: Engine;
  /** When the page after Connect last had FlatPeak asked, per case. Only spares FlatPeak a customer who keeps reloading. */
  readonly #askedAt = new Map<number, number>();
  readonly #minting = new Map<string, Promise<Held | null>>();
  #seen: { readonly at: number; readonly overview: Promise<Overview> } | null = null;

  constructor(store: CustomerStore, engine: Engine) {
    this.#store = store;
    this.#engine = engine;
  }

  /** What a tap on link `no` should be answered with. Mints at most one token in ten minutes per case. */
  async open(at: Workplace, no: number): Promise<LinkAnswer> {
    const now = this.#engine.now(at.deps);
    const state = this.#store.load(at.customerId);
    const language = languageOf(state.contact.locale);
    const asked = no === 0 ? this.#store.newestCase() : this.#store.caseOf(no);
    if (asked === null) return { kind: "expired", language };

    const open = state.cases.filter(isOpen);
    if (no === 0 && open.length > 1) return { kind: "overview", language };
    // An older message's link leads to what is wrong today, however long ago the case it was sent for ended.
    const today = no === 0 ? open[0] : open.find((other) => other.tariffId === asked.tariffId);
    const it = today ?? asked;
    if (it.end !== null && now > it.end.at + LINK_GRACE_MS) return { kind: "expired", language };
    if (it.end?.how === "repaired" || it.end?.how === "disconnected") return { kind: "all_good", language };
    await this.#engine.apply(at, { type: "link_opened", caseNo: it.no });
    const held = await this.#tokenFor(at, it, this.#store.tokenOf(it.no));
    if (held !== null) return { kind: "redirect", token: held.token, language };
    await this.#engine.apply(at, { type: "tap_failed", caseNo: it.no });
    return { kind: "unavailable", language };
  }

  /** The same for one tariff of the overview, whether or not anything is wrong with it. */
  async openTariff(at: Workplace, tariffId: string): Promise<LinkAnswer> {
    const state = this.#store.load(at.customerId);
    const language = languageOf(state.contact.locale);
    const it = state.cases.find((other) => isOpen(other) && other.tariffId === tariffId);
    if (it !== undefined) return this.open(at, it.no);
    const { overview } = await this.overview(at);
    const home = overview.homes.find((each) => each.tariffs.some((tariff) => tariff.tariffId === tariffId));
    if (home === undefined) return { kind: "expired", language };
    const held = await this.#tokenFor(at, { tariffId, locationId: home.locationId, no: 0 }, null);
    return held === null ? { kind: "unavailable", language } : { kind: "redirect", token: held.token, language };
  }

  async #tokenFor(at: Workplace, target: Target, held: Held | null): Promise<Held | null> {
    const now = this.#engine.now(at.deps);
    if (held !== null && now - held.mintedAt < TOKEN_REUSE_MS && held.expiresAt - now > TOKEN_LEFT_MS) return held;
    let minting = this.#minting.get(target.tariffId);
    if (minting === undefined) {
      minting = this.#mint(at, target).finally(() => this.#minting.delete(target.tariffId));
      this.#minting.set(target.tariffId, minting);
    }
    return minting;
  }

  async #mint(at: Workplace, { tariffId, locationId, no }: Target): Promise<Held | null> {
    const { deps, customerId } = at;
    const { connectWebUrl, callbackUrl } = deps.config.link;
    const minted = await deps.flatpeak.mintToken({
      tariffId,
      locationId,
      connectUrl: connectWebUrl,
      callbackUrl: callbackUrl ?? `${await linkOf(deps, customerId, no)}/done`,
    });
    if (minted.kind !== "minted") {
      deps.log.info("mint_failed", { why: minted.why });
      // A token that FlatPeak refuses may mean that the tariff is gone; looking again finds out.
      if (minted.kind === "refused") await this.#engine.apply(at, { type: "look_again", locationId });
      return null;
    }
    const now = this.#engine.now(deps);
    const held = { token: minted.token, mintedAt: now, expiresAt: now + minted.expiresIn };
    if (no !== 0) this.#store.putToken(no, held);
    return held;
  }

  /** The customer is back from Connect: asks FlatPeak how it went. Believes nothing the browser says. */
  async finish(at: Workplace, no: number): Promise<DoneAnswer> {
    const { deps, customerId } = at;
    const language = languageOf(this.#store.load(customerId).contact.locale);
    const before = no === 0 ? this.#store.newestCase() : this.#store.caseOf(no);
    if (before === null) return { outcome: "expired", others: null, contractEndDate: null, language };
    // The session is over: the next tap gets one of its own.
    this.#store.dropTokens();
    this.#seen = null;
    if (before.end === null) {
      const now = deps.now();
      if (now - (this.#askedAt.get(before.no) ?? 0) >= LOOK_AGAIN_MS) {
        this.#askedAt.set(before.no, now);
        await this.#engine.apply(at, { type: "look_again", locationId: before.locationId });
        await within(this.#engine.work(at), DONE_BUDGET_MS);
      }
    }
    const after = this.#store.caseOf(before.no) ?? before;
    const state = this.#store.load(customerId);
    const isOther = (it: Case): boolean => isOpen(it) && it.no !== before.no;
    const others = state.cases.some(isOther) ? await linkOf(deps, customerId, 0) : null;
    const { contractEndDate } = after;
    if (after.end === null && after.reason !== before.reason && !after.endDateTrap) {
      // What they came for is repaired; a weaker problem beneath it is not.
      const again = others ?? (await linkOf(deps, customerId, after.no));
      return { outcome: "repaired", others: again, contractEndDate, language };
    }
    return { outcome: outcomeOf(after, state), others, contractEndDate, language };
  }

  /** Every home and tariff as FlatPeak tells of them now; where it cannot, as last known. */
  async overview(at: Workplace): Promise<OverviewAnswer> {
    const state = this.#store.load(at.customerId);
    const now = at.deps.now();
    if (this.#seen === null || now - this.#seen.at >= LOOK_AGAIN_MS) {
      this.#seen = { at: now, overview: lookAround(at, state, this.#engine.now(at.deps)) };
    }
    const overview = await this.#seen.overview;
    return {
      overview: remembered(overview, this.#store.load(at.customerId)),
      language: languageOf(state.contact.locale),
    };
  }

  /** No reminder before the morning of `until` at the customer's home; null takes that back. */
  async snooze(at: Workplace, no: number, until: CivilDate | null): Promise<void> {
    const state = this.#store.load(at.customerId);
    const zone = state.cases.map((it) => locationOf(state, it.locationId).timezone).find((it) => it !== null);
    const instant = until === null ? null : instantOf(until, 0, zone ?? state.contact.timezone ?? "UTC");
    await this.#engine.apply(at, { type: "snoozed", caseNo: no === 0 ? null : no, until: instant });
  }
}

function outcomeOf(after: Case, state: CustomerState): DoneAnswer["outcome"] {
  if (after.end !== null) return after.end.how === "handed_over" ? "not_yet" : after.end.how;
  if (after.endDateTrap) return "end_date";
  return locationOf(state, after.locationId).probe === null ? "not_yet" : "checking";
}
