// Meter records (FlatPeak's documentation: "Meters" in both generations). Where the energy flows and by which tariff it is counted
// are two things; Zero's `direction` became the first of them.

import { call } from "../call.ts";
import { REQUIRED, gone, list, renamed, same, words } from "../field.ts";
import { flag, id, instant, number, oneOf, text, whole } from "../kinds.ts";
import type { Field, Fields } from "../field.ts";

const IMPORT = "IMPORT";
const flows = words([IMPORT, "INBOUND"], ["EXPORT", "OUTBOUND"]);

const direction = renamed("direction", "energy_flow_direction", oneOf(IMPORT, "EXPORT"), {
  values: flows,
  fill: () => "INBOUND",
  note: `\`${IMPORT}\` where left out; ${flows.says}`,
});

/**
 * Zero counts by the tariff of the direction where nothing else is said. Anode's documentation says IMPORT for any direction, so
 * that an export would be counted as an import: it is always said.
 */
const tariffRate = renamed("tariff_rate", "tariff_direction", oneOf(IMPORT, "EXPORT", "LOCAL"), {
  fill: ({ beside }) => beside["direction"] ?? IMPORT,
  note: "the same as `direction` where left out in Zero, but `IMPORT` in Anode: always say it there",
});

/** Zero's documentation: only TRANSFERRED is supported. Energy that was only offered must not be counted as used. */
const measurand = gone(
  "measurand",
  oneOf("TRANSFERRED"),
  "removed in Anode, which counts what was transferred; `OFFERED` is refused",
);

const whose: readonly Field[] = [
  same("location_id", id("loc"), REQUIRED),
  same("device_id", id("dev")),
  same("session_reference_id", text),
];

/** One record of a period, as it is sent. Power (W, KW) is taken as constant over the period, by FlatPeak. */
export const meterRecord: readonly Field[] = [
  ...whose,
  same("record_reference_id", text),
  direction,
  tariffRate,
  measurand,
  same("units", oneOf("W", "KW", "WH", "KWH"), REQUIRED),
  same("confidence", number("a number from 0 to 1", { least: 0, most: 1 })),
  same("value", number(), REQUIRED),
  same("start_time", instant, REQUIRED),
  same("end_time", instant, REQUIRED),
];

/** The same in the echo of an answer, where only what FlatPeak says counts, and after that what was asked. */
export const meterEcho: readonly Field[] = [
  ...meterRecord.map((field) => ({
    ...field,
    fill: ({ question }: { readonly question: Fields }) =>
      field === direction ? (question["direction"] ?? IMPORT) : question[field.zero ?? ""],
    isGone: false,
  })),
  same("non_persistent", flag),
];

/** What a record is counted as, in the answer to it. */
export const meterDirections: readonly Field[] = [
  { ...direction, required: true, fill: ({ question }) => question["direction"] ?? IMPORT },
  {
    ...tariffRate,
    required: true,
    fill: ({ question }) => question["tariff_rate"] ?? question["direction"] ?? IMPORT,
  },
];

const batch: readonly Field[] = [
  same("id", text),
  same("object", text),
  same("records_submitted", whole),
  same("records_accepted", whole),
  same("records_processed", whole),
  list("failed_records", [same("record_num", whole), same("record_reference_id", text), same("error", text)]),
  same("time_created", instant),
  same("account_id", text),
];

const DIRECTIONS =
  "Name both `energy_flow_direction` and `tariff_direction` in each record: their defaults are not those of Zero.";

export const meterInterval = call({
  name: "Meter records of periods",
  zero: { method: "PUT", path: "/meters/interval" },
  anode: { method: "PUT", path: "/meters/interval" },
  body: meterRecord,
  isBodyList: true,
  answer: batch,
  byHand: [
    DIRECTIONS,
    "A record that ends before it starts fails alone, in `failed_records`: FlatPeak says so, not the bridge.",
  ],
});

export const meterCumulative = call({
  name: "Readings of a meter",
  zero: { method: "PUT", path: "/meters/cumulative/epoch" },
  anode: { method: "PUT", path: "/meters/cumulative/epoch" },
  body: [
    ...whose,
    direction,
    tariffRate,
    same("units", oneOf("WH", "KWH"), REQUIRED),
    list(
      "data",
      [same("time", whole, REQUIRED), same("value", number(), REQUIRED), same("record_reference_id", text)],
      REQUIRED,
    ),
  ],
  answer: batch,
  byHand: [DIRECTIONS],
});

export const meterBatch = call({
  name: "State of a batch",
  zero: { method: "GET", path: "/meters/batch" },
  anode: { method: "GET", path: "/meters/batch" },
  query: [same("batch_id", id("bat"), REQUIRED)],
  answer: batch,
  byHand: ["FlatPeak's documentation prints no such call of Anode's: the bridge asks under the same address."],
});
