// A schedule for an amount of energy (FlatPeak's documentation: "Create consumption or export schedule" in Zero, "Schedule by
// amount" in Anode). Units are said beside each value and stay what they are.

import { call, refusal } from "../call.ts";
import { REQUIRED, list, object, renamed, same, zeroOnly } from "../field.ts";
import { id, instant, number, numberOrText, oneOf, text } from "../kinds.ts";
import { answerHead, answerTail, askedDirection, checkOrder, endTime, startTime } from "./common.ts";
import type { Complaint } from "../call.ts";
import type { Field, Fields } from "../field.ts";

const powerUnits = same("units", oneOf("W", "KW"), REQUIRED);
const power = numberOrText("a number above 0", { above: 0 });

const askedPower = (more: { readonly required?: boolean } = {}): Field =>
  object(
    "max_power",
    [powerUnits, same("value", power, { required: true, note: "a number in Anode; Zero took a text too" })],
    more,
  );

const energy = object(
  "energy",
  [same("units", oneOf("WH", "KWH"), REQUIRED), same("value", number("a number above 0", { above: 0 }), REQUIRED)],
  REQUIRED,
);

const shaving = object("shaving_threshold", [
  same("relative", number("a number from 0 to 1", { least: 0, most: 1 })),
  same("absolute", number("a price per kWh")),
]);

/** The older page of Anode's still has Zero's name for it. */
const cost = object(["tariff", "cost"], [same("value", number(), REQUIRED), same("confidence", number(), REQUIRED)], {
  required: true,
  aliases: ["tariff"],
});

const savings = object(
  "savings",
  [same("value", number(), REQUIRED), same("percentage", number(), REQUIRED)],
  REQUIRED,
);

const answeredPower = (name: string, more: { readonly required?: boolean } = {}): Field =>
  object(name, [same("units", text, REQUIRED), same("value", number(), REQUIRED)], more);

function checkDevices({ data }: Fields): Complaint | null {
  const devices = Array.isArray(data) ? (data as readonly Fields[]) : [];
  for (const [no, it] of devices.entries()) {
    const complaint = checkOrder(it);
    if (complaint !== null) return refusal(complaint.code, `data[${no}].${complaint.message}`);
  }
  return null;
}

export const schedule = call({
  name: "Schedule for an amount of energy",
  zero: { method: "POST", path: "/schedules" },
  anode: { method: "POST", path: "/schedules/amount/{location_id}" },
  body: [
    zeroOnly("location_id", id("loc"), { required: true, note: "moved into the path" }),
    askedPower(REQUIRED),
    shaving,
    list("data", [
      same("device_id", id("dev"), REQUIRED),
      { ...askedDirection, required: true, fill: null, note: null },
      startTime,
      endTime,
      askedPower(),
      energy,
    ]),
  ],
  check: checkDevices,
  answer: [
    ...answerHead(["schedule", "schedule_amount"], ["sch", "sae"]),
    answeredPower("max_power", REQUIRED),
    shaving,
    cost,
    savings,
    list("data", [
      same("device_id", text, REQUIRED),
      renamed("direction", "tariff_direction", text, REQUIRED),
      same("start_time", instant, REQUIRED),
      same("end_time", instant, REQUIRED),
      answeredPower("max_power"),
      object("energy", [same("units", text, REQUIRED), same("value", number(), REQUIRED)], REQUIRED),
      cost,
      savings,
      list(
        "schedule",
        [same("start_time", instant, REQUIRED), same("end_time", instant, REQUIRED), answeredPower("power", REQUIRED)],
        REQUIRED,
      ),
    ]),
    ...answerTail,
  ],
  byHand: ["`max_power.value` is a number: the bridge makes one of the text that Zero's documentation asks for."],
});
