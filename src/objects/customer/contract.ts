// What can be asked of a Customer object, and what it answers. Callers know this and never the class behind it.

import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { StopBy, WayBack } from "../../core/person/optout.ts";
import type { OwnTariff, QuietWord } from "../../core/link/own.ts";
import type { Snoozing } from "../../core/person/snooze.ts";
import type { ChannelName } from "../../core/policy.ts";
import type { TariffWish } from "../../core/link/overview.ts";
import type { Hearing, Wish } from "../phone/contract.ts";
import type { DoneAnswer, LinkAnswer, LinkErrand, OverviewAnswer, Spoken, TariffAnswer } from "./answers.ts";
import type { InvitingContract } from "./invitation/contract.ts";
import type { Story } from "./operator/told.ts";
import type { Incoming, Receipt } from "./incoming.ts";
import type { ErasableContract } from "./erasure/contract.ts";
import type { SteeredContract } from "./operator/order.ts";
import type { CustomerLines } from "../fleet/lines.ts";
import type { Contact } from "../../core/state.ts";
import type { LinkSeat } from "../../core/link/links.ts";

export type * from "./answers.ts";
export type * from "./erasure/contract.ts";
export type * from "./invitation/contract.ts";
export type * from "./operator/told.ts";

export interface Silence extends Spoken {
  readonly waysBack: readonly WayBack[];
  /** The link it was asked by works. */
  readonly isAlive: boolean;
  readonly snoozing: Snoozing;
  /** The tariff that can be silenced by itself behind the link: the one that was asked about, else the one the link leads to. */
  readonly own: OwnTariff | null;
}

/** How it stands after a wish, and whether that could be heeded: a day may be none that can be chosen. */
export interface WordTaken extends Silence {
  readonly done: boolean;
}

/** What a callback says, as it names the message. */
export interface LateWord {
  readonly no: number;
  /** The attempt it speaks of; null where it cannot tell. */
  readonly attempt: number | null;
  readonly channel: ChannelName;
  readonly outcome: DeliveryOutcome;
  /** The address it speaks of, and the provider's own id of the message; null where it says neither. */
  readonly to: string | null;
  readonly providerId: string | null;
}

/** What others are to know of a late word that was about a message of ours. */
export interface WordFacts {
  readonly who: string | null;
  readonly isWatched: boolean;
}

/** A wish of a number's owner, and since when (ms, real time) the customer has been known under the number. */
export interface HeardReply extends Wish {
  readonly since: number;
  /** They want to be reminded later: no STOP, and no START either. */
  readonly isLater?: true;
}

/** What is left out stays as it is. */
export interface CompanyWord extends Partial<
  Pick<Contact, "locale" | "timezone" | "phone" | "email" | "pushToken" | "whatsapp" | "preferred">
> {
  readonly optedOut?: boolean;
  /** By location; null forgets one, and null in place of all of them forgets all. */
  readonly labels?: Readonly<Record<string, string | null>> | null;
}

export interface CustomerContract extends ErasableContract, InvitingContract, SteeredContract {
  /** Reads and writes nothing: that the call comes back is the answer. */
  ping(): true;

  /** Takes a verified event: claims its id, applies it, sets the alarm; all of it on disk when this returns. */
  receive(customerId: string, incoming: Incoming): Promise<Receipt>;

  /**
   * What a tap on a link should be answered with. `ended`: a token that FlatPeak knows no more, and that is not given out again.
   * `errand`: left out, no page stands before Connect.
   */
  openLink(seat: LinkSeat, ended?: string | null, errand?: LinkErrand): Promise<LinkAnswer>;

  /** The same for what is wanted of a tariff of the overview behind it. */
  openTariff(seat: LinkSeat, wish: TariffWish, ended?: string | null): Promise<LinkAnswer>;

  /** The customer has confirmed in Connect that what this link, or a wish behind it, leads to is to be disconnected. */
  noteDisconnecting(seat: LinkSeat, wish: TariffWish | null): Promise<void>;

  /** A tariff of the overview; null where it is not there, or the link has ended. */
  tariff(seat: LinkSeat, tariffId: string): Promise<TariffAnswer | null>;

  /** Whether somebody was ever led on to what this link stands on. */
  wasTapped(seat: LinkSeat): boolean;

  /** The customer is back from Connect: how it went, as FlatPeak tells it; null where the link has ended. */
  finishSession(seat: LinkSeat): Promise<DoneAnswer | null>;

  /** A page of homes and tariffs; null where the link has ended. */
  overview(seat: LinkSeat, page?: number): Promise<OverviewAnswer | null>;

  /** Asks to be left alone until a day; null takes that back. Says whether it was done; null where the link has ended. */
  snooze(seat: LinkSeat, day: string | null): Promise<WordTaken | null>;

  /**
   * Which language to speak, and whether messages are stopped or wait; null when nothing is known of the customer. `tariffId`: the
   * tariff that is asked about.
   */
  silence(seat: LinkSeat, tariffId?: string | null): Silence | null;

  /**
   * The same wishes about one tariff alone: no reminder before a day, none any more, or with null as before. Says whether it was
   * done; null where the link does not lead to that tariff.
   */
  quiet(seat: LinkSeat, tariffId: string, wish: QuietWord): Promise<WordTaken | null>;

  /** No more messages, for as long as that is not taken back the way it came. Any link ever made will do. */
  stop(by: StopBy, seat: LinkSeat): Promise<Silence | null>;

  /** Messages again, as far as the page behind this link may bring them back. */
  start(seat: LinkSeat): Promise<Silence | null>;

  /**
   * Ends what was said by reply until now: a STOP that was somebody else's, or that the customer took back another way. What still
   * keeps messages back; null when nothing is known of the customer.
   */
  endReplies(): Promise<Silence | null>;

  /** Ends every link made so far. False when nothing is known of the customer. */
  endLinks(): Promise<boolean>;

  /**
   * The owner of a number asked for silence, or took that back. Where it is not known whose number that is by now, a STOP is
   * heeded, since it may be this customer's, and a START is not. False where nobody could say, and a START has to wait.
   */
  hearReply(wish: HeardReply): Promise<Hearing>;

  /** A home of this customer is another's now: they get what is open there, and it ends here in silence. */
  leaveLocation(locationId: string, owner: string): Promise<void>;

  /** A provider's late word on a message; null where it is about none of this customer's. */
  reportDelivery(word: LateWord): Promise<WordFacts | null>;

  /**
   * Notes how the customer wants to be addressed, or that they do not. Makes the customer if nothing is known of them. Says
   * what keeps messages back, which the company's word may not have changed; null where they were erased, and nothing is noted.
   */
  setContact(customerId: string, change: CompanyWord): Promise<Silence | null>;

  /** Keeps back what is not out yet, or lets it go. False when nothing is known of the customer. */
  hold(held: boolean): Promise<boolean>;

  /** Everything an operator may want to know of this customer; null when nothing is known. */
  story(): Promise<Story | null>;

  /** All that the fleet's index is to know of this customer; null when nothing is known of them. */
  lines(): CustomerLines | null;

  /** What this customer's clock shows (ms); null when nothing is known of the customer. */
  clock(): number | null;

  /**
   * Moves this customer's clock ahead by `ms` as if the time had passed. `from` is what it showed when that was decided, so
   * that a call made twice moves it once. Gives the new time, or null when nothing is known of the customer. Test mode
   * only: the caller checks.
   */
  advanceClock(ms: number, from?: number): Promise<number | null>;

  /** The turn of a probe or a message that was sent away by a gate has come; `key` as it was given there. */
  yourTurn(key: string): Promise<void>;
}
