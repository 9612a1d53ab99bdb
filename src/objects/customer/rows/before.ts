// What versions before these fields did not write, by the rows they stand in.

export const CASE_BEFORE = {
  toldBySms: 0,
  lookAt: null,
  ladderSince: null,
  heldUntil: null,
  settlingUntil: null,
  snoozedUntil: null,
  disconnected: null,
};
export const NOTIFICATION_BEFORE = {
  tried: [],
  handed: 0,
  toDigest: null,
  addressNo: 0,
  isWatched: false,
  providerId: null,
  mayHaveArrivedLast: null,
};
export const TARIFF_BEFORE = { connectedAt: null };
export const LOCATION_BEFORE = { homeToldAt: null, lastSessionAt: null };
