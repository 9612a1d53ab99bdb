// What a customer finds behind a link: Connect for the tariff it was sent for, what became of it, and the overview of all.

import { LINK_GRACE_MS } from "../core/settings.ts";
import { languageFor } from "../core/language.ts";
import { snoozeEnd } from "../core/snooze.ts";
import { isOpen, locationOf } from "../core/state.ts";
import { within } from "../platform/within.ts";
import { linkOf } from "./render.ts";
import { newOwnerOf } from "./look.ts";
import { lookAround, remembered } from "./overview.ts";
import type { Language } from "../core/language.ts";
import type { Case, CaseEnd, CustomerState } from "../core/state.ts";
import type { Engine, Workplace } from "./engine.ts";
import type { KnownOverview, KnownHome } from "./overview.ts";
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

export type OverviewAnswer = Spoken & { readonly overview: KnownOverview };

/** A minted token is given out again for this long, while it has at least `TOKEN_LEFT_MS` to live. */
const TOKEN_REUSE_MS = 600_000;
const TOKEN_LEFT_MS = 3_600_000;
/** A tariff without a case has nothing that tells when its session ended, so its token is only for who taps twice. */
const CASELESS_REUSE_MS = 30_000;
/** How long a tap may take that has to find its tariff first. */
const TAP_BUDGET_MS = 5_500;
/** A customer who reloads a page does not make FlatPeak look again within this time. */
const LOOK_AGAIN_MS = 3_000;
/** How long the page after Connect may wait for FlatPeak's answer. */
const DONE_BUDGET_MS = 5_000;

/** What a token is minted for. */
interface Target {
  readonly tariffId: string;
  readonly locationId: string;
  /** The case to come back to; 0 where there is none. */
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
  /** The latest tokens of tariffs without a case. */
  readonly #caseless = new Map<string, Held>();
  /** Where a link led, for as long as nothing changes and the same tap again would change nothing. */
  readonly #ready = new Map<number, { readonly turns: number; readonly until: number; readonly answer: LinkAnswer }>();
  #seen: { readonly at: number; readonly overview: Promise<KnownOverview> } | null = null;

  constructor(store: CustomerStore, engine: Engine) {
    this.#store = store;
    this.#engine = engine;
  }

