// What a customer finds behind a link: Connect for the tariff it was sent for, what became of it, and the overview of all.

import { aftermathOf, endedAnew } from "../../../core/link/afterwards.ts";
import { caseBehind, isAlive, isOfEpoch } from "../../../core/link/links.ts";
import { LINK_GRACE_MS } from "../../../core/policy.ts";
import { newOwnerIn } from "../../../core/case/home.ts";
import { languageFor } from "../../../text/language.ts";
import { isOpen, zoneOf } from "../../../core/read.ts";
import { wallClock } from "../../../core/time.ts";
import { within } from "../../../platform/within.ts";
import { linkOf } from "../effects/render.ts";
import { aboutCase, aboutTariff } from "../../../core/link/about.ts";
import { snooze } from "./silence.ts";
import { lookAround, remembered, tariffIn } from "./overview.ts";
import { Tokens } from "../rows/tokens.ts";
import { reusableUntil } from "../../../core/link/reuse.ts";
import { leadOf } from "../../../core/link/tap.ts";
import type { Language } from "../../../text/language.ts";
import type { Case, CustomerState } from "../../../core/state.ts";
import type { ProbeAnswer } from "../../../core/case/truth.ts";
import type { Engine } from "../engine.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { KnownHome, KnownTariff, LinkAnswer, OverviewAnswer, DoneAnswer } from "../contract.ts";
import type { Workplace } from "../workplace.ts";
import type { Outlook } from "./overview.ts";
import type { LinkSeat } from "../../../core/link/links.ts";

/** How long a tap may take that has to find its tariff first. */
const TAP_BUDGET_MS = 5_500;
/** How long the page after Connect may wait for FlatPeak, which is not asked again for whoever reloads within `LOOK_AGAIN_MS`. */
const DONE_BUDGET_MS = 5_000;
const LOOK_AGAIN_MS = 3_000;
/** Pages of the overview that are remembered; a customer with more homes than that has them asked about again. */
const MAX_PAGES_SEEN = 8;

export class Visits {
  readonly #store: CustomerStore;
  readonly #engine: Engine;
  readonly #tokens: Tokens;
  /** What FlatPeak last said of a case to the page after Connect. Spares FlatPeak a customer who keeps reloading. */
  readonly #looks = new Map<number, { readonly at: number; readonly answer: Promise<ProbeAnswer | null> }>();
  /** Where a link led, for as long as nothing changes and the same tap again would change nothing. */
  readonly #ready = new Map<string, { readonly turns: number; readonly until: number; readonly answer: LinkAnswer }>();
  /** The pages of the overview as they were last shown. */
  readonly #seen = new Map<string, { readonly at: number; readonly overview: Promise<Outlook> }>();

  constructor(store: CustomerStore, engine: Engine) {
    this.#store = store;
    this.#engine = engine;
    this.#tokens = new Tokens(store, engine);
  }

