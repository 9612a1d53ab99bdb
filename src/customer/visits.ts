// What a customer finds behind a link: Connect for the tariff it was sent for, what became of it, and the overview of all.

import { aftermathOf, endedAnew } from "../core/afterwards.ts";
import { LINK_GRACE_MS } from "../core/settings.ts";
import { newOwnerIn } from "../core/home.ts";
import { languageFor } from "../core/language.ts";
import { snoozeEnd } from "../core/snooze.ts";
import { isOpen, zoneOf } from "../core/state.ts";
import { wallClock } from "../core/time.ts";
import { within } from "../platform/within.ts";
import { linkOf } from "./render.ts";
import { lookAround, remembered } from "./overview.ts";
import { TOKEN_LEFT_MS, TOKEN_REUSE_MS, Tokens } from "./tokens.ts";
import type { Aftermath } from "../core/afterwards.ts";
import type { Language } from "../core/language.ts";
import type { Case, CustomerState } from "../core/state.ts";
import type { ProbeAnswer } from "../core/truth.ts";
import type { Engine, Workplace } from "./engine.ts";
import type { KnownHome, KnownOverview, KnownTariff } from "./overview.ts";
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
  readonly outcome: Aftermath | "expired";
  /** Where the customer's other open cases are, if there are any. */
  readonly others: string | null;
  readonly contractEndDate: string | null;
}

export type OverviewAnswer = Spoken & { readonly overview: KnownOverview };

/** How long a tap may take that has to find its tariff first. */
const TAP_BUDGET_MS = 5_500;
/** A customer who reloads a page does not make FlatPeak look again within this time. */
const LOOK_AGAIN_MS = 3_000;
/** How long the page after Connect may wait for FlatPeak's answer. */
const DONE_BUDGET_MS = 5_000;
/** Pages of the overview that are remembered; a customer with more homes than that has them asked about again. */
const MAX_PAGES_SEEN = 8;

interface Seen {
  readonly at: number;
  readonly overview: Promise<KnownOverview>;
}

export class Visits {
  readonly #store: CustomerStore;
  readonly #engine: Engine;
  readonly #tokens: Tokens;
  /** What FlatPeak last said of a case to the page after Connect. Spares FlatPeak a customer who keeps reloading. */
  readonly #looks = new Map<number, { readonly at: number; readonly answer: Promise<ProbeAnswer | null> }>();
  /** Where a link led, for as long as nothing changes and the same tap again would change nothing. */
  readonly #ready = new Map<number, { readonly turns: number; readonly until: number; readonly answer: LinkAnswer }>();
  /** The pages of the overview as they were last shown. */
  readonly #seen = new Map<number, Seen>();

  constructor(store: CustomerStore, engine: Engine) {
    this.#store = store;
    this.#engine = engine;
    this.#tokens = new Tokens(store, engine);
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
    if (it.end?.how === "repaired") return { kind: "all_good", language };
    await this.#engine.apply(at, { type: "link_opened", caseNo: it.no });
    // Another session begins, and whoever comes back from it is told what is true then.
    this.#looks.delete(it.no);
    const held = await this.#tokens.forCase(at, state, it);
    if (held === "foreign") return { kind: "expired", language };
    if (held !== null) {
      const answer = { kind: "redirect", token: held.token, language } as const;
      const { holdUntil } = this.#store.load(at.customerId);
      const until = Math.min(held.mintedAt + TOKEN_REUSE_MS, held.expiresAt - TOKEN_LEFT_MS, holdUntil ?? now);
      this.#ready.set(no, { turns: this.#engine.turns, until, answer });
      return answer;
    }
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
    const now = this.#engine.now(at.deps);
    const state = this.#store.load(at.customerId);
    const language = languageFor(state.contact);
    const gone = this.#store.disconnectedSince(now - LINK_GRACE_MS);
    const it = [...state.cases.filter(isOpen), ...gone].find((other) => other.tariffId === tariffId);
    if (it !== undefined) return this.open(at, it.no);
    if (this.#caseBehind(state, 0, now) === null) return { kind: "expired", language };
    const answer = this.#openCaseless(at, tariffId, language);
    return (await within(answer, TAP_BUDGET_MS)) ? answer : { kind: "unavailable", language };
  }

  async #openCaseless(at: Workplace, tariffId: string, language: Language | null): Promise<LinkAnswer> {
    const found = await this.#find(at, tariffId);
    // What FlatPeak cannot tell of at present may well be there.
    if (found === null || found === "stale") return { kind: found === null ? "expired" : "unavailable", language };
    const held = await this.#tokens.forTariff(at, found.home.locationId, found.tariff);
    if (held === "foreign") return { kind: "expired", language };
    return held === null ? { kind: "unavailable", language } : { kind: "redirect", token: held.token, language };
  }

