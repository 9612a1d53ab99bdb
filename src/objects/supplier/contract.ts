// What can be asked of a Supplier object, and what it answers.

export interface SupplierContract {
  /** Reads and writes nothing: that the call comes back is the answer. */
  ping(): true;

  /** A home of this customer cannot be read. True while that is held to be an outage, and nobody is to be told. */
  failing(supplier: string, customerId: string): Promise<boolean>;

  /** When a home of this customer was last seen to fail (ms); null where nobody has noted that. */
  seenAt(customerId: string): number | null;

  /** The customer is erased: they are not kept count of any more. */
  forget(customerId: string): void;
}
