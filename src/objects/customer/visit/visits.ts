// What a customer finds behind a link: Connect for the tariff it was sent for, what became of it, and the overview of all.

import { aftermathOf, endedAnew } from "../../../core/link/afterwards.ts";
import { caseBehind, isAlive, isOfEpoch, seatOn } from "../../../core/link/links.ts";
import { LINK_GRACE_MS } from "../../../core/policy.ts";
import { newOwnerIn } from "../../../core/case/home.ts";
import { languageFor } from "../../../text/language.ts";
import { isOpen, needsCustomer, zoneOf } from "../../../core/read.ts";
import { wallClock } from "../../../core/time.ts";
import { linkOf } from "../links.ts";
import { aboutCase } from "../../../core/link/about.ts";
import { LOOK_AGAIN_MS, Looks } from "./looks.ts";
import { Wishes } from "./wishes.ts";
import { isInvitationId } from "../../rooms.ts";
import { Tokens } from "../rows/tokens.ts";
import { reusableUntil } from "../../../core/link/reuse.ts";
import { leadOf } from "../../../core/link/tap.ts";
import type { Case, CustomerState } from "../../../core/state.ts";
import type { ProbeAnswer } from "../../../core/case/truth.ts";
import type { Engine } from "../engine.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { LinkAnswer, LinkErrand, OverviewAnswer, DoneAnswer, TariffAnswer } from "../contract.ts";
import type { Workplace } from "../workplace.ts";
import type { Invitations } from "../invitation/invitation.ts";
import type { TariffWish } from "../../../core/link/overview.ts";
import type { LinkSeat } from "../../../core/link/links.ts";

/** How long the page after Connect may wait for FlatPeak, which is not asked again for whoever reloads within `LOOK_AGAIN_MS`. */
const DONE_BUDGET_MS = 5_000;

/** Whether a tap may be led where the one before it was: nothing is to be noted of it, and no page stands in between. */
const isFor = (answer: LinkAnswer, errand: LinkErrand | undefined): boolean =>
  errand === undefined || (errand === "page" && answer.kind === "redirect" && answer.about.cause !== "expiring");

export class Visits {
  readonly #store: CustomerStore;
  readonly #engine: Engine;
  readonly #tokens: Tokens;
  /** What FlatPeak last said of a case to the page after Connect. Spares FlatPeak a customer who keeps reloading. */
  readonly #looks = new Map<number, { readonly at: number; readonly answer: Promise<ProbeAnswer | null> }>();
  /** Where a link led, for as long as nothing changes and the same tap again would change nothing. */
  readonly #ready = new Map<string, { readonly turns: number; readonly until: number; readonly answer: LinkAnswer }>();
  readonly #pages: Looks;
  readonly #wishes: Wishes;
  #invited: Promise<Invitations> | null = null;

  constructor(store: CustomerStore, engine: Engine) {
    this.#store = store;
    this.#engine = engine;
    this.#tokens = new Tokens(store, engine);
    this.#pages = new Looks(store, engine);
    this.#wishes = new Wishes(store, engine, this.#tokens, this.#pages);
  }

