// What can be asked of a Phone object, and what it answers.

/** What the owner of a number said: to us, in a message with an id, or to the provider, which refused one of ours for it. */
export type OwnersWord =
  | { readonly by: "reply"; readonly stop: boolean; readonly message: string | null }
  | { readonly by: "provider"; readonly stop: true };

/** How a number stands to a customer who is about to be written to. Real times (ms). */
export interface NumberStanding {
  /** Since when the customer has been known under it. */
  readonly since: number;
  /** What its owner said last, where that was STOP. */
  readonly stop: Wish | null;
}

/** What the owner of the number said last. */
export interface Wish {
  /** Counts the wishes. */
  readonly no: number;
  readonly stop: boolean;
  readonly by: "reply" | "provider";
  /** When it was heard (ms, real time). */
  readonly at: number;
  /** What the number is called: enough to know it again, and too little to call it. */
  readonly names: readonly string[];
}

/** A customer who is still to be told that the owner of the number wants to be reminded later, who said so at `at` (ms, real time). */
export interface Reminded {
  readonly id: string;
  readonly since: number;
  readonly at: number;
}

/** A customer who was written to under the number. */
export interface Acquaintance {
  readonly id: string;
  readonly since: number;
  /** 0: knows it. 1: is to be told. 2: was tried in this round, in vain. */
  readonly pending: number;
}

/** All of it, for the object of the number under another key. */
export interface Memory {
  readonly customers: readonly Acquaintance[];
  readonly wish: Wish | null;
  readonly heard: readonly string[];
}

export const NOTHING_KNOWN: Memory = { customers: [], wish: null, heard: [] };

/** What a customer did with a wish: `later` where nobody could say whose number it is. */
export type Hearing = "heard" | "not_theirs" | "later";

export interface PhoneContract {
  /** Reads and writes nothing: that the call comes back is the answer. */
  ping(): true;

  /** A message to this number is about to go out: the customer is kept in mind. `names` are all the number has, this one first. */
  claim(customerId: string, names: readonly string[]): Promise<NumberStanding>;

  /**
   * The owner of the number wants no more messages, or wants them again. On disk when this resolves; each of its customers
   * is told, now or as soon as they can be. What was heard before changes nothing, however long ago; a START that cannot be
   * told from one that was, or that comes after a thousand wishes, is not heard.
   */
  hear(said: OwnersWord, names: readonly string[]): Promise<void>;

  /**
   * The owner of the number asked, in a message with an id, to be reminded later. On disk when this resolves; each of its customers
   * is told, now or as soon as they can be. What was heard before changes nothing.
   */
  hearLater(message: string | null, names: readonly string[]): Promise<void>;

  /** Since when a customer has been known under the number, and what its owner said last; null where they are not. */
  standingOf(customerId: string): NumberStanding | null;

  /** The customer is erased, and known here no more. What the owner of the number said stands. */
  forget(customerId: string): Promise<void>;

  /** What is known here, for the object of the same number under a newer key, which takes its place. */
  leave(): Promise<Memory>;
}
