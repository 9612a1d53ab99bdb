// /v1/customers/:id, DELETE and /readmit and /export: what a person may ask for, and a data protection officer.

import { recordPerson } from "../../objects/person.ts";
import { deskOf } from "../../objects/desks.ts";
import { customerAt } from "../../objects/rooms.ts";
import { NAMED } from "../../objects/forgetting.ts";
import { cursorOf, positionIn } from "./cursor.ts";
import { noSuchCustomer } from "./known.ts";
import { problemOf, route } from "./route.ts";
import * as calls from "./shapes/privacy.ts";
import { iso } from "./shapes/ids.ts";
import type { Provider } from "../../channels/provider.ts";
import type { ChannelName } from "../../core/policy.ts";
import type { NamedObject } from "../../objects/forgetting.ts";
import type { Config } from "../../setup/config.ts";

interface Elsewhere {
  readonly holder: string;
  readonly what: string;
}

/** What a provider may keep. `told`: the channels that messages went by, of those that were kept; null where nobody noted that. */
function whatOf({ channel }: Provider, told: readonly ChannelName[] | null): string {
  if (told?.includes(channel) === true) return "what it keeps of the messages that it brought, with address and words";
  return told === null
    ? "what it may keep of messages, with address and words: whether any went by it can no longer be told"
    : "no message that was kept went by it; what it may keep of earlier ones, and of those to a home or an invitation before the customer was known, can no longer be told";
}

/** What is kept of a customer where we cannot reach. */
const elsewhereOf = ({ channels }: Config, told: readonly ChannelName[] | null): Elsewhere[] => [
  { holder: "FlatPeak", what: "its own record of the customer, their homes, tariffs and events" },
  ...channels.providers.map((it) => ({ holder: it.name, what: whatOf(it, told) })),
  ...(channels.hasContactLookup ? [{ holder: "contact lookup", what: "your own record of the customer" }] : []),
  {
    holder: "Cloudflare",
    what: "point-in-time recovery of the last 30 days, by which nobody is put back who was erased. Logs name customers by FlatPeak's id, for as long as your plan keeps them",
  },
];

const eraseCustomer = route(calls.eraseCustomer, async ({ env, deps, params: { id } }) => {
  try {
    // Who else has come to know them since an instant they are being put back to is known again first, and forgets them as well.
    await (await deskOf(env, id)).goOnWith(id);
  } catch (error) {
    // They are erased all the same.
    deps.log.error("restore_put_off", error);
  }
  const { erasedAt, left, toAsk, counted, channels } = await customerAt(env, id).erase(id);
  return {
    customer_id: id,
    status: left.length === 0 ? "erased" : "erasing",
    erased_at: iso(erasedAt),
    left,
    to_ask: toAsk,
    forgotten: counted,
    elsewhere: elsewhereOf(deps.config, channels),
  };
});

const readmitCustomer = route(calls.readmitCustomer, async ({ env, params: { id } }) => {
  const status = await customerAt(env, id).readmit(id);
  if (status !== "erasing") return { customer_id: id, status };
  return problemOf("conflict", "this customer is still being erased: ask again in a minute");
});

/** Where a part of an export begins; null for a cursor that is none. */
function placeIn(cursor: string): NamedObject | null {
  const [kind, name] = positionIn(cursor) ?? [];
  const known = NAMED.find((it) => it === kind);
  return known !== undefined && typeof name === "string" ? [known, name] : null;
}

const exportCustomer = route(calls.exportCustomer, async ({ env, params: { id }, query: { cursor } }) => {
  const from = cursor === undefined ? null : placeIn(cursor);
  if (cursor !== undefined && from === null)
    return problemOf("bad_request", "cursor: must be the next_cursor of a page");
  const found = await recordPerson(env, id, from);
  if (found === null) return noSuchCustomer();
  const { next, ...record } = found;
  return { ...record, next_cursor: next === null ? null : cursorOf(next) };
});

export const PRIVACY_ROUTES = [eraseCustomer, readmitCustomer, exportCustomer];
