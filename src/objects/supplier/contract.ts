// What can be asked of a Supplier object, and what it answers.

/** An outage as it is held to be. */
export interface OutageReport {
  /** Milliseconds. */
  readonly since: number;
  /** Messages wait for its end; false once they waited for as long as they may, and what is still broken is told. */
  readonly isHolding: boolean;
  /** Customers whose homes cannot be read. Where they are very many, not all are counted. */
  readonly customers: number;
}

export interface SupplierContract {
  /** Reads and writes nothing: that the call comes back is the answer. */
  ping(): true;

  /** A home of this customer cannot be read. True while that is held to be an outage, and nobody is to be told. */
  failing(supplier: string, customerId: string): Promise<boolean>;

  /** The outage there is; null where there is none. Writes nothing. */
  outage(): OutageReport | null;

  /** When a home of this customer was last seen to fail (ms); null where nobody has noted that. */
  seenAt(customerId: string): number | null;

  /** The customer is erased: they are not kept count of any more. */
  forget(customerId: string): void;
}
