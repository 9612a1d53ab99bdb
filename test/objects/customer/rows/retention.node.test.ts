// The journal is forgotten from its old end, wherever its lines stand.

import { describe, expect, it } from "vitest";
import { NOTHING_ENDED } from "../../../../src/core/ended.ts";
import { line } from "../../../../src/core/journal.ts";
import { DAY } from "../../../../src/core/time.ts";
import { historyOf } from "../../../../src/objects/customer/rows/history.ts";
import { tidy } from "../../../../src/objects/customer/rows/retention.ts";
import { NOW, message, openCase } from "./samples.ts";
import { Disk } from "../../../support/memory-disk.ts";
import type { JournalEntry } from "../../../../src/core/journal.ts";
import type { CustomerStore } from "../../../../src/objects/customer/rows/store.ts";

const KEPT = {
  contact: 400 * DAY,
  history: 400 * DAY,
  events: 45 * DAY,
  words: 30 * DAY,
  quarantine: 400 * DAY,
  phone: 400 * DAY,
};

const said = (at: number): JournalEntry => line(at, "tap_failed", { case: at });

/** Keeps what a turn said at `at`. */
function keep(store: CustomerStore, at: number, journal: readonly JournalEntry[]): void {
  const state = { ...store.load("cus_1"), lastCaseNo: at };
  store.transact(() => store.save({ state, ended: NOTHING_ENDED, journal, effects: [] }, journal, at, 30 * DAY));
}

/** An event of which so much was said. */
function happen(store: CustomerStore, id: string, at: number, journal: readonly JournalEntry[]): void {
  const event = { id, type: "location.update", receivedAt: at, late: false, source: "wire", body: "{}" } as const;
  store.transact(() => {
    store.claim(event, journal, 30 * DAY);
  });
}

function forget(store: CustomerStore): void {
  const { document } = store;
  if (document === null) throw new Error("nobody is there");
  const { nextAt: _, heardAt: __, ...left } = tidy(store.keys, document, { now: NOW, customerNow: NOW }, KEPT);
  store.note(left);
}

const timesIn = (store: CustomerStore, limit: number): readonly number[] =>
  historyOf(store, limit).journal.map(({ at }) => at);

describe("the journal", () => {
  it("keeps the newest lines, not those that were moved last", () => {
    const store = new Disk().store();
    keep(store, NOW - 60 * DAY, []);
    for (let no = 0; no < 40; no++) {
      const lines = Array.from({ length: 30 }, (_, nth) => said(NOW - 50 * DAY + no * 30 + nth));
      happen(store, `evt_${no}`, NOW - 50 * DAY, lines);
    }
    const young = Array.from({ length: 4_500 }, (_, nth) => said(NOW - DAY + nth));
    for (let from = 0; from < young.length; from += 30) keep(store, NOW - DAY, young.slice(from, from + 30));
    forget(store);
    const kept = timesIn(store, 10_000);
    expect(kept).toHaveLength(5_000);
    expect(kept.slice(-4_500)).toEqual(young.map(({ at }) => at));
    // Of the old ones the younger, to the line.
    expect(kept.slice(0, 500)).toEqual(Array.from({ length: 500 }, (_, nth) => NOW - 50 * DAY + 700 + nth));
    // A second look changes nothing more.
    forget(store);
    expect(timesIn(store, 10_000)).toEqual(kept);
  });

  it("is read from its new end, whatever old lines were moved meanwhile", () => {
    const store = new Disk().store();
    keep(store, NOW - 60 * DAY, []);
    for (let no = 0; no < 10; no++) {
      const lines = Array.from({ length: 30 }, (_, nth) => said(NOW - 50 * DAY + no * 30 + nth));
      happen(store, `evt_${no}`, NOW - 50 * DAY, lines);
    }
    const closed = (no: number) => ({ ...openCase(no), end: { how: "repaired", at: NOW - DAY } }) as const;
    const settled = (no: number) => ({ ...message(no, null), settledAt: NOW - DAY });
    keep(
      store,
      NOW - DAY,
      Array.from({ length: 40 }, (_, nth) => said(NOW - DAY + nth)),
    );
    for (let no = 1; no <= 40; no++) {
      const state = { ...store.load("cus_1"), lastCaseNo: no };
      const ended = { cases: [closed(no)], notifications: [settled(no)] };
      store.transact(() => store.save({ state, ended, journal: [], effects: [] }, [], NOW - DAY, 30 * DAY));
    }
    forget(store);
    expect(timesIn(store, 30)).toEqual(Array.from({ length: 30 }, (_, nth) => NOW - DAY + 10 + nth));
  });
});
