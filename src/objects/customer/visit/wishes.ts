// What a customer does about a tariff of the overview that no message was sent for: look at it, change it, disconnect it, or connect
// one more at a home.

import { languageFor } from "../../../text/language.ts";
import { aboutTariff } from "../../../core/link/about.ts";
import { isOpen } from "../../../core/read.ts";
import { within } from "../../../platform/within.ts";
import { tariffIn } from "./looks.ts";
import type { Language } from "../../../text/language.ts";
import type { LinkAbout } from "../../../core/link/about.ts";
import type { TariffWish } from "../../../core/link/overview.ts";
import type { LinkSeat } from "../../../core/link/links.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { Minting, Tokens } from "../rows/tokens.ts";
import type { KnownTariffAt, LinkAnswer } from "../contract.ts";
import type { Turns, Workplace } from "../workplace.ts";
import type { Looks } from "./looks.ts";

/** How long a tap may take that has to find its tariff first. */
const TAP_BUDGET_MS = 5_500;

type Nowhere = "expired" | "unavailable";

interface Way {
  readonly held: Minting;
  readonly about: LinkAbout;
}

export class Wishes {
  readonly #store: CustomerStore;
  readonly #turns: Turns;
  readonly #tokens: Tokens;
  readonly #looks: Looks;

  constructor(store: CustomerStore, turns: Turns, tokens: Tokens, looks: Looks) {
    this.#store = store;
    this.#turns = turns;
    this.#tokens = tokens;
    this.#looks = looks;
  }

  /** Where a wish leads to. `seat`: a link that works. */
  async open(place: Workplace, seat: LinkSeat, wish: TariffWish): Promise<LinkAnswer> {
    const language = languageFor(this.#store.load(place.customerId).contact);
    const answer = this.#open(place, seat, wish, language);
    return (await within(answer, TAP_BUDGET_MS)) ? answer : { kind: "unavailable", language };
  }

  async #open(place: Workplace, seat: LinkSeat, wish: TariffWish, language: Language | null): Promise<LinkAnswer> {
    const way = await (wish.errand === "add" ? this.#add(place, seat, wish) : this.#manage(place, seat, wish));
    if (typeof way === "string") return { kind: way, language };
    const { held, about } = way;
    if (held === "foreign") return { kind: "expired", language };
    if (held === null) return { kind: "unavailable", language };
    return { kind: "redirect", token: held.token, language, about };
  }

  async #manage(
    place: Workplace,
    seat: LinkSeat,
    { tariffId, errand }: Exclude<TariffWish, { errand: "add" }>,
  ): Promise<Way | Nowhere> {
    const found = await this.find(place, seat, tariffId);
    // What FlatPeak cannot tell of at present may well be there.
    if (found === null || found === "stale") return found === null ? "expired" : "unavailable";
    const { home, tariff } = found;
    const about = aboutTariff(home, tariff);
    if (errand === "open") return { held: await this.#tokens.forTariff(place, home.locationId, tariff, seat), about };
    // What FlatPeak has not just shown cannot be changed: somebody else may have disconnected it.
    if (tariff.manage === null) return "expired";
    const it = this.#store.load(place.customerId).cases.find((other) => isOpen(other) && other.tariffId === tariffId);
    if (errand === "disconnect") await this.#turns.apply(place, { type: "tariff_disconnecting", tariffId });
    else if (it !== undefined) await this.#turns.apply(place, { type: "link_opened", caseNo: it.no });
    return { held: await this.#tokens.toManage(place, home.locationId, tariff, errand, seat), about };
  }

  async #add(
    place: Workplace,
    seat: LinkSeat,
    { homeKey, slot }: Extract<TariffWish, { errand: "add" }>,
  ): Promise<Way | Nowhere> {
    const home = await this.#looks.find(
      place,
      seat,
      ({ homes }) =>
        homes.find((it) => it.homeKey === homeKey && it.missing.some((kind) => kind.slot === slot)) ?? null,
    );
    if (home === null || home === "stale") return home === null ? "expired" : "unavailable";
    const about = aboutTariff(home, { endDate: null });
    return { held: await this.#tokens.toAdd(place, home.locationId, slot, seat), about };
  }

  /** A tariff among all homes; `stale` where FlatPeak cannot tell of all of them. */
  find(place: Workplace, seat: LinkSeat, tariffId: string): Promise<KnownTariffAt | "stale" | null> {
    return this.#looks.find(place, seat, (page) => tariffIn(page, tariffId));
  }
}
