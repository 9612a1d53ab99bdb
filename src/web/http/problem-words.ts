// What each error means, for the documentation of the API.

import type { ErrorCode } from "./problems.ts";

export const PROBLEM_WORDS: Readonly<Record<ErrorCode, string>> = {
  bad_request: "Something that was sent cannot be read: the message names it. Nothing was changed.",
  not_genuine: "The signature does not hold.",
  unauthorized: "No valid key was shown.",
  live_mode: "This is possible with a test key of FlatPeak only.",
  forbidden: "The key is of a role that may not do this, or another site's page has sent it.",
  not_found: "What the address names is not known here.",
  method_not_allowed: "The address takes other methods: `Allow` lists them.",
  conflict: "It does not fit what is there by now. Nothing was changed.",
  erased: "The customer was erased, and has to be readmitted first.",
  no_longer_true: "What the message told of is repaired, or over, or another problem by now. Nothing was changed.",
  opted_out: "The customer wants no messages. Nothing was changed.",
  snoozed: "The customer wants no message before a day. Nothing was changed.",
  unreachable:
    "No channel may bring it: the addresses take none, or the customer stopped them, or had as many text messages as may be. Nothing was changed.",
  too_large: "The body is larger than it may be. Nothing was changed.",
  unsupported_media_type: "The body is of another media type than the call takes.",
  key_reused: "The `Idempotency-Key` stands for another change, asked for within the last 24 hours.",
  too_many_requests: "Too many wrong keys came from this sender. `Retry-After` says when to try again.",
  fleet_index_missing: "No D1 database is bound as FLEET, from which lists and figures of the fleet are read.",
  unavailable: "Something that is needed does not answer. Try again after `Retry-After`.",
  configuration_incomplete: "Settings are missing or wrong: the message names them.",
};
