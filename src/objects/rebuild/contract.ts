// What can be asked of the Rebuild object, and what it answers.

/** How far writing the index anew has come. Times in ms. */
export interface RebuildReport {
  readonly state: "never" | "running" | "done";
  readonly startedAt: number | null;
  readonly doneAt: number | null;
  /** Customers found so far, in the index and in FlatPeak's list of events, and those whose lines are written. */
  readonly found: number;
  readonly written: number;
  /** Why it does not get on at present; null where it does. */
  readonly failing: string | null;
}

export interface RebuildContract {
  /** Reads and writes nothing: that the call comes back is the answer. */
  ping(): true;

  /** Begins to write the index anew; goes on with one that is under way. */
  start(): Promise<RebuildReport>;

  report(): RebuildReport;

  /** A customer is erased: their id is forgotten, and once this resolves no line of theirs that was read before is still to be written. */
  forget(customerId: string): Promise<void>;
}