  /** A tariff among all homes; `stale` where FlatPeak cannot tell of all of them. */
  async #find(
    at: Workplace,
    tariffId: string,
  ): Promise<{ readonly home: KnownHome; readonly tariff: KnownTariff } | "stale" | null> {
    // Whoever taps has just seen the overview: asking FlatPeak again would only take time from the tap.
    for (const { overview } of this.#seen.values()) {
      const found = tariffIn(await overview, tariffId);
      if (found !== null) return found;
    }
    let isStale = false;
    for (let page = 1, pages = 1; page <= pages; page++) {
      const overview = await this.#look(at, page, LOOK_AGAIN_MS);
      const found = tariffIn(overview, tariffId);
      if (found !== null) return found;
      isStale ||= overview.stale;
      pages = overview.pages ?? 1;
    }
    return isStale ? "stale" : null;
  }

  /** The customer is back from Connect: asks FlatPeak how it went. Believes nothing the browser says. */
  async finish(at: Workplace, no: number): Promise<DoneAnswer> {
    const { deps, customerId } = at;
    const language = languageFor(this.#store.load(customerId).contact);
    const before = no === 0 ? this.#store.newestCase() : this.#store.caseOf(no);
    const end = before?.end ?? null;
    const expired = { outcome: "expired", others: null, contractEndDate: null, language } as const;
    if (before === null || end?.how === "moved") return expired;
    if (end !== null && this.#engine.now(deps) > end.at + LINK_GRACE_MS) return expired;
    // The session is over: the next tap gets one of its own.
    this.#tokens.forget();
    this.#ready.clear();
    this.#seen.clear();
    const answer = await this.#lookAt(at, before);
    // Somebody else's home by now: how it stands is theirs to know.
    if (answer !== null && newOwnerIn(customerId, answer) !== null) return expired;
    const after = this.#store.caseOf(before.no) ?? before;
    const state = this.#store.load(customerId);
    const open = state.cases.filter(isOpen);
    const today = wallClock(this.#engine.now(deps), zoneOf(state, before.locationId)).date;
    const outcome = aftermathOf(before, after, open, answer, today);
    const how = endedAnew(after, outcome);
    if (how !== null) await this.#engine.apply(at, { type: "ended_anew", it: after, how });
    const others = open.some((it) => it.no !== before.no) ? await linkOf(deps, customerId, 0) : null;
    return { outcome, others, contractEndDate: after.contractEndDate, language };
  }

  /** What FlatPeak says of the home of a case, a few seconds ago at most; null where it could not be asked. */
  #lookAt(at: Workplace, { no, locationId }: Case): Promise<ProbeAnswer | null> {
    const now = at.deps.now();
    const last = this.#looks.get(no);
    if (last !== undefined && now - last.at < LOOK_AGAIN_MS) return last.answer;
    const answer = this.#engine.askAgain(at, locationId, DONE_BUDGET_MS);
    this.#looks.set(no, { at: now, answer });
    return answer;
  }

  /** Some homes and tariffs as FlatPeak tells of them now; where it cannot, as last known. Null once the links have expired. */
  async overview(at: Workplace, page: number): Promise<OverviewAnswer | null> {
    const now = this.#engine.now(at.deps);
    const state = this.#store.load(at.customerId);
    if (this.#caseBehind(state, 0, now) === null) return null;
    const overview = await this.#look(at, page, LOOK_AGAIN_MS);
    return {
      overview: remembered(overview, this.#store.load(at.customerId), now),
      language: languageFor(state.contact),
    };
  }

  /** A page of the overview, at most `maxAge` ms old. */
  #look(at: Workplace, page: number, maxAge: number): Promise<KnownOverview> {
    const now = at.deps.now();
    const last = this.#seen.get(page);
    if (last !== undefined && now - last.at < maxAge) return last.overview;
    const customersNow = this.#engine.now(at.deps);
    const state = this.#store.load(at.customerId);
    // A home that the customer left is forgotten.
    const gone = this.#store
      .disconnectedSince(customersNow - LINK_GRACE_MS)
      .filter((it) => state.locations.some(({ id }) => id === it.locationId));
    const overview = lookAround(at, state, gone, customersNow, page);
    if (this.#seen.size >= MAX_PAGES_SEEN) this.#seen.clear();
    this.#seen.set(page, { at: now, overview });
    return overview;
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

function tariffIn({ homes }: KnownOverview, tariffId: string) {
  const home = homes.find(({ tariffs }) => tariffs.some((it) => it.tariffId === tariffId));
  const tariff = home?.tariffs.find((it) => it.tariffId === tariffId);
  return home === undefined || tariff === undefined ? null : { home, tariff };
}
