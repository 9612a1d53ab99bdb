// What a customer's object can be asked about being forgotten.

import type { Counted, Place } from "../rows/tombstone.ts";

/** How an erasure stands. */
export interface Erasure {
  /** Real time (ms). */
  readonly erasedAt: number;
  /** Where something is still kept: tried again until nothing is. */
  readonly left: readonly Place[];
  readonly counted: Counted;
}

/** What became of letting somebody back in: `erasing` while somebody still has to forget them. */
export type Readmission = "readmitted" | "not_erased" | "erasing";

export interface ErasableContract {
  /**
   * Forgets the customer, and has everybody forget them who may know them. From then on nothing that comes for them is taken, until
   * they are let back in. Known or not, and asked as often as one likes.
   */
  erase(customerId: string): Promise<Erasure>;

  /**
   * The same for the object of a home that stood in for a customer, until `until` (ms, real time). True where anything was known
   * there; nothing is written where not.
   */
  eraseStandIn(locationId: string, until: number): Promise<boolean>;

  /** True for a customer who was erased, and was not let back in. */
  isErased(): boolean;

  /** Lets a customer back in, as somebody new. */
  readmit(customerId: string): Promise<Readmission>;

  /** The object of a phone number, by its name, knows the customer; false where they are not known here. */
  noteNumber(name: string): boolean;

  /** A way through Connect, by its name, begins by a link of theirs; false where they are not known. */
  noteJourney(name: string): boolean;
}
