// Logging in, and the tokens that open Connect (FlatPeak's documentation: "Create a bearer token", "Create a connect token",
// "Exchange a connect token" in Zero; the same in Anode, whose answers are printed in part).

import { call, refusal } from "../call.ts";
import { REQUIRED, anodeOnly, kindOfAnswer, object, renamed, same } from "../field.ts";
import { flag, id, instant, oneOf, text, whole } from "../kinds.ts";
import type { Complaint } from "../call.ts";
import type { Field, Fields, Known } from "../field.ts";

export const login = call({
  name: "Login",
  zero: { method: "GET", path: "/login" },
  anode: { method: "GET", path: "/login" },
  answer: [
    same("bearer_token", text, REQUIRED),
    same("expires_in", whole, REQUIRED),
    same("live_mode", flag, REQUIRED),
  ],
  byHand: ["Nothing but the address. A bearer that one address gave is good at the other."],
});

/** With a tariff its kind is known; without one Zero's documentation names what is taken where nothing is said. */
const unlessTariff =
  (standard: string) =>
  ({ beside }: Known): unknown =>
    beside["tariff_id"] === undefined ? standard : undefined;

const address = ["address_line1", "address_line2", "city", "state", "post_code", "country_code"].map((name) =>
  same(name, text),
);

/** FlatPeak's documentation: a new home is named by one of the two. */
function checkHome(question: Fields): Complaint | null {
  const { location_id, location_reference_id } = question;
  return location_id === undefined || location_reference_id === undefined
    ? null
    : refusal("location_reference_id_invalid", "location_reference_id must not be given beside location_id");
}

/** How long the token lives (seconds), where only its end is told. */
function lifeOf({ beside, now }: Known): number | undefined {
  const end = typeof beside["time_expiry"] === "string" ? Date.parse(beside["time_expiry"]) : NaN;
  return end > now ? Math.floor((end - now) / 1_000) : undefined;
}

const NEW_SESSIONS: readonly Field[] = ["time_created", "time_expiry", "object"].map((name) => anodeOnly(name, text));

export const mintToken = call({
  name: "Create a Connect token",
  zero: { method: "POST", path: "/connect/tariff/token" },
  anode: { method: "POST", path: "/connect/token" },
  body: [
    renamed("connect_web_uri", "connect_url", text, {
      anodeNeeds: true,
      note: "Anode needs it, also where Connect has no pages of its own",
    }),
    renamed("callback_uri", "callback_url", text, REQUIRED),
    renamed("direction", "tariff_direction", oneOf("IMPORT", "EXPORT", "LOCAL"), {
      fill: unlessTariff("IMPORT"),
      note: "`IMPORT` where left out and no `tariff_id` is given",
    }),
    renamed("type", "tariff_type", oneOf("COMMODITY", "NON_COMMODITY"), {
      fill: unlessTariff("COMMODITY"),
      note: "`COMMODITY` where left out and no `tariff_id` is given",
    }),
    same("customer_id", id("cus")),
    same("customer_reference_id", text),
    same("location_id", id("loc")),
    same("location_reference_id", text),
    same("tariff_id", id("trf")),
    object("postal_address", address),
  ],
  check: checkHome,
  answer: [
    renamed("connect_token", "connect_token", text, { required: true, aliases: ["id"] }),
    same("expires_in", whole, { fill: lifeOf }),
    same("live_mode", flag),
    ...NEW_SESSIONS,
  ],
  byHand: [
    "The session speaks Anode: host the Connect-web of Anode, or build its pages. One of Zero's does not understand it.",
    "`connect_url` is needed, also where Zero let `connect_web_uri` be left out: the bridge refuses a question without it.",
    "New in Anode and not to be had through the bridge: `actions`, `route_options`, `postal_address_type`.",
  ],
});

export const readToken = call({
  name: "Exchange a Connect token",
  zero: { method: "GET", path: "/connect/tariff/token" },
  anode: { method: "GET", path: "/connect/token" },
  // Anode's documentation prints Zero's address for it.
  anodeToo: ["/connect/tariff/token"],
  query: [same("connect_token", id("cot"), REQUIRED)],
  answer: [
    same("id", text, REQUIRED),
    same("object", text, { required: true, values: kindOfAnswer("connect_token", "connect_token") }),
    same("live_mode", flag, REQUIRED),
    same("customer_id", text),
    same("customer_reference_id", text),
    same("location_id", text, REQUIRED),
    same("location_reference_id", text, { required: true, fill: () => "", note: "empty where the home has none" }),
    // What later generations call it.
    same("is_tariff_processed", flag, { required: true, aliases: ["data_available", "price_available"] }),
    same("complete_action", text),
    same("time_created", instant, REQUIRED),
    same("time_expiry", instant, REQUIRED),
  ],
  byHand: [
    "In Anode an event tells that the session is complete as well: subscribe to it instead of asking again and again.",
  ],
});
