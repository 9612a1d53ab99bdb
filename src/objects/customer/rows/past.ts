// The history: rows of what is over, each written once when there was enough of it, and never changed but to forget.

import { PAST } from "./keys.ts";
import { NOTHING_RECENT } from "./document.ts";
import type { Recent, Document } from "./document.ts";
import type { Keys } from "./keys.ts";
import type { Case } from "../../../core/state.ts";
import type { Notification } from "../../../core/message/notification.ts";
import type { ChannelName } from "../../../core/policy.ts";

/** What is over, in pieces, the newest first. */
export function* newestFirst(recent: Recent, keys: Keys): Generator<Recent> {
  yield recent;
  for (const [, row] of keys.below(PAST, true)) yield row;
}

/**
 * What is over of a customer, found by number or by what became of it. What was changed after its end stands in the newer one of
 * its places.
 */
export class Past {
  readonly #document: Document | null;
  readonly #keys: Keys;

  constructor(document: Document | null, keys: Keys) {
    this.#document = document;
    this.#keys = keys;
  }

  /** Any case by number, open or ended. */
  caseOf(no: number): Case | null {
    const living = this.#document?.state.cases.find((it) => it.no === no);
    if (living !== undefined) return living;
    for (const { cases } of newestFirst(this.#document?.recent ?? NOTHING_RECENT, this.#keys)) {
      const found = cases.find((it) => it.no === no);
      if (found !== undefined) return found;
    }
    return null;
  }

  /** Any notification by number, settled or not. */
  notificationOf(no: number): Notification | null {
    const living = this.#document?.state.notifications.find((it) => it.no === no);
    if (living !== undefined) return living;
    for (const { notifications } of newestFirst(this.#document?.recent ?? NOTHING_RECENT, this.#keys)) {
      const found = notifications.find((it) => it.no === no);
      if (found !== undefined) return found;
    }
    return null;
  }

  /** Whether a message has arrived by a channel at one of the addresses of these digests. */
  hasArrived(channel: ChannelName, digests: readonly string[]): boolean {
    const seen = new Set<number>();
    for (const { notifications } of newestFirst(this.#document?.recent ?? NOTHING_RECENT, this.#keys)) {
      for (const it of notifications) {
        if (seen.has(it.no)) continue;
        seen.add(it.no);
        const isThere = it.toDigest !== null && digests.includes(it.toDigest);
        if (it.status === "sent" && it.channel === channel && isThere) return true;
      }
    }
    return false;
  }

  /** Of the cases up to number `no`, one that is open, else the one that ended last. */
  latestCaseUpTo(no: number): Case | null {
    const open = (this.#document?.state.cases ?? []).filter((it) => it.no <= no);
    const last = open.toSorted((a, b) => b.no - a.no)[0];
    if (last !== undefined) return last;
    for (const { cases } of newestFirst(this.#document?.recent ?? NOTHING_RECENT, this.#keys)) {
      const ended = cases.filter((it) => it.no <= no);
      const latest = ended.toSorted((a, b) => (b.end?.at ?? 0) - (a.end?.at ?? 0) || b.no - a.no)[0];
      if (latest !== undefined) return latest;
    }
    return null;
  }

  /** Cases that ended as disconnected after `since` (ms), the latest first. */
  disconnectedSince(since: number): readonly Case[] {
    const found = new Map<number, Case>();
    for (const { cases } of newestFirst(this.#document?.recent ?? NOTHING_RECENT, this.#keys)) {
      for (const it of cases) if (!found.has(it.no)) found.set(it.no, it);
      if (cases.length > 0 && cases.every((it) => (it.end?.at ?? 0) <= since)) break;
    }
    const gone = [...found.values()].filter(({ end }) => end?.how === "disconnected" && end.at > since);
    return gone.toSorted((a, b) => b.no - a.no);
  }
}
