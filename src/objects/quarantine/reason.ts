// The names of what keeps an event out, for the operator to read and to act by.

/** Why something is kept apart, in the order it is found out. */
export const QUARANTINE_REASONS = [
  "not_json",
  "not_understood",
  "other_account",
  "other_mode",
  "too_old",
  "other_body",
  "broke_the_reader",
  "unknown_location",
  "unreadable_owner",
  "not_placed",
] as const;

export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];
