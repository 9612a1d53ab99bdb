// What came of an attempt to deliver, in the words every channel uses.

export type DeliveryOutcome =
  | { readonly kind: "sent" }
  /** The provider took it and says later, by a callback, whether it arrived. */
  | { readonly kind: "accepted" }
  /** Passing trouble. `maybeArrived` where the provider may have taken it all the same, and its id makes a repeat harmless. */
  | {
      readonly kind: "retry";
      readonly why: string;
      /** Milliseconds the provider asked to wait; null when it said nothing. */
      readonly retryAfter: number | null;
      readonly maybeArrived?: boolean;
      /** After so many tries it is permanent. Left out: not before the channel gives up. */
      readonly tries?: number;
    }
  /**
   * This message will never arrive by this channel. `address`: what that says of the address it went to. A dead one takes no
   * message of anybody; an opted out one belongs to a person who wants none.
   */
  | { readonly kind: "failed"; readonly why: string; readonly address?: "dead" | "opted_out" }
  /** The customer has no address for this channel. */
  | { readonly kind: "no_address" }
  /** As the company says at this moment, the customer wants no messages. */
  | { readonly kind: "not_wanted" }
  /** Nobody can be reached by this channel until the operator mends a setting or an account at the provider. */
  | { readonly kind: "misconfigured"; readonly why: string }
  /** Not tried: the channel is closed or busy. Worth trying after so many milliseconds. */
  | { readonly kind: "put_off"; readonly why: string; readonly wait: number }
  /** It may have reached the customer and cannot be repeated safely. */
  | { readonly kind: "uncertain"; readonly why: string };
