// Every error there is, by the code that callers rely on, with the status that belongs to it.

export const STATUS = {
  bad_request: 400,
  not_genuine: 401,
  unauthorized: 401,
  live_mode: 403,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  erased: 409,
  no_longer_true: 409,
  opted_out: 409,
  snoozed: 409,
  unreachable: 409,
  too_large: 413,
  unsupported_media_type: 415,
  key_reused: 422,
  too_many_requests: 429,
  fleet_index_missing: 501,
  unavailable: 503,
  configuration_incomplete: 503,
} as const satisfies Readonly<Record<string, number>>;

export type ErrorCode = keyof typeof STATUS;
