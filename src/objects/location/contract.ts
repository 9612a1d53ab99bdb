// What can be asked of a Location object, and what it answers.

import type { Receipt, Incoming } from "../customer/incoming.ts";

/** Whose home it is, as last told (ms), and what waits until that is known. */
export interface LocationRecord {
  readonly toldAt: number | null;
  readonly held: readonly Incoming[];
}

export interface LocationContract {
  /** Reads and writes nothing: that the call comes back is the answer. */
  ping(): true;

  /**
   * Takes an event: straight to its customer where that is known, else onto disk here. Acknowledged when this returns.
   * `listed`: found in FlatPeak's list of events, and brought by no webhook that we know of.
   */
  receive(locationId: string, incoming: Incoming, listed: boolean): Promise<Receipt>;

  /** The turn to ask FlatPeak has come. */
  yourTurn(key: string): Promise<void>;

  /** Whose home it was when that was last told; null where nobody knows. */
  knownOwner(): string | null;

  /** A customer whom an event named for this home says so, since FlatPeak names nobody for it. */
  claim(locationId: string, customerId: string): Promise<void>;

  /**
   * The customer is erased, and with them whose home this is and what is held here. False where it is another's: then nothing changes.
   */
  forget(customerId: string): Promise<boolean>;

  /** What is kept here of a customer; null where that is nothing, or the home is another's. */
  recordOf(customerId: string): LocationRecord | null;

  /** True for a home whose customer was erased, as long as nobody else is known to live there. */
  isErased(): boolean;
}
