// What an operator orders for one customer: a case closed or its next message sent, a wait, the word on a doubtful message.

import { customerAt } from "../../objects/rooms.ts";
import { noSuchCustomer } from "./known.ts";
import { problemOf, route } from "./route.ts";
import * as calls from "./shapes/customers.ts";
import type { Problem } from "./route.ts";

const noSuchCase = (): Problem => problemOf("not_found", "no such case is known here");
const hasEnded = (): Problem => problemOf("conflict", "this case has ended");

const closeCase = route(calls.closeCase, async ({ env, params: { id, case: given } }) => {
  const no = Number(given);
  const ordered = await customerAt(env, id).order({ kind: "close_case", case: no });
  if (ordered === "done") return { customer_id: id, case: no, status: "closed" };
  return ordered === "unknown" ? noSuchCase() : hasEnded();
});

const advanceCase = route(calls.advanceCase, async ({ env, params: { id, case: given } }) => {
  const no = Number(given);
  const ordered = await customerAt(env, id).order({ kind: "advance_case", case: no });
  if (ordered === "done") return { customer_id: id, case: no, status: "advanced" };
  return ordered === "unknown" ? noSuchCase() : hasEnded();
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

export const ORDER_ROUTES = [closeCase, advanceCase, snoozeCustomer, resolveNotification];
