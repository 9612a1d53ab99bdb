// What energy cost (FlatPeak's documentation: "Costs" in both generations). Money is in the large unit of its currency in both.

import { call } from "../call.ts";
import { REQUIRED, gone, list, object, renamed, same, zeroOnly } from "../field.ts";
import { flag, id, instant, number, oneOf, text } from "../kinds.ts";
import { askedDirection, carbonUnits, checkOrder, includeCarbon } from "./common.ts";
import { meterDirections, meterEcho, meterRecord } from "./meters.ts";
import type { Field } from "../field.ts";

const includeTariff = zeroOnly("include_tariff", flag, {
  note: "Anode always answers with the cost, and so does the bridge: Zero requires it in the answer",
});

/** The cost of one period. Instants and units are FlatPeak's own. */
const cost: readonly Field[] = [
  same("start_time", instant, REQUIRED),
  same("end_time", instant, REQUIRED),
  same("session_reference_id", text),
  same("record_reference_id", text),
  object("energy", [same("value", number(), REQUIRED)], REQUIRED),
  object(["tariff", "cost"], [same("value", number(), REQUIRED), same("confidence", number(), REQUIRED)], {
    required: true,
    aliases: ["tariff"],
  }),
  gone("carbon", number(), "Anode has no carbon figures"),
];

export const costInstant = call({
  name: "Cost of one meter record",
  zero: { method: "POST", path: "/costs/instant" },
  anode: { method: "POST", path: "/costs/instant" },
  query: [includeTariff, includeCarbon, same("non_persistent", flag)],
  body: meterRecord,
  check: (question) => checkOrder(question, true),
  answer: [
    same("id", text, REQUIRED),
    same("object", text, REQUIRED),
    same("live_mode", flag, REQUIRED),
    ...meterDirections,
    same("currency_code", text, REQUIRED),
    same("energy_units", text, REQUIRED),
    carbonUnits,
    object("request", meterEcho, { required: true, fill: () => ({}) }),
    object("data", cost, REQUIRED),
    same("time_created", instant, REQUIRED),
    same("account_id", text),
  ],
  byHand: [
    "A call may count energy: where no answer came, ask for the batch or the cost of the period before sending it again.",
  ],
});

/** Of these Zero's documentation requires the account alone. */
const energyCost: readonly Field[] = [
  same("id", text),
  same("object", text),
  same("object_id", text),
  same("live_mode", flag),
  renamed("direction", "tariff_direction", oneOf("IMPORT", "EXPORT")),
  same("location_timezone", text),
  same("currency_code", text),
  same("energy_units", text),
  carbonUnits,
  list("data", cost, REQUIRED),
  same("account_id", text, REQUIRED),
];

export const costInterval = call({
  name: "Cost by time",
  zero: { method: "POST", path: "/costs/interval/{id}" },
  anode: { method: "POST", path: "/costs/interval/{id}" },
  path: { id: id("loc", "dev") },
  query: [same("aggregation", oneOf("DAY", "MONTH")), askedDirection, includeTariff, includeCarbon],
  body: [same("start_time", instant), same("end_time", instant)],
  check: (question) => checkOrder(question),
  answer: energyCost,
});

export const costSession = call({
  name: "Cost of a session",
  zero: { method: "POST", path: "/costs/session/{session_reference_id}" },
  anode: { method: "POST", path: "/costs/session/{session_reference_id}" },
  path: { session_reference_id: text },
  query: [askedDirection, includeTariff, includeCarbon],
  answer: energyCost,
});
