// /v1/contacts: how many customers are reached, a line for each.

import { jsonOf } from "../../platform/json.ts";
import { requestIdOf } from "../http/respond.ts";
import { storeContact } from "./contact.ts";
import { MAX_LINE, answerLines } from "./ndjson.ts";
import { problemOf, route } from "./route.ts";
import { complaintOf } from "./shapes/complaint.ts";
import * as calls from "./shapes/import.ts";
import type { RouteContext } from "../http/context.ts";
import type { Problem } from "./route.ts";

/** What becomes of a line. What breaks costs that line alone, and is tried again by whoever sends it again. */
async function takeContact(c: RouteContext, line: string | null): Promise<object | Problem> {
  if (line === null) return problemOf("bad_request", `the line is longer than ${MAX_LINE} characters`);
  const given = jsonOf(line) ?? null;
  const read = calls.contactLine.safeParse(given);
  if (!read.success) return problemOf("bad_request", complaintOf(read.error, given));
  const { customer_id: id, ...contact } = read.data;
  try {
    return await storeContact(c.env, id, contact);
  } catch (error) {
    c.get("deps").log.error("contact_not_stored", error, { request_id: requestIdOf(c) });
    return problemOf("unavailable", "something went wrong on our side; please send this line again");
  }
}

/** Whom a line is about, read without looking at the rest of it; null where it does not say. */
const customerIn = (line: string): string | null => /"customer_id"\s*:\s*"([^"]*)"/.exec(line)?.[1] ?? null;

const importContacts = route(calls.importContacts, async ({ c, query: { after } }) => {
  const { body } = c.req.raw;
  if (body === null) return problemOf("bad_request", "there is no list");
  return answerLines(c, body, {
    take: (line) => takeContact(c, line),
    nameOf: customerIn,
    after,
    most: calls.MAX_CONTACTS,
    end: (isWhole, last) => (isWhole ? { status: "done", lines: last } : { status: "more", after: last }),
    brokeOff: "contacts_broke_off",
  });
});

export const IMPORT_ROUTES = [importContacts];
