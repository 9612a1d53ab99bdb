// What came of an attempt to deliver, in the words every channel uses, and what follows from it for others than the one
// customer it was for.

/**
 * Whom a refusal concerns, as the provider's own table says:
 *
 * - `recipient`: the one it was for; others are reached by the same channel.
 * - `platform`: all recipients of one kind, such as iPhones or a country; the rest of the channel is well.
 * - `sender`: everybody this sender writes to.
 * - `account`: everybody.
 * - `us`: what was sent, whoever it was for. Repeating it mends nothing.
 * - `unproven`: the provider did not say, or by a code that is not known here.
 */
export type Scope = "recipient" | "platform" | "sender" | "account" | "us" | "unproven";

export type DeliveryOutcome =
  | { readonly kind: "sent" }
  /** The provider took it and says later, by a callback, whether it arrived. */
  | { readonly kind: "accepted"; /** The provider's own id of it. */ readonly id?: string }
  /** Passing trouble. `maybeArrived` where the provider may have taken it all the same, and its id makes a repeat harmless. */
  | {
      readonly kind: "retry";
      readonly why: string;
      /** Milliseconds the provider asked to wait; null when it said nothing. */
      readonly retryAfter: number | null;
      readonly maybeArrived?: boolean;
      /** After so many tries it is permanent. Left out: not before the channel gives up. */
      readonly tries?: number;
      /** Refused for a reason that is not known here. */
      readonly scope?: "unproven";
    }
  /** This message will never arrive by this channel. `address`: one that is dead takes no message of anybody. */
  | {
      readonly kind: "failed";
      readonly why: string;
      readonly scope: "recipient" | "platform" | "us" | "unproven";
      readonly address?: "dead";
    }
  /**
   * The same, for the address belongs to a person who wants none: who complained, who replied STOP to us, or to the provider,
   * which knows no more than that (`stop`). `isOwn`: a STOP said while the address was the customer's; left out where
   * nobody knows. `digest`: a keyed one of the address, where the notification does not have it.
   */
  | {
      readonly kind: "failed";
      readonly why: string;
      readonly scope: "recipient";
      readonly address: "opted_out";
      readonly cause: "stop" | "reply" | "complaint";
      readonly isOwn?: boolean;
      readonly digest?: string;
    }
  /** The customer has no address for this channel. */
  | { readonly kind: "no_address" }
  /** As the company says at this moment, the customer wants no messages. */
  | { readonly kind: "not_wanted" }
  /** Nobody can be reached by this channel until the operator mends a setting or an account at the provider. */
  | { readonly kind: "misconfigured"; readonly why: string; readonly scope: "sender" | "account" }
  /** Not tried: the channel is closed or busy. Worth trying after so many milliseconds. */
  | {
      readonly kind: "put_off";
      readonly why: string;
      readonly wait: number;
      /** It stands in a line and is expected back then; it must not come later. */
      readonly isTurn?: boolean;
    }
  /** It may have reached the customer and cannot be repeated safely. */
  | { readonly kind: "uncertain"; readonly why: string };

/** An outcome that says something of the address it went to. */
export type AddressVerdict = DeliveryOutcome & { readonly kind: "failed"; readonly address: "dead" | "opted_out" };

/** What an outcome says of the address it went to, where it says anything. */
export function verdictOn(outcome: DeliveryOutcome): AddressVerdict | null {
  return outcome.kind === "failed" && outcome.address !== undefined ? outcome : null;
}

/**
 * What an outcome shows to work at the provider; each includes those before it. A recipient that is refused shows that the
 * account is known, a message that is taken that its sender is too, and one that arrived that messages get through.
 */
export const PROOFS = ["account", "sender", "delivery"] as const;
export type Proof = (typeof PROOFS)[number];

/** What an outcome means for the customers it was not for. */
export interface Consequences {
  /** Everybody's trouble: the channel is to be closed to all. */
  readonly close: { readonly why: string; readonly scope: "sender" | "account" } | null;
  /** Nobody's proven fault: of several recipients it is the account's. */
  readonly suspect: string | null;
  /** Some recipients' trouble that the company can mend: it is told, and the channel stays open. */
  readonly impaired: string | null;
  /** What works, of which a closed channel learns that it can be opened. */
  readonly proof: Proof | null;
  /** The owner of the address wants no messages, which concerns every customer behind it. */
  readonly optOutAddress: boolean;
}

const NONE: Consequences = { close: null, suspect: null, impaired: null, proof: null, optOutAddress: false };

function ofFailed(outcome: DeliveryOutcome & { readonly kind: "failed" }): Consequences {
  switch (outcome.scope) {
    case "recipient":
      return { ...NONE, proof: "account", optOutAddress: outcome.address === "opted_out" };
    case "platform":
      return { ...NONE, impaired: outcome.why };
    // Filtered or refused for what it says: one such message is an accident, a row of them is how the sender stands.
    case "us":
    case "unproven":
      return { ...NONE, suspect: outcome.why };
  }
}

/** The only place that says what an outcome means for others, whether an attempt brought it or a callback days later. */
export function consequencesOf(outcome: DeliveryOutcome): Consequences {
  switch (outcome.kind) {
    case "sent":
      return { ...NONE, proof: "delivery" };
    case "accepted":
      return { ...NONE, proof: "sender" };
    case "misconfigured":
      return { ...NONE, close: { why: outcome.why, scope: outcome.scope } };
    case "retry":
      return outcome.scope === "unproven" ? { ...NONE, suspect: outcome.why } : NONE;
    case "failed":
      return ofFailed(outcome);
    case "no_address":
    case "not_wanted":
    case "put_off":
    case "uncertain":
      return NONE;
  }
}