  /** What a tap on a link should be answered with. Mints at most one token in ten minutes per case, unless it `ended`. */
  async open(place: Workplace, seat: LinkSeat, ended: string | null): Promise<LinkAnswer> {
    if (ended !== null && this.#tokens.forget()) this.#ready.clear();
    const [now, key] = [this.#engine.now(place.deps), `${seat.purpose} ${seat.no} ${seat.epoch}`];
    const ready = this.#ready.get(key);
    if (ready !== undefined && ready.turns === this.#engine.turns && now < ready.until) return ready.answer;
    const state = this.#store.load(place.customerId);
    const language = languageFor(state.contact);
    const lead = leadOf(this.caseBehind(state, seat, now), seat.purpose, state);
    if (lead.kind === "overview") await this.#engine.apply(place, { type: "link_opened", caseNo: null });
    if (lead.kind !== "connect") return { kind: lead.kind, language };
    const { it } = lead;
    await this.#engine.apply(place, { type: "link_opened", caseNo: it.no });
    // Another session begins, and whoever comes back from it is told what is true then.
    this.#looks.delete(it.no);
    const held = await this.#tokens.forCase(place, state, it, seat);
    if (held !== null && held !== "foreign") {
      const answer = { kind: "redirect", token: held.token, language, about: aboutCase(state, it) } as const;
      const { tapHoldUntil } = this.#store.load(place.customerId);
      const until = Math.min(reusableUntil(held), tapHoldUntil ?? now);
      this.#ready.set(key, { turns: this.#engine.turns, until, answer });
      return answer;
    }
    if (held === "foreign") return { kind: "expired", language };
    await this.#engine.apply(place, { type: "tap_failed", caseNo: it.no });
    return { kind: "unavailable", language };
  }

  /** The case that a link leads to; null once it has ended. An overview stands on all cases up to the one it names. */
  caseBehind(state: CustomerState, { purpose, no, epoch }: LinkSeat, now: number): Case | null {
    if (!isOfEpoch(epoch, state.contact)) return null;
    const own = purpose === "overview" ? this.#store.past.latestCaseUpTo(no) : this.#store.past.caseOf(no);
    return own === null ? null : caseBehind(own, state.cases, now);
  }

  /** The same for one tariff of the overview, whether or not anything is wrong with it. */
  async openTariff(place: Workplace, seat: LinkSeat, tariffId: string, ended: string | null): Promise<LinkAnswer> {
    const now = this.#engine.now(place.deps);
    const state = this.#store.load(place.customerId);
    const language = languageFor(state.contact);
    if (this.caseBehind(state, seat, now) === null) return { kind: "expired", language };
    const gone = this.#store.past.disconnectedSince(now - LINK_GRACE_MS);
    const it = [...state.cases.filter(isOpen), ...gone].find((other) => other.tariffId === tariffId);
    if (it !== undefined) return this.open(place, { ...seat, purpose: "open", no: it.no }, ended);
    if (ended !== null) this.#tokens.forget();
    const answer = this.#openCaseless(place, seat, tariffId, language);
    return (await within(answer, TAP_BUDGET_MS)) ? answer : { kind: "unavailable", language };
  }

  async #openCaseless(
    place: Workplace,
    seat: LinkSeat,
    tariffId: string,
    language: Language | null,
  ): Promise<LinkAnswer> {
    const found = await this.#find(place, seat, tariffId);
    // What FlatPeak cannot tell of at present may well be there.
    if (found === null || found === "stale") return { kind: found === null ? "expired" : "unavailable", language };
    const held = await this.#tokens.forTariff(place, found.home.locationId, found.tariff, seat);
    if (held === "foreign") return { kind: "expired", language };
    if (held === null) return { kind: "unavailable", language };
    return { kind: "redirect", token: held.token, language, about: aboutTariff(found.home, found.tariff) };
  }

  /** A tariff among all homes; `stale` where FlatPeak cannot tell of all of them. */
  async #find(
    place: Workplace,
    seat: LinkSeat,
    tariffId: string,
  ): Promise<{ readonly home: KnownHome; readonly tariff: KnownTariff } | "stale" | null> {
    // Whoever taps has just seen the overview: asking FlatPeak again would only take time from the tap.
    for (const { overview } of this.#seen.values()) {
      const found = tariffIn(await overview, tariffId);
      if (found !== null) return found;
    }
    let isStale = false;
    for (let page = 1, pages = 1; page <= pages; page++) {
      const overview = await this.#look(place, seat, page, LOOK_AGAIN_MS);
      const found = tariffIn(overview, tariffId);
      if (found !== null) return found;
      isStale ||= overview.stale;
      pages = overview.pages ?? 1;
    }
    return isStale ? "stale" : null;
  }

  /** The customer is back from Connect: asks FlatPeak how it went. Believes nothing the browser says. Null by an expired link. */
  async finish(place: Workplace, seat: LinkSeat): Promise<DoneAnswer | null> {
    const { deps, customerId } = place;
    const known = this.#store.load(customerId);
    const language = languageFor(known.contact);
    const own =
      seat.purpose === "overview" ? this.#store.past.latestCaseUpTo(seat.no) : this.#store.past.caseOf(seat.no);
    const isLive = isOfEpoch(seat.epoch, known.contact) && own !== null && isAlive(own, this.#engine.now(deps));
    if (!isLive || own.end?.how === "moved") return null;
    // The session is over: the next tap gets one of its own.
    if (this.#tokens.forget()) {
      this.#ready.clear();
      this.#seen.clear();
    }
    const answer = await this.#lookAt(place, own);
    // Somebody else's home by now: how it stands is theirs to know.
    if (answer !== null && newOwnerIn(customerId, answer) !== null) return null;
    const after = this.#store.past.caseOf(own.no) ?? own;
    const state = this.#store.load(customerId);
    const open = state.cases.filter(isOpen);
    const today = wallClock(this.#engine.now(deps), zoneOf(state, own.locationId)).date;
    const outcome = aftermathOf({ before: own, after, open }, answer, today);
    const how = endedAnew(after, outcome);
    if (how !== null) await this.#engine.apply(place, { type: "end_corrected", ended: after, how });
    const link = (purpose: "open" | "overview"): Promise<string> =>
      linkOf(deps, customerId, { ...seat, purpose, no: own.no });
    const others = open.some((it) => it.no !== own.no) ? await link("overview") : null;
    const { contractEndDate } = after;
    const hasEnded = contractEndDate !== null && contractEndDate < today;
    return { outcome, others, again: await link("open"), contractEndDate, hasEnded, language };
  }

  /** What FlatPeak says of the home of a case, a few seconds ago at most; null where it could not be asked. */
  #lookAt(place: Workplace, { no, locationId }: Case): Promise<ProbeAnswer | null> {
    const now = place.deps.now();
    const last = this.#looks.get(no);
    if (last !== undefined && now - last.at < LOOK_AGAIN_MS) return last.answer;
    const answer = this.#engine.askAgain(place, locationId, DONE_BUDGET_MS);
    this.#looks.set(no, { at: now, answer });
    return answer;
  }

  /** Some homes and tariffs as FlatPeak tells of them now; where it cannot, as last known. Null once the links have expired. */
  async overview(place: Workplace, seat: LinkSeat, page: number): Promise<OverviewAnswer | null> {
    const now = this.#engine.now(place.deps);
    const state = this.#store.load(place.customerId);
    if (this.caseBehind(state, seat, now) === null) return null;
    const overview = await this.#look(place, seat, page, LOOK_AGAIN_MS);
    return {
      overview: remembered(overview, this.#store.load(place.customerId), now),
      language: languageFor(state.contact),
    };
  }

  /** A page of the overview, at most `maxAge` ms old. */
  #look(place: Workplace, seat: LinkSeat, page: number, maxAge: number): Promise<Outlook> {
    const now = place.deps.now();
    const key = `${seat.no} ${page}`;
    const last = this.#seen.get(key);
    if (last !== undefined && now - last.at < maxAge) return last.overview;
    const customersNow = this.#engine.now(place.deps);
    const state = this.#store.load(place.customerId);
    // A home that the customer left is forgotten.
    const gone = this.#store.past
      .disconnectedSince(customersNow - LINK_GRACE_MS)
      .filter((it) => state.locations.some(({ id }) => id === it.locationId));
    const overview = lookAround(place, state, gone, seat, customersNow, page);
    if (this.#seen.size >= MAX_PAGES_SEEN) this.#seen.clear();
    this.#seen.set(key, { at: now, overview });
    return overview;
  }

  /**
   * No reminder before the morning of a day at the customer's home; null takes that back. Says whether it was done: on a
   * `day` that cannot be chosen nothing is. Null by an expired link.
   */
  async snooze(place: Workplace, seat: LinkSeat, day: string | null): Promise<boolean | null> {
    const state = this.#store.load(place.customerId);
    if (this.caseBehind(state, seat, this.#engine.now(place.deps)) === null) return null;
    return snooze(place, this.#engine, state, day);
  }
}
