// What the product needs from the world, as interfaces that stand on the ground so that every wall can lean on them.

import type { ChannelName } from "./policy.ts";
import type { DeliveryOutcome } from "./message/outcome.ts";
import type { Needs } from "./link/needs.ts";
import type { ProbeAnswer, SlotName } from "./case/truth.ts";
import type { Reason } from "./case/reason.ts";
import type { CivilDate } from "./time.ts";

/** A notification as it was rendered, once; every attempt sends these words. Nobody's address is in it. */
export interface RenderedNotification {
  readonly type: "notification.requested" | "case.handed_over";
  /** The same on every attempt. */
  readonly id: string;
  readonly customerId: string;
  /** What providers are told in place of both: it says nothing to them. Letters, digits, `-` and `_`, 240 at most. */
  readonly reference: string;
  readonly locale: string;
  readonly reason: Reason;
  readonly rung: number;
  /** The subject of an email, the title of a push message. */
  readonly subject: string;
  /** Plain text; ends with the link by SMS and handoff. A push message carries the link beside it. */
  readonly text: string;
  /** Email only. */
  readonly html: string | null;
  readonly link: string;
  /** Takes a one-click POST (RFC 8058) and, opened, a page: no more messages. */
  readonly stopLink: string;
  readonly cases: readonly {
    readonly tariffId: string;
    readonly locationId: string;
    readonly reason: Reason;
    readonly contractEndDate: CivilDate | null;
  }[];
  /** When it was rendered (ms, the customer's clock). */
  readonly at: number;
}

/** One attempt to bring a notification to somebody. */
export interface Delivery {
  readonly notification: RenderedNotification;
  /** Number in E.164, email address or push token; null for a channel that needs none. */
  readonly to: string | null;
  /** The idempotency key where the provider takes one: the same on every attempt to bring it to this address. */
  readonly key: string;
  /** Counts from 1. */
  readonly attempt: number;
  /** A message that has not arrived by then (ms from now) must not arrive any more. */
  readonly validFor: number;
}

/** A way out to the customer. One provider, one call; never throws for what a provider can cause. */
export interface Channel {
  readonly name: ChannelName;
  /** A customer can answer to the sender: only then may a message ask for an answer. Left out: they cannot. */
  readonly canReply?: boolean;
  send(delivery: Delivery): Promise<DeliveryOutcome>;
}

export interface TokenRequest extends Partial<Needs> {
  readonly tariffId: string;
  readonly locationId: string;
  /** Where the tariff stands: a tariff that FlatPeak has no more is connected anew there. Left out or null: not known. */
  readonly slot?: SlotName | null;
  /** Where Connect brings the customer back in mid-session. */
  readonly connectUrl: string;
  /** Where the customer lands when the session ends. */
  readonly callbackUrl: string;
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
  | { readonly kind: "unavailable"; readonly why: string };

export type SessionLocation =
  | { readonly kind: "known"; readonly locationId: string | null }
  /** Not now: FlatPeak cannot be asked, or does not know yet. */
  | { readonly kind: "unavailable" };

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
  mintToken(request: TokenRequest): Promise<Minted>;
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

/** One line per event; values are facts already fit to be read by an operator. */
export interface Log {
  info(what: string, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
  error(what: string, error: unknown, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
}