  /** What a tap on a link should be answered with. Mints at most one token in ten minutes per case, unless it `ended`. */
  async open(place: Workplace, seat: LinkSeat, ended: string | null, asked?: LinkErrand): Promise<LinkAnswer> {
    if (isInvitationId(place.customerId)) return (await this.invitations()).open(place, seat, ended);
    if (ended !== null && this.#tokens.forget()) this.#ready.clear();
    const [now, key] = [this.#engine.now(place.deps), `${seat.purpose} ${seat.no} ${seat.epoch}`];
    const state = this.#store.load(place.customerId);
    const hasPage = place.deps.config.experiment?.treatmentOf(state).hasPageBefore !== false;
    const errand = asked === "page" && !hasPage ? undefined : asked;
    const ready = this.#ready.get(key);
    if (ready !== undefined && ready.turns === this.#engine.turns && now < ready.until && isFor(ready.answer, errand))
      return ready.answer;
    const language = languageFor(state.contact);
    const lead = leadOf(this.caseBehind(state, seat, now), seat.purpose, state);
    if (lead.kind === "overview") await this.#engine.apply(place, { type: "link_opened", caseNo: null });
    if (lead.kind !== "connect") return { kind: lead.kind, language };
    const { it } = lead;
    if (errand === "page" && it.reason === "expiring" && isOpen(it)) {
      await this.#engine.apply(place, { type: "link_opened", caseNo: it.no, stage: "page" });
      const { contractEndDate: contractEnd, continuesUntil } = it;
      return { kind: "before", language, contractEnd, continues: continuesUntil !== undefined };
    }
    if (errand === "continues") await this.#engine.apply(place, { type: "contract_continues", caseNo: it.no });
    const isOnward = errand === "onward" || errand === "continues";
    await this.#engine.apply(place, {
      type: "link_opened",
      caseNo: it.no,
      ...(isOnward ? { stage: "onward" as const } : {}),
    });
    // Another session begins, and whoever comes back from it is told what is true then.
    this.#looks.delete(it.no);
    const held = await this.#tokens.forCase(place, state, it);
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

  /** Loaded where somebody is invited. */
  invitations(): Promise<Invitations> {
    this.#invited ??= import("../invitation/invitation.ts").then((it) => new it.Invitations(this.#store, this.#engine));
    return this.#invited;
  }

  /** The case that a link leads to; null once it has ended. An overview stands on all cases up to the one it names. */
  caseBehind(state: CustomerState, { purpose, no, epoch }: LinkSeat, now: number): Case | null {
    const named = this.#store.past.caseOf(no);
    if (!isOfEpoch(epoch, state.contact, named)) return null;
    const own = purpose === "overview" ? this.#store.past.latestCaseUpTo(no) : named;
    return own === null ? null : caseBehind(own, state.cases, now);
  }

  /** The same for a tariff of the overview, whether or not anything is wrong with it, or for one more at a home. */
  async openTariff(place: Workplace, seat: LinkSeat, wish: TariffWish, ended: string | null): Promise<LinkAnswer> {
    const now = this.#engine.now(place.deps);
    const state = this.#store.load(place.customerId);
    if (isInvitationId(place.customerId) || this.caseBehind(state, seat, now) === null)
      return { kind: "expired", language: languageFor(state.contact) };
    if (wish.errand !== "open") return this.#wish(place, seat, wish, ended);
    const gone = this.#store.past.disconnectedSince(now - LINK_GRACE_MS);
    const it = [...state.cases.filter(isOpen), ...gone].find((other) => other.tariffId === wish.tariffId);
    return it === undefined
      ? this.#wish(place, seat, wish, ended)
      : this.open(place, seatOn(state.contact, it, "open"), ended);
  }

  /** The customer has confirmed that what this link, or a wish behind it, leads to is to be disconnected. */
  async noteDisconnecting(place: Workplace, seat: LinkSeat, wish: TariffWish | null): Promise<void> {
    const it = this.caseBehind(this.#store.load(place.customerId), seat, this.#engine.now(place.deps));
    // One that is being added is known to nobody yet, and no message will be about it.
    const tariffId = wish === null ? it?.tariffId : wish.errand === "add" ? undefined : wish.tariffId;
    if (it !== null && tariffId !== undefined) {
      await this.#engine.apply(place, { type: "tariff_disconnecting", tariffId });
    }
  }

  #wish(place: Workplace, seat: LinkSeat, wish: TariffWish, ended: string | null): Promise<LinkAnswer> {
    // What the session behind it has done shows on no page that was looked at before.
    if (ended !== null && this.#tokens.forget()) this.#pages.forget();
    return this.#wishes.open(place, seat, wish);
  }

  /** A tariff of the overview as it is shown there; null where it is not, `stale` where FlatPeak cannot tell. */
  async tariff(place: Workplace, seat: LinkSeat, tariffId: string): Promise<TariffAnswer | null> {
    const state = this.#store.load(place.customerId);
    if (isInvitationId(place.customerId) || this.caseBehind(state, seat, this.#engine.now(place.deps)) === null)
      return null;
    const found = await this.#wishes.find(place, seat, tariffId);
    return found === null ? null : { found, language: languageFor(state.contact) };
  }

  /** The customer is back from Connect: asks FlatPeak how it went. Believes nothing the browser says. Null by an expired link. */
  async finish(place: Workplace, seat: LinkSeat): Promise<DoneAnswer | null> {
    const { deps, customerId } = place;
    const known = this.#store.load(customerId);
    const language = languageFor(known.contact);
    const named = this.#store.past.caseOf(seat.no);
    const own = seat.purpose === "overview" ? this.#store.past.latestCaseUpTo(seat.no) : named;
    const isLive = isOfEpoch(seat.epoch, known.contact, named) && own !== null && isAlive(own, this.#engine.now(deps));
    if (!isLive || own.end?.how === "moved") return null;
    // The session is over: the next tap gets one of its own.
    if (this.#tokens.forget()) {
      this.#ready.clear();
      this.#pages.forget();
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
      linkOf(deps, customerId, seatOn(state.contact, after, purpose));
    const others = open.some((it) => it.no !== own.no && needsCustomer(it)) ? await link("overview") : null;
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
    if (isInvitationId(place.customerId) || this.caseBehind(state, seat, now) === null) return null;
    const overview = await this.#pages.look(place, seat, page);
    const { remembered } = await import("./overview.ts");
    return {
      overview: remembered(overview, this.#store.load(place.customerId), now),
      language: languageFor(state.contact),
    };
  }
}
