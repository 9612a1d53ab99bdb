// What an operator orders for one customer: a case closed or its next message sent, its links ended or had, a wait, the word on a
// doubtful message, a message once more.

import { customerAt } from "../../objects/rooms.ts";
import { noSuchCustomer } from "./known.ts";
import { problemOf, route } from "./route.ts";
import * as calls from "./shapes/customers.ts";
import * as cases from "./shapes/cases.ts";
import { isoOrNull } from "./shapes/ids.ts";
import type { RepeatRefusal } from "../../core/message/repeat.ts";
import type { ErrorCode } from "../http/problems.ts";
import type { Problem } from "./route.ts";

const noSuchCase = (): Problem => problemOf("not_found", "no such case is known here");
const hasEnded = (): Problem => problemOf("conflict", "this case has ended");

const closeCase = route(cases.closeCase, async ({ env, params: { id, case: given } }) => {
  const no = Number(given);
  const ordered = await customerAt(env, id).order({ kind: "close_case", case: no });
  if (ordered === "done") return { customer_id: id, case: no, status: "closed" };
  return ordered === "unknown" ? noSuchCase() : hasEnded();
});

const advanceCase = route(cases.advanceCase, async ({ env, params: { id, case: given } }) => {
  const no = Number(given);
  const ordered = await customerAt(env, id).order({ kind: "advance_case", case: no });
  if (ordered === "done") return { customer_id: id, case: no, status: "advanced" };
  return ordered === "unknown" ? noSuchCase() : hasEnded();
});

const muteCase = route(cases.muteCase, async ({ env, params: { id, case: given }, body: { muted } }) => {
  const no = Number(given);
  const ordered = await customerAt(env, id).order({ kind: "mute_case", case: no, muted });
  return ordered === "done" ? { customer_id: id, case: no, status: muted ? "muted" : "heard" } : noSuchCase();
});

const snoozeCustomer = route(calls.snoozeCustomer, async ({ env, params: { id }, body: { until } }) => {
  const ordered = await customerAt(env, id).order({ kind: "snooze", day: until });
  if (ordered === "done") return { customer_id: id, status: until === null ? "awake" : "snoozed" };
  return ordered === "unknown"
    ? noSuchCustomer()
    : problemOf("bad_request", "until: must be a day from tomorrow to 90 days on");
});

const resolveNotification = route(
  calls.resolveNotification,
  async ({ env, params: { id, notification }, body: { arrived } }) => {
    const ordered = await customerAt(env, id).order({ kind: "resolve", notification, arrived });
    if (ordered === "done") return { customer_id: id, notification, status: arrived ? "arrived" : "due" };
    return ordered === "unknown" ? noSuchCustomer() : problemOf("conflict", "no message of this id is in doubt");
  },
);

/** Why a message is not sent once more, as a caller gets it. */
const REFUSALS: Readonly<Record<RepeatRefusal, readonly [ErrorCode, string]>> = {
  taken_back: ["conflict", "this message was taken back: what is left of it is owed by itself"],
  in_doubt: ["conflict", "nobody knows whether this message arrived: resolve it"],
  under_way: ["conflict", "this message is on its way, or another one is"],
  no_longer_true: ["no_longer_true", "what this message told of is repaired or over"],
  opted_out: ["opted_out", "the customer wants no messages"],
  snoozed: ["snoozed", "the customer wants no message before a day"],
  unreachable: ["unreachable", "no channel may bring this message"],
};

const resendNotification = route(calls.resendNotification, async ({ env, params: { id, notification } }) => {
  const repeated = await customerAt(env, id).repeat(notification);
  switch (repeated.kind) {
    case "unknown":
      return problemOf("not_found", "no such message is known here");
    case "refused":
      return problemOf(...REFUSALS[repeated.why]);
    case "owed":
      return {
        customer_id: id,
        notification: repeated.notification,
        repeats: notification,
        status: "due",
        channel: repeated.channel,
        waits_for: repeated.waitsFor,
        until: isoOrNull(repeated.until),
      };
  }
});

const endCaseLinks = route(cases.endCaseLinks, async ({ env, params: { id, case: given } }) => {
  const no = Number(given);
  const ordered = await customerAt(env, id).order({ kind: "end_case_links", case: no });
  return ordered === "done" ? { customer_id: id, case: no, status: "ended" } : noSuchCase();
});

const showCaseLink = route(cases.showCaseLink, async ({ env, params: { id, case: given } }) => {
  const no = Number(given);
  const found = await customerAt(env, id).caseLink(no);
  if (typeof found === "object") return { customer_id: id, case: no, link: found.link };
  return found === "unknown" ? noSuchCase() : hasEnded();
});

export const ORDER_ROUTES = [
  closeCase,
  advanceCase,
  endCaseLinks,
  showCaseLink,
  muteCase,
  snoozeCustomer,
  resolveNotification,
  resendNotification,
];
