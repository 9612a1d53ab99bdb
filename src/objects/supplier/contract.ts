// What can be asked of a Supplier object, and what it answers.

export interface SupplierContract {
  /** Reads and writes nothing: that the call comes back is the answer. */
  ping(): true;

  /** A home of this customer cannot be read. True while that is held to be an outage, and nobody is to be told. */
  failing(supplier: string, customerId: string): Promise<boolean>;
}
