// Blanks: a case, a home, a tariff and a notification of which nothing is known yet. Each new one begins as these, and on disk stands
// only what differs from them. A value here therefore stands for whatever was left out there: to change one, or a field's meaning of
// nothing, is a new version of the document.

import type { Notification } from "./message/notification.ts";
import type { Case, Location, Tariff } from "./state.ts";

export const CASE: Case = {
  no: 0,
  tariffId: "",
  locationId: "",
  reason: "expired",
  contractEndDate: null,
  occurredAt: 0,
  beneath: null,
  openedAt: 0,
  reasonSince: 0,
  ladderSince: null,
  slot: null,
  endDateTrap: false,
  rung: 0,
  dueAt: 0,
  told: 0,
  toldBySms: 0,
  probeAt: null,
  outageUntil: null,
  settlingUntil: null,
  pricesAwaited: null,
  tappedAt: null,
  disconnected: null,
  end: null,
};

export const LOCATION: Location = {
  id: "",
  timezone: null,
  answeredAt: null,
  homeToldAt: null,
  sessionFinishedAt: null,
  lastSessionAt: null,
  probe: null,
};

export const TARIFF: Tariff = {
  id: "",
  verified: null,
  askedForEndDate: null,
  connectedAt: null,
  leavingAt: null,
  handedOver: null,
  prices: null,
  quiet: null,
};

export const NOTIFICATION: Notification = {
  no: 0,
  id: "",
  kind: "notify",
  channel: "sms",
  tried: [],
  reason: "expired",
  rung: 1,
  endDateTrap: false,
  caseNos: [],
  status: "due",
  attempt: 0,
  channelCalls: 0,
  calls: 0,
  waitedFor: 0,
  waitingSince: null,
  dueAt: 0,
  leasedUntil: null,
  calledAt: null,
  toDigest: null,
  addressNo: 0,
  isWatched: false,
  providerId: null,
  mayHaveArrivedAt: null,
  mayHaveArrivedLast: null,
  payload: null,
  createdAt: 0,
  settledAt: null,
};
