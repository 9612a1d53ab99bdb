// FlatPeak as the product needs it, in our words: what can be asked, and what the answers come to.

import type { Needs } from "../core/link/needs.ts";
import type { Unavailable } from "./refusal.ts";
import type { PricesTold, ProbeAnswer, SlotName } from "../core/case/truth.ts";

export interface TokenRequest extends Partial<Needs> {
  /** Null: one more is connected at the home, of the kind of `slot`, which must then be known. */
  readonly tariffId: string | null;
  /** The tariff is disconnected; in Zero by the customer, on the page that tells of it. */
  readonly disconnectsTariff?: boolean;
  readonly locationId: string;
  /** Where the tariff stands: a tariff that FlatPeak has no more is connected anew there. Left out or null: not known. */
  readonly slot?: SlotName | null;
  /** Where Connect brings the customer back in mid-session. */
  readonly connectUrl: string;
  /** Where the customer lands when the session ends. */
  readonly callbackUrl: string;
}

/**
 * All that a Connect session may be opened with, by Anode's names (FlatPeak's documentation: "Create a Connect token"); in Zero
 * some have others. What is left out is FlatPeak's to choose, or its customer's.
 */
export interface SessionFields {
  readonly customer_id?: string;
  readonly customer_reference_id?: string;
  readonly location_id?: string;
  readonly location_reference_id?: string;
  readonly tariff_direction?: "IMPORT" | "EXPORT" | "LOCAL";
  readonly tariff_type?: "COMMODITY" | "NON_COMMODITY";
  readonly tariff_id?: string;
  readonly actions?: { readonly disconnect_tariff?: boolean; readonly edit_tariff?: boolean };
  readonly route_options?: {
    readonly advanced_tariff_capture?: boolean;
    readonly tariff_name_capture?: boolean;
    readonly contract_term_capture?: boolean;
  };
  readonly postal_address_type?: "RESIDENTIAL" | "COMMERCIAL";
  readonly postal_address?: {
    readonly address_line1?: string;
    readonly address_line2?: string;
    readonly city?: string;
    readonly state?: string;
    readonly post_code?: string;
    readonly country_code?: string;
  };
}

export interface SessionRequest extends SessionFields {
  /** Where Connect brings the customer back in mid-session, and where they land when the session ends. */
  readonly connect_url: string;
  readonly callback_url: string;
}

export type Minted =
  | {
      readonly kind: "minted";
      readonly token: string;
      /** Milliseconds. */
      readonly expiresIn: number;
      /** FlatPeak has the tariff no more: the session connects one anew in its place. */
      readonly isAnew?: true;
    }
  /** FlatPeak understood and will not: the tariff may be gone. */
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "unavailable"; readonly why: string };

export type Resolved =
  /** `customerId` is null where FlatPeak knows no customer for the location. */
  | { readonly kind: "known"; readonly customerId: string | null }
  | { readonly kind: "unknown_location" }
  /** A customer is named in a way that names none. */
  | { readonly kind: "unreadable_owner" }
  | Unavailable;

export type SessionLocation =
  | {
      readonly kind: "known";
      readonly locationId: string | null;
      /** Whether the customer has finished it; null where FlatPeak does not say, left out where it knows no such session. */
      readonly isFinished?: boolean | null;
    }
  /** Not now: FlatPeak cannot be asked, or does not know yet; `why` then: nothing is connected so far, or it is at work on that. */
  | { readonly kind: "unavailable"; readonly why?: "nothing_yet" | "processed" };

/** An event as FlatPeak's API tells it. */
export type EventRecord = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };

export type EventCopy =
  | { readonly kind: "known"; readonly event: EventRecord }
  | { readonly kind: "unknown" }
  | { readonly kind: "unavailable"; readonly why: string };

export type EventPage =
  | { readonly kind: "page"; readonly events: readonly EventRecord[]; readonly more: boolean }
  /** The event to go on after stands in the list no more. */
  | { readonly kind: "lost" }
  /** FlatPeak will not list this; asking again changes nothing. */
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "unavailable"; readonly why: string };

/** FlatPeak's REST API, in our words. Every method answers within its own time limit and never throws for an outage. */
export interface FlatPeak {
  /**
   * The truth of a location; asks for the home itself as well, its zone and whose it is, when `wantHome`. Dates are read in
   * that zone, else in `zone`, which is UTC unless told.
   */
  probe(locationId: string, wantHome: boolean, zone?: string): Promise<ProbeAnswer>;
  /** What FlatPeak says of the import prices of a home in a span of time (ms); null where it does not tell. */
  pricesAt(locationId: string, span: { readonly from: number; readonly to: number }): Promise<PricesTold | null>;
  mintToken(request: TokenRequest): Promise<Minted>;
  /** A token for any session; `session.ts` checks what a stranger asks for. */
  mintSession(request: SessionRequest): Promise<Minted>;
  /** Whose home a location is. */
  customerOf(locationId: string): Promise<Resolved>;
  /** The locations FlatPeak lists for a customer; null where it cannot tell. */
  locationsOf(customerId: string): Promise<readonly string[] | null>;
  /** FlatPeak's own copy of an event. */
  eventById(id: string): Promise<EventCopy>;
  /** Events older than the one named, newest first; the newest of all when none is. All types when none is named. */
  eventsBefore(id: string | null, type: string | null): Promise<EventPage>;
  /** The location a Connect session was for, by its token; null when FlatPeak knows no such session. */
  locationOfSession(token: string): Promise<SessionLocation>;
}
