// What the overview shows, as facts without words. No name and no address: a home is known by the company's label or a number.

import type { OwnTariff } from "./own.ts";
import type { WayBack } from "../person/optout.ts";
import type { Snoozing } from "../person/snooze.ts";
import type { SlotName } from "../case/truth.ts";
import type { CivilDate } from "../time.ts";

export type TariffState = "connected" | "expiring" | "expired" | "failed" | "disconnected" | "upgrade" | "unknown";
export type TariffAction = "reconnect" | "update" | "upgrade";
/** `connection_type` of `GET /locations/{id}/status`; others may come and are not shown. */
export type ConnectionKind = "DIRECT" | "LIBRARY" | "MARKET" | "MANUAL";

/** The kinds of tariff that a home can be given one of: FlatPeak's documentation, "Tariff settings page". */
export const ADDABLE = ["commodity_import", "commodity_export", "non_commodity_import"] as const;
export type Addable = (typeof ADDABLE)[number];

/**
 * What a customer wants of a tariff of the overview: what it needs, or where it needs nothing to look at it (`open`), another
 * contract or supplier, none any more; or one more at a home.
 */
export type TariffWish =
  | { readonly errand: "open" | "change" | "disconnect"; readonly tariffId: string }
  | { readonly errand: "add"; readonly homeKey: string; readonly slot: Addable };

export interface OverviewTariff {
  readonly slot: SlotName;
  readonly state: TariffState;
  readonly connectionType: string | null;
  readonly endDate: CivilDate | null;
  /** The end date is past. */
  readonly hasEnded: boolean;
  /** Milliseconds since 1970. */
  readonly lastReadAt: number | null;
  /** Yet to come, or estimates since then (ms); null where they are as they should be, or nobody asked. */
  readonly prices: "awaited" | { readonly estimatedSince: number } | null;
  /** The one thing to do, if any, and the link `/c/<code>` that does it for this tariff. */
  readonly action: TariffAction | null;
  readonly link: string | null;
  /** Where it is looked at, changed and disconnected, from the overview's address; null where it is not there, or nobody can tell. */
  readonly manage: string | null;
  /** How its messages can be silenced apart from those of others; left out where it is the only one, or nobody could tell which it is. */
  readonly own?: OwnTariff;
}

export interface OverviewHome {
  /** What the company calls this home, never an address; null: "Home" and the number. */
  readonly label: string | null;
  /** From 1. */
  readonly number: number;
  readonly timezone: string;
  readonly tariffs: readonly OverviewTariff[];
  /** The kinds that the home has no tariff of, and the link that connects one, from the overview's address. */
  readonly missing: readonly { readonly slot: Addable; readonly link: string }[];
}

export interface Overview {
  readonly homes: readonly OverviewHome[];
  /** The page these homes are on, and how many there are; one where left out. */
  readonly page?: number;
  readonly pages?: number;
  /** Tariffs on other pages that are known to need the customer. */
  readonly elsewhere?: number;
  /** When this was true, milliseconds since 1970. */
  readonly asOf: number;
  /** FlatPeak could not be asked: this is what we last knew. */
  readonly stale: boolean;
  readonly snoozing: Snoozing;
  /** What must be done before the customer gets messages again; empty where they do. */
  readonly waysBack: readonly WayBack[];
}
