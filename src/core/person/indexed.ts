// A customer whose storage was put back where what happened since cannot be read any more: what the fleet's index still says of it.

import { CASE } from "../blank.ts";
import { withTrail } from "../fleet/trail.ts";
import { isOpen, tariffOf, withTariff } from "../read.ts";
import type { Trail } from "../fleet/facts.ts";
import type { Ended } from "../ended.ts";
import type { Case, CustomerState, Tariff } from "../state.ts";

/** What the fleet's index knows of messages and cases, where the customer's own storage cannot be read any more. */
export interface Indexed {
  /** When each was handed to its provider (ms). */
  readonly sentAt: readonly number[];
  /** By the number of a case, the highest rung that was told. */
  readonly rungs: Readonly<Record<number, number>>;
  /** By the number of a case, its end, where that stays: somebody decided it, or its repair was confirmed. */
  readonly ends: Readonly<Record<number, NonNullable<Case["end"]>>>;
  /** By the number of a case, what its customer did, and how they were told of it. */
  readonly trails: Readonly<Record<number, Trodden>>;
  /** Cases that are open there. One that was opened since is known by no more than this. */
  readonly open: readonly Opened[];
}

export interface Trodden {
  readonly trail: Trail;
  /** The latest tap (ms); null where there was none. */
  readonly tappedAt: number | null;
}

export type Opened = Pick<
  Case,
  "no" | "tariffId" | "locationId" | "reason" | "contractEndDate" | "openedAt" | "dueAt" | "arm"
>;

export const NOTHING_INDEXED: Indexed = { sentAt: [], rungs: {}, ends: {}, trails: {}, open: [] };

/** Where nobody knows what happened since, numbers go on so far above: more were not given out in the days that can be gone back. */
const UNKNOWN_NUMBERS = 1_000;

/** What later events of a tariff are compared with, after a case of it ended. */
function tariffEnded(it: Tariff, { no, reason, contractEndDate, occurredAt, locationId, end }: Case): Tariff {
  if (end === null) return it;
  const { how, at } = end;
  const handedOver = { reason, contractEndDate, occurredAt, locationId, at, caseNo: no };
  if (how === "closed") return { ...it, closed: { at, reason } };
  return how === "handed_over" ? { ...it, handedOver } : it;
}

/** The customer and what is over, where the index alone knows what happened since, or nobody: nothing of what was owed goes, and all counts as told just now. */
export function withoutSince(
  then: CustomerState,
  at: number,
  { sentAt, rungs, ends, trails, open }: Indexed,
): { state: CustomerState; ended: Ended } {
  // Their events will come again by the sweep, and find them open and told of.
  const since = open.filter(
    (it) => !then.cases.some(({ no }) => no === it.no) && !then.cases.some(({ tariffId }) => tariffId === it.tariffId),
  );
  const opened = since.map((it): Case => ({ ...CASE, ...it, reasonSince: it.openedAt, occurredAt: it.openedAt }));
  const cases = [...then.cases, ...opened].map((it): Case => {
    const rung = Math.max(it.rung, rungs[it.no] ?? 0);
    const { trail, tappedAt } = trails[it.no] ?? { trail: {}, tappedAt: null };
    const tapped = Math.max(it.tappedAt ?? 0, tappedAt ?? 0);
    return {
      ...withTrail(it, trail),
      rung,
      told: Math.max(it.told, rung),
      tappedAt: tapped === 0 ? null : tapped,
      end: ends[it.no] ?? it.end,
    };
  });
  const over = cases.filter((it) => !isOpen(it));
  const notifications = then.notifications.map((it) => ({ ...it, status: "cancelled", settledAt: at }) as const);
  return {
    state: {
      ...over.reduce((state, it) => withTariff(state, tariffEnded(tariffOf(state, it.tariffId), it)), then),
      cases: cases.filter(isOpen),
      sentAt: [...new Set([...then.sentAt, ...sentAt, at])].toSorted((a, b) => a - b),
      lastCaseNo: Math.max(then.lastCaseNo, ...since.map(({ no }) => no)) + UNKNOWN_NUMBERS,
      lastNotificationNo: then.lastNotificationNo + UNKNOWN_NUMBERS,
      lineNo: then.lineNo + UNKNOWN_NUMBERS * UNKNOWN_NUMBERS,
      notifications: [],
      unannounced: null,
    },
    ended: { cases: over, notifications },
  };
}
