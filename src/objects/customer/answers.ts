// What whoever opens a link is answered by a Customer object.

import type { LinkAbout } from "../../core/link/about.ts";
import type { Aftermath } from "../../core/link/afterwards.ts";
import type { Overview, OverviewHome, OverviewTariff } from "../../core/link/overview.ts";
import type { Language } from "../../text/language.ts";

/** Every answer names the language of the contact; null where nobody said. */
export interface Spoken {
  readonly language: Language | null;
}

export type LinkAnswer = Spoken &
  (
    | { readonly kind: "redirect"; readonly token: string; readonly about: LinkAbout }
    | { readonly kind: "all_good" }
    | { readonly kind: "expired" }
    | { readonly kind: "unavailable" }
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
