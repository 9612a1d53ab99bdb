// What a provider does with a message in the model-based test, and what it says later, as the core is told of it.

import { MINUTE } from "../../src/core/time.ts";
import type { DeliveryOutcome } from "../../src/core/message/outcome.ts";

/** What the provider does with a message; `timeout` takes it in and answers as if it had not. */
export type ProviderMode =
  | "sent"
  | "retry"
  | "retry_after"
  | "failed"
  | "uncertain"
  | "timeout"
  | "accepted"
  | "put_off"
  | "misconfigured"
  | "no_address"
  | "dead"
  | "not_wanted"
  | "filtered"
  | "unproven"
  | "wrong_sender";
/** What the provider says later of a message it accepted. */
export type Word =
  "arrived" | "dead" | "former" | "phone_off" | "opted_out" | "own_stop" | "complained" | "filtered" | "wrong_sender";

export const ANSWERS: Readonly<Record<ProviderMode, DeliveryOutcome>> = {
  sent: { kind: "sent" },
  accepted: { kind: "accepted" },
  uncertain: { kind: "uncertain", why: "the answer made no sense" },
  failed: { kind: "failed", why: "gone for good", scope: "recipient" },
  retry: { kind: "retry", why: "down", retryAfter: null },
  retry_after: { kind: "retry", why: "slow down", retryAfter: 5 * 60 * MINUTE },
  timeout: { kind: "retry", why: "no answer", retryAfter: null, maybeArrived: true },
  put_off: { kind: "put_off", why: "closed", wait: 20 * MINUTE },
  misconfigured: { kind: "misconfigured", why: "key refused", scope: "account" },
  no_address: { kind: "no_address" },
  not_wanted: { kind: "not_wanted" },
  dead: { kind: "failed", why: "dead", scope: "recipient", address: "dead" },
  filtered: { kind: "failed", why: "filtered", scope: "us" },
  unproven: { kind: "retry", why: "nobody knows", retryAfter: null, tries: 3, scope: "unproven" },
  wrong_sender: { kind: "misconfigured", why: "not registered", scope: "sender" },
};

export const WORDS: Readonly<Record<Word, DeliveryOutcome>> = {
  arrived: { kind: "sent" },
  dead: { kind: "failed", why: "dead", scope: "recipient", address: "dead" },
  former: { kind: "failed", why: "dead", scope: "recipient", address: "dead" },
  phone_off: { kind: "retry", why: "off", retryAfter: null },
  complained: { kind: "failed", why: "spam", scope: "recipient", address: "opted_out", cause: "complaint" },
  filtered: { kind: "failed", why: "filtered", scope: "us" },
  wrong_sender: { kind: "misconfigured", why: "not registered", scope: "sender" },
  opted_out: { kind: "failed", why: "stop", scope: "recipient", address: "opted_out", cause: "stop" },
  own_stop: { kind: "failed", why: "stop", scope: "recipient", address: "opted_out", cause: "stop", isOwn: true },
};
