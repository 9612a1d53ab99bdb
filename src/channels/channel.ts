// What a channel is: a way out to the customer, and what is handed to it.

import type { DeliveryOutcome } from "../core/message/outcome.ts";
import type { Arm } from "../core/experiment/named.ts";
import type { ChannelName } from "../core/policy.ts";
import type { Reason } from "../core/case/reason.ts";
import type { CivilDate } from "../core/time.ts";

/** A notification as it was rendered, once; every attempt sends these words. Nobody's address is in it. */
export interface RenderedNotification {
  readonly type: "notification.requested" | "case.handed_over" | "connect.completed" | "invitation.expired";
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
  /** By WhatsApp only: the wording that Meta approved, by our name of it, and what stands for its variables, by their numbers. */
  readonly template?: {
    readonly name: string;
    readonly language: string;
    readonly variables: Readonly<Record<string, string>>;
  };
  readonly link: string;
  /** Takes a one-click POST (RFC 8058) and, opened, a page: no more messages. */
  readonly stopLink: string;
  readonly cases: readonly {
    readonly tariffId: string;
    readonly locationId: string;
    readonly reason: Reason;
    readonly contractEndDate: CivilDate | null;
  }[];
  /** What the company is told of an invitation, in place of all else; left out where it is about none. */
  readonly invitation?: Readonly<Record<string, string | null>>;
  /** The arm of an experiment that its cases belong to; left out where they are of none. */
  readonly arm?: Arm;
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
