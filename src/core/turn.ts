// What the rules read, and what one step writes. A rule that only reads takes a `Moment`; one that changes something takes the
// `Turn`, which is made and used up inside one call of `step`, so that seen from outside nothing is ever mutated.

import { line } from "./journal.ts";
import { withCases, withLocations, withNotification, withTariff } from "./read.ts";
import type { Effect } from "./effect.ts";
import type { Facts, JournalEntry, What } from "./journal.ts";
import type { Notification } from "./message/notification.ts";
import type { Consent } from "./person/optout.ts";
import type { Policy } from "./policy.ts";
import type { Case, CustomerState, Location, Tariff } from "./state.ts";

/** A customer at an instant (ms, the customer's clock), and the operator's numbers. */
export interface Moment {
  readonly state: CustomerState;
  readonly now: number;
  readonly policy: Policy;
}

/** The state so far, the journal so far and the effects so far of one step. */
export class Turn implements Moment {
  /** As changed by what the step has done up to here. Its parts are replaced, never mutated. */
  state: CustomerState;
  readonly now: number;
  readonly policy: Policy;
  readonly journal: JournalEntry[] = [];
  readonly effects: Effect[] = [];

  constructor({ state, now, policy }: Moment) {
    this.state = state;
    this.now = now;
    this.policy = policy;
  }

  /** Writes an entry to the journal; `consent` is what the record of consent says of it. */
  note<W extends What>(what: W, detail: Facts[W], consent?: Consent): void {
    const entry = line(this.now, what, detail);
    this.journal.push(consent === undefined ? entry : { ...entry, consent });
  }

  putCase(it: Case): void {
    this.putCases([it]);
  }

  putCases(all: readonly Case[]): void {
    this.state = withCases(this.state, all);
  }

  putLocation(it: Location): void {
    this.putLocations([it]);
  }

  putLocations(all: readonly Location[]): void {
    this.state = withLocations(this.state, all);
  }

  putTariff(it: Tariff): void {
    this.state = withTariff(this.state, it);
  }

  putNotification(it: Notification): void {
    this.state = withNotification(this.state, it);
  }
}
