// An error as Zero says it: the object of FlatPeak's documentation ("Errors"), which holds the `message` of the older one.

import { isFields } from "./translate.ts";
import type { Fields } from "./field.ts";

export interface ZeroError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const typeOf = (status: number): string =>
  status === 429 ? "rate_limit" : status >= 500 ? "api_error" : "invalid_request";

/** The body of an error that the bridge has to say itself. `now` in milliseconds. */
export const errorBody = ({ status, code, message }: ZeroError, liveMode: boolean, now: number): Fields => ({
  object: "error",
  live_mode: liveMode,
  context: "zero_bridge",
  type: typeOf(status),
  code,
  message,
  time_created: new Date(now).toISOString(),
});

/** True for an error that FlatPeak said: in both generations it has a `message`. */
export const isFlatPeaks = (body: unknown): body is Fields => isFields(body) && typeof body["message"] === "string";

/** What to say where FlatPeak's answer is none of its own, or says nothing that could be handed on. */
export function errorOfStatus(status: number): ZeroError {
  if (status === 429)
    return { status, code: "too_many_requests", message: "FlatPeak is asked for too much; please wait" };
  if (status === 401 || status === 403) return { status, code: "bad_credentials", message: "Bad credentials" };
  if (status >= 500) return { status, code: "unavailable", message: `FlatPeak answered ${status}` };
  return {
    status: 502,
    code: "unreadable_answer",
    message: `FlatPeak answered ${status} in a way that cannot be read`,
  };
}
