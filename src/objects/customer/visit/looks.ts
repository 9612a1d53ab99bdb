// The pages of the overview as they were last shown, so that whoever reloads, or taps what they have just seen, costs FlatPeak
// nothing.

import { LINK_GRACE_MS } from "../../../core/policy.ts";
import type { KnownTariffAt } from "../contract.ts";
import type { Engine } from "../engine.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { Workplace } from "../workplace.ts";
import type { Outlook } from "./overview.ts";
import type { LinkSeat } from "../../../core/link/links.ts";

/** A page is shown again as it was for so long. */
export const LOOK_AGAIN_MS = 3_000;
/** Pages that are remembered; a customer with more homes than that has them asked about again. */
const MAX_PAGES_SEEN = 8;

/** A tariff of an overview, and its home; null where it is not shown there. */
export function tariffIn({ homes }: Outlook, tariffId: string): KnownTariffAt | null {
  const home = homes.find(({ tariffs }) => tariffs.some((it) => it.tariffId === tariffId));
  const tariff = home?.tariffs.find((it) => it.tariffId === tariffId);
  return home === undefined || tariff === undefined ? null : { home, tariff };
}

export class Looks {
  readonly #store: CustomerStore;
  readonly #engine: Engine;
  readonly #seen = new Map<string, { readonly at: number; readonly overview: Promise<Outlook> }>();

  constructor(store: CustomerStore, engine: Engine) {
    this.#store = store;
    this.#engine = engine;
  }

  /** A page of the overview, counted from 1, a few seconds old at most. */
  look(place: Workplace, seat: LinkSeat, page: number): Promise<Outlook> {
    const now = place.deps.now();
    const key = `${seat.no} ${page}`;
    const last = this.#seen.get(key);
    if (last !== undefined && now - last.at < LOOK_AGAIN_MS) return last.overview;
    const customersNow = this.#engine.now(place.deps);
    const state = this.#store.load(place.customerId);
    // A home that the customer left is forgotten.
    const gone = this.#store.past
      .disconnectedSince(customersNow - LINK_GRACE_MS)
      .filter((it) => state.locations.some(({ id }) => id === it.locationId));
    // Loaded where somebody looks: a tap on one case's link never does.
    const overview = import("./overview.ts").then((it) => it.lookAround(place, state, gone, seat, customersNow, page));
    if (this.#seen.size >= MAX_PAGES_SEEN) this.#seen.clear();
    this.#seen.set(key, { at: now, overview });
    return overview;
  }

  /** What `pick` finds on the first page that has it; `stale` where FlatPeak cannot tell of all homes, null where no page does. */
  async find<T>(place: Workplace, seat: LinkSeat, pick: (page: Outlook) => T | null): Promise<T | "stale" | null> {
    // Whoever taps has just seen the overview: asking FlatPeak again would only take time from the tap.
    for (const { overview } of this.#seen.values()) {
      const found = pick(await overview);
      if (found !== null) return found;
    }
    let isStale = false;
    for (let page = 1, pages = 1; page <= pages; page++) {
      const overview = await this.look(place, seat, page);
      const found = pick(overview);
      if (found !== null) return found;
      isStale ||= overview.stale;
      pages = overview.pages ?? 1;
    }
    return isStale ? "stale" : null;
  }

  forget(): void {
    this.#seen.clear();
  }
}