  /** What a tap on link `no` should be answered with. Mints at most one token in ten minutes per case. */
  async open(at: Workplace, no: number): Promise<LinkAnswer> {
    const now = this.#engine.now(at.deps);
    const ready = this.#ready.get(no);
    if (ready !== undefined && ready.turns === this.#engine.turns && now < ready.until) return ready.answer;
    const state = this.#store.load(at.customerId);
    const language = languageFor(state.contact);
    const it = this.#caseBehind(state, no, now);
    if (it === null) return { kind: "expired", language };
    if (no === 0 && state.cases.filter(isOpen).length > 1) {
      await this.#engine.apply(at, { type: "link_opened", caseNo: null });
      return { kind: "overview", language };
    }
    // Somebody else's home: nothing of it is shown, and no session opened into it.
    if (it.end?.how === "moved") return { kind: "expired", language };
    if (it.end?.how === "repaired" || it.end?.how === "disconnected") return { kind: "all_good", language };
    await this.#engine.apply(at, { type: "link_opened", caseNo: it.no });
    const held = await this.#tokenFor(at, it, this.#store.tokenOf(it.no));
    if (held !== null) {
      const answer = { kind: "redirect", token: held.token, language } as const;
      const { holdUntil } = this.#store.load(at.customerId);
      const until = Math.min(held.mintedAt + TOKEN_REUSE_MS, held.expiresAt - TOKEN_LEFT_MS, holdUntil ?? now);
      this.#ready.set(no, { turns: this.#engine.turns, until, answer });
      return answer;
    }
    if (this.#store.caseOf(it.no)?.end?.how === "moved") return { kind: "expired", language };
    await this.#engine.apply(at, { type: "tap_failed", caseNo: it.no });
    return { kind: "unavailable", language };
  }

  /**
   * The case that link `no` stands for today, 0 being any: an older message's link leads to what is wrong with its tariff
   * now, however long ago the case it was sent for ended. Null once the link has expired.
   */
  #caseBehind(state: CustomerState, no: number, now: number): Case | null {
    const asked = no === 0 ? this.#store.newestCase() : this.#store.caseOf(no);
    if (asked === null) return null;
    const it = state.cases.find((other) => isOpen(other) && (no === 0 || other.tariffId === asked.tariffId)) ?? asked;
    return it.end !== null && now > it.end.at + LINK_GRACE_MS ? null : it;
  }

  /** The same for one tariff of the overview, whether or not anything is wrong with it. */
  async openTariff(at: Workplace, tariffId: string): Promise<LinkAnswer> {
    const state = this.#store.load(at.customerId);
    const language = languageFor(state.contact);
    const it = state.cases.find((other) => isOpen(other) && other.tariffId === tariffId);
    if (it !== undefined) return this.open(at, it.no);
    if (this.#caseBehind(state, 0, this.#engine.now(at.deps)) === null) return { kind: "expired", language };
    const answer = this.#openCaseless(at, state, tariffId);
    return (await within(answer, TAP_BUDGET_MS)) ? answer : { kind: "unavailable", language };
  }

  async #openCaseless(at: Workplace, state: CustomerState, tariffId: string): Promise<LinkAnswer> {
    const language = languageFor(state.contact);
    // Whoever taps has just seen the overview: asking FlatPeak again would only take time from the tap.
    const seen = this.#look(at, state, TOKEN_REUSE_MS);
    const fresh = async (): Promise<KnownOverview> => this.#look(at, state, LOOK_AGAIN_MS);
    const home = homeWith(await seen, tariffId) ?? homeWith(await fresh(), tariffId);
    if (home === null) {
      // What FlatPeak cannot tell of at present may well be there.
      return { kind: (await fresh()).stale ? "unavailable" : "expired", language };
    }
    const last = this.#caseless.get(tariffId);
    const isRecent = last !== undefined && this.#engine.now(at.deps) - last.mintedAt < CASELESS_REUSE_MS;
    const held = await this.#tokenFor(at, { tariffId, locationId: home.locationId, no: 0 }, isRecent ? last : null);
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
    // Without a case there is no outcome to tell; the overview shows how it went.
    const ownPage = `${await linkOf(deps, customerId, no)}/${no === 0 ? "tariffs" : "done"}`;
    const token = { tariffId, locationId, connectUrl: connectWebUrl, callbackUrl: callbackUrl ?? ownPage };
    const state = this.#store.load(customerId);
    const [minted, owner] = await Promise.all([
      deps.flatpeak.mintToken(token),
      newOwnerOf(at, state, locationId, this.#engine.now(deps)),
    ]);
    // A session in somebody else's home is nobody's to open; the token goes unused.
    if (owner !== null) {
      await this.#engine.leave(at, locationId, owner);
      return null;
    }
    if (minted.kind !== "minted") {
      deps.log.info("mint_failed", { why: minted.why });
      // A token that FlatPeak refuses may mean that the tariff is gone; looking again finds out.
      if (minted.kind === "refused") await this.#engine.apply(at, { type: "look_again", locationId });
      return null;
    }
    const now = this.#engine.now(deps);
    const held = { token: minted.token, mintedAt: now, expiresAt: now + minted.expiresIn };
    if (no === 0) this.#caseless.set(tariffId, held);
    else this.#store.putToken(no, held);
    return held;
  }

  /** The customer is back from Connect: asks FlatPeak how it went. Believes nothing the browser says. */
  async finish(at: Workplace, no: number): Promise<DoneAnswer> {
    const { deps, customerId } = at;
    const language = languageFor(this.#store.load(customerId).contact);
    const before = no === 0 ? this.#store.newestCase() : this.#store.caseOf(no);
    const end = before?.end ?? null;
    if (before === null || (end !== null && this.#engine.now(deps) > end.at + LINK_GRACE_MS))
      return { outcome: "expired", others: null, contractEndDate: null, language };
    // The session is over: the next tap gets one of its own.
    this.#store.dropTokens();
    this.#caseless.clear();
    this.#ready.clear();
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

  /** Every home and tariff as FlatPeak tells of them now; where it cannot, as last known. Null once the links have expired. */
  async overview(at: Workplace): Promise<OverviewAnswer | null> {
    const state = this.#store.load(at.customerId);
    if (this.#caseBehind(state, 0, this.#engine.now(at.deps)) === null) return null;
    const overview = await this.#look(at, state, LOOK_AGAIN_MS);
    return {
      overview: remembered(overview, this.#store.load(at.customerId), this.#engine.now(at.deps)),
      language: languageFor(state.contact),
    };
  }

  /** An overview at most `maxAge` ms old. */
  #look(at: Workplace, state: CustomerState, maxAge: number): Promise<KnownOverview> {
    const now = at.deps.now();
    if (this.#seen === null || now - this.#seen.at >= maxAge) {
      this.#seen = { at: now, overview: lookAround(at, state, this.#engine.now(at.deps)) };
    }
    return this.#seen.overview;
  }

  /**
   * No reminder before the morning of a day at the customer's home; null takes that back. Says whether it was done: on a
   * `day` that cannot be chosen nothing is. Null by an expired link.
   */
  async snooze(at: Workplace, no: number, day: string | null): Promise<boolean | null> {
    const now = this.#engine.now(at.deps);
    const state = this.#store.load(at.customerId);
    if (this.#caseBehind(state, no, now) === null) return null;
    const until = day === null ? null : snoozeEnd(state, day, now);
    if (day !== null && until === null) return false;
    // The customer is told that we do not write until then, and that holds for all that is open now.
    await this.#engine.apply(at, { type: "snoozed", caseNo: null, until });
    return true;
  }
}

const homeWith = ({ homes }: KnownOverview, tariffId: string): KnownHome | null =>
  homes.find(({ tariffs }) => tariffs.some((it) => it.tariffId === tariffId)) ?? null;

const OUTCOMES: Readonly<Record<CaseEnd, DoneAnswer["outcome"]>> = {
  repaired: "repaired",
  disconnected: "disconnected",
  handed_over: "not_yet",
  moved: "expired",
};

function outcomeOf(after: Case, state: CustomerState): DoneAnswer["outcome"] {
  if (after.end !== null) return OUTCOMES[after.end.how];
  if (after.endDateTrap) return "end_date";
  return locationOf(state, after.locationId).probe === null ? "not_yet" : "checking";
}
