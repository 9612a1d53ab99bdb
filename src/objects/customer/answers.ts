// What whoever opens a link is answered by a Customer object.

import type { TapStage } from "../../core/case/tap.ts";
import type { LinkAbout } from "../../core/link/about.ts";
import type { Aftermath } from "../../core/link/afterwards.ts";
import type { Overview, OverviewHome, OverviewTariff } from "../../core/link/overview.ts";
import type { CivilDate } from "../../core/time.ts";
import type { Language } from "../../text/language.ts";

/** Every answer names the language of the contact; null where nobody said. */
export interface Spoken {
  readonly language: Language | null;
}

/**
 * What a tap is about: the page before Connect may be shown, the customer goes on from it, or says there that the contract goes on.
 */
export type LinkErrand = TapStage | "continues";

export type LinkAnswer = Spoken &
  (
    | { readonly kind: "redirect"; readonly token: string; readonly about: LinkAbout }
    | { readonly kind: "all_good" }
    | { readonly kind: "expired" }
    | { readonly kind: "unavailable" }
    /** The page before Connect: the end that is on record, and whether the customer has said that the contract goes on. */
    | { readonly kind: "before"; readonly contractEnd: CivilDate | null; readonly continues: boolean }
    /** The message covered several tariffs. */
    | { readonly kind: "overview" }
  );

/** How a session with Connect went, as FlatPeak tells it. */
export interface DoneAnswer extends Spoken {
  readonly outcome: Aftermath;
  /** Where the customer's other open cases are, if there are any. */
  readonly others: string | null;
  /** The link into the same repair; null once it has ended. */
  readonly again: string | null;
  readonly contractEndDate: string | null;
  /** That date is past, at the home. */
  readonly hasEnded: boolean;
}

export interface KnownTariff extends OverviewTariff {
  readonly tariffId: string;
}
export interface KnownHome extends OverviewHome {
  readonly locationId: string;
  /** What it is called in an address. */
  readonly homeKey: string;
  readonly tariffs: readonly KnownTariff[];
}
export interface KnownOverview extends Overview {
  readonly homes: readonly KnownHome[];
}

/** A tariff of an overview, and its home. */
export interface KnownTariffAt {
  readonly home: KnownHome;
  readonly tariff: KnownTariff;
}

/** `stale`: FlatPeak cannot tell of all homes. */
export type TariffAnswer = Spoken & { readonly found: KnownTariffAt | "stale" };

export type OverviewAnswer = Spoken & { readonly overview: KnownOverview };
