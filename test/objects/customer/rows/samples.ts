// Customers for tests of what is kept of them, with something in every field there is.

import { UNKNOWN_CONTACT } from "../../../../src/core/state.ts";
import type { Notification } from "../../../../src/core/message/notification.ts";
import type { Case, CustomerState, Location, Tariff } from "../../../../src/core/state.ts";

export const NOW = Date.UTC(2026, 10, 26);

const problem = { reason: "expired", contractEndDate: "2026-05-01", occurredAt: NOW } as const;

export const openCase = (no: number, locationId = "loc_1"): Case => ({
  ...problem,
  no,
  tariffId: `trf_${locationId}`,
  locationId,
  beneath: { ...problem, ladder: { since: 1, rung: 2, dueAt: 3 } },
  openedAt: 1,
  reasonSince: 2,
  ladderSince: 3,
  slot: "commodity_import",
  endDateTrap: true,
  rung: 1,
  dueAt: 4,
  told: 5,
  toldBySms: 6,
  probeAt: 7,
  outageUntil: 8,
  settlingUntil: 9,
  pricesAwaited: { since: 8, why: "pending" },
  tappedAt: 11,
  disconnected: { at: 12, rung: 1 },
  trail: {
    toldAt: 13,
    channel: "sms",
    language: "de",
    rung: 1,
    taps: [{ told: 1, at: 13 }],
    sessionAt: 14,
    supplier: "prv_1",
  },
  arm: { experiment: "try", name: "b" },
  end: null,
});

const home = (id: string): Location => ({
  id,
  timezone: "Europe/London",
  answeredAt: 1,
  homeToldAt: 2,
  sessionFinishedAt: 3,
  lastSessionAt: 4,
  probe: {
    dueAt: 1,
    attempt: 2,
    failures: 3,
    askedAt: 4,
    leasedUntil: 5,
    since: 6,
    isTold: true,
    again: true,
    by: "message",
    isPutOff: true,
  },
});

const tariff = (id: string): Tariff => ({
  id,
  verified: {
    at: 1,
    facts: {
      slot: "commodity_import",
      status: "ERROR",
      connectionType: "DIRECT",
      tariffId: id,
      contractEndDate: "2026-05-01",
      endDateUnread: true,
      supplier: "prv_1",
      readAt: 2,
    },
  },
  askedForEndDate: "2026-05-01",
  connectedAt: 3,
  leavingAt: 4,
  handedOver: { ...problem, locationId: "loc_1", at: 4, caseNo: 2 },
  closed: { at: 4, reason: "expiring" },
  prices: { at: 5, estimatedSince: 6 },
  quiet: { until: 7, day: "2026-05-02" },
});

export const message = (no: number, payload: string | null): Notification => ({
  no,
  id: `ntf_${no}`,
  kind: "notify",
  channel: "sms",
  tried: ["push"],
  reason: "expired",
  rung: 1,
  endDateTrap: true,
  caseNos: [1],
  status: "leased",
  attempt: 1,
  channelCalls: 1,
  calls: 2,
  waitedFor: 3,
  waitingSince: 4,
  dueAt: 5,
  leasedUntil: 6,
  calledAt: 7,
  toDigest: "digest",
  addressNo: 1,
  isWatched: true,
  providerId: "SM1",
  mayHaveArrivedAt: 8,
  mayHaveArrivedLast: 9,
  payload,
  language: "de",
  createdAt: 10,
  settledAt: null,
});

export const confirmation = (no: number): Notification => ({
  ...message(no, "the words"),
  kind: "confirm",
  channel: "push",
  rung: 0,
  arm: { experiment: "try", name: "b" },
  confirms: [{ tariffId: "trf_1", locationId: "loc_1" }],
});

/** A customer with something in every field there is: one that is new must be given here, or this does not compile. */
export const everything: CustomerState = {
  customerId: "cus_1",
  contact: {
    ...UNKNOWN_CONTACT,
    locale: "de",
    timezone: "Europe/Berlin",
    phone: "+4915112345678",
    phoneSince: 1,
    email: "ann@example.com",
    pushToken: "token",
    whatsapp: true,
    preferred: ["sms"],
    dead: ["push"],
    labels: { loc_1: "Flat" },
    linkEpoch: 3,
    stops: [{ by: "reply", at: 1, only: "sms", about: "digest", isDoubted: true }],
    repliesEndedAt: 2,
    spoken: "de",
    unusable: "phone",
  },
  sentAt: [1, 2],
  tapHours: [20, 8],
  snooze: { until: 10, day: "2026-03-01" },
  tapHoldUntil: 3,
  keptBackSince: 4,
  waiting: "window",
  lineNo: 7,
  unannounced: { events: [{ no: 9, type: "case.opened", at: 10, data: { case: 1 } }], dueAt: 11, failures: 12 },
  unindexed: { cases: [1], notifications: [2], dueAt: 8, failures: 9 },
  lastCaseNo: 5,
  lastNotificationNo: 6,
  cases: [openCase(1)],
  locations: [home("loc_1")],
  tariffs: [tariff("trf_loc_1")],
  notifications: [message(1, "the words"), message(2, null), confirmation(3)],
};

/** A customer with so many homes. */
export function landlord(homes: number): CustomerState {
  const ids = Array.from({ length: homes }, (_, no) => `loc_${String(no).padStart(5, "0")}`);
  return {
    ...everything,
    contact: { ...everything.contact, labels: Object.fromEntries(ids.map((id) => [id, `Flat ${id}, 12 High Street`])) },
    cases: ids.map((id, no) => openCase(no + 1, id)),
    locations: ids.map(home),
    tariffs: ids.map((id) => tariff(`trf_${id}`)),
  };
}
