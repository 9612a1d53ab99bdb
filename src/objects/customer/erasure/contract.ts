// What a customer's object can be asked about being forgotten.

import type { ChannelName } from "../../../core/policy.ts";
import type { JsonObject } from "../../readable.ts";
import type { Counted, Place } from "../../forgetting.ts";
import type { Traces } from "../rows/tombstone.ts";

/** How an erasure stands. */
export interface Erasure {
  /** Real time (ms). */
  readonly erasedAt: number;
  /** Where something is still kept: gone on with until nothing is. */
  readonly left: readonly Place[];
  /** How many objects with names of their own have yet to be asked, or were asked in vain. */
  readonly toAsk: number;
  readonly counted: Counted;
  /** The channels whose providers were handed messages to them, of those messages that were kept; null where nobody noted that. */
  readonly channels: readonly ChannelName[] | null;
}

/** What became of letting somebody back in: `erasing` while somebody still has to forget them. */
export type Readmission = "readmitted" | "not_erased" | "erasing";

/** All that is kept of a customer in their own object, as the API writes things. */
export interface CustomerRecord {
  readonly contact: JsonObject;
  readonly labels: readonly JsonObject[];
  readonly consent: readonly JsonObject[];
  readonly homes: readonly JsonObject[];
  readonly tariffs: readonly JsonObject[];
  readonly cases: readonly JsonObject[];
  readonly messages: readonly JsonObject[];
  readonly events: readonly JsonObject[];
  readonly journal: readonly JsonObject[];
  readonly connect_sessions: readonly JsonObject[];
  /** What they were invited with, where this is an invitation. */
  readonly invitation: JsonObject | null;
  /** Whatever else is noted. */
  readonly notes: JsonObject;
}

export interface Recorded {
  readonly record: CustomerRecord | null;
  readonly traces: Traces;
}

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

  /** The same for an invitation whose customer is erased: they see to the others. */
  eraseInvitation(id: string): Promise<void>;

  /** An invitation is to this customer; false where they were erased. */
  noteInvitation(id: string): boolean;

  /** True for a customer who was erased, and was not let back in. */
  isErased(): boolean;

  /** All that is kept here for the customer to read, and where there may be more. */
  record(customerId: string): Promise<Recorded>;

  /** Lets a customer back in, as somebody new. */
  readmit(customerId: string): Promise<Readmission>;

  /** The object of a phone number, by its name, knows the customer; false where they are not known here. */
  noteNumber(name: string): boolean;

  /** A way through Connect, by its name, begins by a link of theirs; false where they are not known. */
  noteJourney(name: string): boolean;
}
