// What a provider is: who carries the messages of one channel, with which settings, how it is written to, and what it tells us
// afterwards. Everything the product knows of a provider stands in its `provider.ts` in this form, and registry.ts lists them.

import type * as z from "zod/mini";
import type { CallDeps } from "../platform/http.ts";
import type { DeliveryOutcome } from "../core/message/outcome.ts";
import type { Channel, Delivery } from "./channel.ts";
import type { Finding } from "../platform/finding.ts";
import type { Log } from "../platform/log.ts";
import type { ChannelName } from "../core/policy.ts";

/** Settings by their names, each with what it may hold. */
export type Fields = Readonly<Record<string, z.ZodMiniType>>;

/** The values of settings `F`, once none of those that are needed (`N`) is missing. */
export type Whole<F extends Fields, N extends string> = {
  readonly [K in keyof F]: K extends N ? Exclude<z.output<F[K]>, undefined> : z.output<F[K]>;
};

/** Something outside that has settings of its own. They are complete, or the product does without it. */
export interface Outside<F extends Fields = Fields, N extends string = string> {
  readonly settings: F;
  /** Without each of these it does not work. Several may share one, as the sender of emails. */
  readonly needs: readonly N[];
  /** A binding of the Worker that it needs as well. */
  readonly binding?: string;
  /** Which of the settings are secrets: those that whoever deploys makes up, and those that were given out. */
  readonly secrets?: {
    readonly chosen?: readonly (keyof F & string)[];
    readonly given?: readonly (keyof F & string)[];
  };
}

/** What a provider reaches the world through. */
export interface World extends CallDeps {
  readonly log: Log;
  /** What is bound under the name it asked for; undefined where it asked for none. */
  readonly binding: unknown;
  /** Where it is to report what becomes of an attempt: `POST /webhooks/:provider`. */
  readonly reportUrl: (delivery: Delivery) => string;
}

/** What a provider is tried through. */
export interface CheckWorld extends CallDeps {
  readonly binding: unknown;
  /** Where its callbacks are to come. */
  readonly callbackUrl: string;
  /** The languages that messages are written in. */
  readonly languages: readonly string[];
}

/** A request that came to `POST /webhooks/:provider`, not yet believed. */
export interface Callback {
  /** As the provider was told to call it, with what stands behind the question mark. */
  readonly url: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Milliseconds. */
  readonly now: number;
}

/** What a provider tells us. */
export type News =
  /** The final word on a message, by its reference. */
  | {
      readonly kind: "status";
      readonly reference: string;
      /** Of the message; null where the provider does not say which. */
      readonly attempt: number | null;
      readonly outcome: DeliveryOutcome;
      /** The address it went to, and the provider's id of it; null where it does not say. */
      readonly to: string | null;
      readonly providerId: string | null;
    }
  /** A customer wrote back, from a number in E.164, that messages are to end or to go on. */
  | ({ readonly kind: "reply"; readonly stop: boolean } & Written)
  /** A customer asked to be reminded later, by a button of a message. */
  | ({ readonly kind: "later" } & Written);

/** A message of a customer: from a number in E.164, with the provider's id of it. `language`: that of an answer to them; null where nobody is to be answered by us. */
export interface Written {
  readonly from: string;
  readonly message: string | null;
  readonly language: string | null;
}

/** What a provider expects to be told. */
export interface CallbackAnswer {
  readonly status: 200 | 204;
  readonly type: string;
  readonly body: string | null;
}

export type CallbackRead =
  | { readonly kind: "not_genuine" }
  | { readonly kind: "unreadable" }
  /** From the provider. `news` is null where there is nothing to act upon; `answer` is what it expects to be told. */
  | {
      readonly kind: "genuine";
      readonly news: News | null;
      readonly answer: CallbackAnswer;
      /** The same with words to whoever wrote; left out where it has no room for any. */
      readonly answerWith?: (words: string) => CallbackAnswer;
    };

/** Reads what a provider calls back with; believes only what it signed. */
export type Hear = (callback: Callback) => Promise<CallbackRead>;

/** An email to the company itself, which is no customer's and has no link to stop it. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same on every attempt. */
  readonly key: string;
}

/** Sends an email to the company. Never throws for what a provider can cause. */
export type SendMail = (mail: Mail) => Promise<DeliveryOutcome>;

/** The company's own backend. */
export interface Backend {
  /**
   * Posts `{type, timestamp, data}` with `id` as its `webhook-id`. The same arguments give the same bytes, so the receiver
   * can tell a repeat. `at` in ms.
   */
  post(id: string, type: string, at: number, data: Readonly<Record<string, unknown>>): Promise<DeliveryOutcome>;

  /** The same for something that merely happened. `isOver`: the receiver wants to be told of nothing any more (410). */
  announce(
    id: string,
    type: string,
    at: number,
    data: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly outcome: DeliveryOutcome; readonly isOver: boolean }>;
}

export interface Provider<F extends Fields = Fields, N extends string = string> extends Outside<F, N> {
  /** Names its folder and its address below `/webhooks/`. */
  readonly name: string;
  readonly channel: ChannelName;
  /** Its API takes no idempotency key, so an attempt whose answer was lost is not made again. */
  readonly isKeyless: boolean;
  /** Calls a second that the account takes, over all customers; where it takes fewer, its answers show that. */
  paceOf(whole: Whole<F, N>): number;
  create(whole: Whole<F, N>, world: World): Channel;
  /** Gives the reader of its callbacks; null where the settings for them were left out. */
  listen?(whole: Whole<F, N>): Hear | null;
  /**
   * Tries what it is set up with, for real and harmlessly: nothing is sent to anybody. Each name begins with the provider's. Loaded
   * when an operator asks, by an import within: no message has any use for it.
   */
  check?(whole: Whole<F, N>, world: CheckWorld): Promise<readonly Finding[]>;
  /** Only for who carries emails: how the company itself is written to. Loaded when there is something to write. */
  createMail?(whole: Whole<F, N>, world: Pick<World, "fetch" | "now" | "binding">): SendMail;
  /** Only for the company's own backend: the way by which an operator is told of trouble. */
  createBackend?(whole: Whole<F, N>, world: CallDeps): Backend;
}

/** Gives back what it is given: the compiler checks that `create` reads only settings that are there, as what they are. */
export const describeProvider = <const F extends Fields, const N extends keyof F & string>(
  provider: Provider<F, N>,
): Provider<F, N> => provider;
