// What can be asked of a Desk object, and what it answers: who changed what, and what a change that is asked for again was answered.

import type { RestorePrepared } from "../customer/operator/order.ts";

/** A change that somebody is about to make. */
export interface Change {
  readonly id: string;
  /** Milliseconds. */
  readonly at: number;
  /** Who makes it, as far as it is known. */
  readonly who: string;
  readonly role: string;
  /** The call, like `DELETE /v1/customers/:id/links`. */
  readonly what: string;
  /** What the address names. */
  readonly about: string | null;
  /** In the words of who makes it. */
  readonly why: string | null;
  readonly requestId: string;
}

/** A key that makes a change one change, however often it is asked for. Both are digests. */
export interface ChangeKey {
  readonly name: string;
  /** Of what is asked for: another one under the same key is a mistake. */
  readonly print: string;
}

export interface KeptAnswer {
  readonly status: number;
  readonly body: string;
}

/** `go`: make it; `answered`: it was made; `running`: it is being made; `other`: the key stands for another change. */
export type Begun =
  | { readonly kind: "go" }
  | ({ readonly kind: "answered" } & KeptAnswer)
  | { readonly kind: "running" }
  | { readonly kind: "other" };

export interface TrailEntry extends Change {
  /** What came of it; null where that was never told: it may have been made. */
  readonly status: number | null;
  /** How often, for what is counted by the hour instead of told one by one. */
  readonly times: number;
}

/** Where a page of the trail begins: behind this entry. */
export interface TrailPosition {
  readonly at: number;
  readonly id: string;
}

export interface TrailQuery {
  readonly before: TrailPosition | null;
  readonly limit: number;
  readonly about: string | null;
  readonly who: string | null;
}

/** `isKnown`: what happened since could be read, and counts. `under_way`: it was cut off, and is gone on with. */
export type RestoreDone =
  | { readonly kind: "restored"; readonly at: number; readonly isKnown: boolean }
  | { readonly kind: "under_way" }
  | Exclude<RestorePrepared, { readonly kind: "ready" }>;

export interface DeskContract {
  /** Reads and writes nothing: that the call comes back is the answer. */
  ping(): true;

  /** Notes that a change is about to be made, on disk when this returns; with a key, whether it still has to be. */
  begin(change: Change, key: ChangeKey | null): Promise<Begun>;

  /** Notes what came of it. `answer` is kept for a day under the key; null lets it be made again under the same key. */
  settle(id: string, status: number, key: ChangeKey | null, answer: string | null): Promise<void>;

  /** Notes a refusal that is counted by the hour, so that a flood of them is one entry: `what.id` is the same for all of them. */
  count(what: Change, status: 401 | 403): Promise<void>;

  /** Newest first. */
  list(query: TrailQuery): Promise<readonly TrailEntry[]>;

  /** A customer is forgotten: what was done about them stays, under `pseudonym`, and no answer about them does. Gives how many entries. */
  forget(about: string, pseudonym: string): Promise<number>;

  /** Puts a customer's storage back to `at` (ms) with all messages held, whatever is cut off in between. */
  restore(customerId: string, at: number): Promise<RestoreDone>;

  /** Goes on at once with a restore of a customer that was cut off; nothing where there is none. */
  goOnWith(customerId: string): Promise<void>;
}
