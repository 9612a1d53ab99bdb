// Meter records: how they are read and kept, and the batches they came in. What was metered with certainty counts more than a
// forecast of the same period.
import { asRecord, asText } from "../tariffs.ts";
import type { WireError } from "../wire-error.ts";
import type { WorldState } from "../world.ts";
import { remember } from "../world.ts";
import { idFrom } from "./chance.ts";
import { type Generation, Question, refusal } from "./question.ts";
import type { FailedRecord, MeterBatch, MeterRecord } from "./records.ts";
import { round } from "./tariff.ts";
import { hourMs, written } from "./zone.ts";

/** The world is one value on disk, so it keeps no year of quarter hours. */
const keptRecords = 1500;
const keptBatches = 100;

/** Reads one record in a generation's words; what is wrong with it is the question's complaint. */
export function recordIn(world: WorldState, question: Question): MeterRecord {
  const start = question.instant("start_time");
  const end = question.instant("end_time");
  if (end.at < start.at) question.refuse("end_time_invalid", "end_time must not be before start_time");
  const units = question.word("units", ["W", "KW", "WH", "KWH"], "WH");
  const amount = question.neededNumber("value", 0, 1e12);
  const isPower = units === "W" || units === "KW";
  const wh = amount * (units.startsWith("K") ? 1000 : 1) * (isPower ? (end.at - start.at) / hourMs : 1);
  return {
    ...whose(world, question),
    reference: asText(question.fields["record_reference_id"]),
    wh: round(wh, 3),
    confidence: question.number("confidence", 0, 1) ?? 1,
    from: start.at,
    to: end.at,
    offset: end.offset,
  };
}

type Whose = Pick<MeterRecord, "locationId" | "deviceId" | "session" | "flow" | "direction">;

function whose(world: WorldState, question: Question): Whose {
  const { location_id, device_id, session_reference_id } = question.fields;
  const locationId = asText(location_id);
  if (locationId === null) question.refuse("location_id_missing", "location_id is required");
  else if (!world.homes.some(({ id }) => id === locationId))
    question.refuse("location_not_found", "No such location", 404);
  return {
    locationId: locationId ?? "",
    deviceId: asText(device_id),
    session: asText(session_reference_id),
    ...directionsIn(question),
  };
}

/**
 * Where energy flows and by which tariff it is counted. Zero counts by the tariff of the direction where nothing is said,
 * Anode by that of import.
 */
function directionsIn(question: Question): Pick<MeterRecord, "flow" | "direction"> {
  const tariffs = ["IMPORT", "EXPORT", "LOCAL"] as const;
  if (question.generation === "anode") {
    const flow = question.word("energy_flow_direction", ["INBOUND", "OUTBOUND"], "INBOUND", "optional");
    return { flow, direction: question.word("tariff_direction", tariffs, "IMPORT", "optional") };
  }
  if (question.fields["measurand"] === "OFFERED")
    question.refuse("measurand_not_supported", "measurand must be TRANSFERRED");
  const direction = question.word("direction", ["IMPORT", "EXPORT"], "IMPORT", "optional");
  const flow = direction === "IMPORT" ? "INBOUND" : "OUTBOUND";
  return { flow, direction: question.word("tariff_rate", tariffs, direction, "optional") };
}

/** Keeps a record in place of what was said of the same period before, unless that was surer. */
export function keep(world: WorldState, record: MeterRecord): void {
  const { records } = world.meters;
  const parts = ["locationId", "deviceId", "session", "flow", "direction", "from", "to"] as const;
  const known = records.findIndex((it) => parts.every((part) => it[part] === record[part]));
  if (known === -1) remember(records, record, keptRecords);
  else if ((records[known]?.confidence ?? 0) <= record.confidence) records[known] = record;
}

/** `PUT /meters/interval`: a list of records, of which those that cannot be counted fail alone. */
export function submitIntervals(world: WorldState, body: unknown, generation: Generation, now: number): Submitted {
  if (!Array.isArray(body)) return refusal("data_json_invalid", "The body must be a list of records", 422);
  const entries = body as unknown[];
  return submit(world, entries, generation, now, (question) => recordIn(world, question));
}

/**
 * `PUT /meters/cumulative/epoch`: what a meter showed at some times (Unix seconds); the energy of a period is the difference of
 * two, and the first is where counting begins.
 */
export function submitReadings(world: WorldState, body: unknown, generation: Generation, now: number): Submitted {
  const question = new Question(asRecord(body), generation);
  const common = whose(world, question);
  const factor = question.word("units", ["WH", "KWH"], "WH") === "KWH" ? 1000 : 1;
  const { data } = question.fields;
  if (!Array.isArray(data)) question.refuse("data_missing", "data is required");
  if (question.wrong !== null) return question.wrong;
  let before: { time: number; value: number } | null = null;
  return submit(world, data as unknown[], generation, now, (reading) => {
    const [time, value] = [reading.neededNumber("time", 0, 1e12), reading.neededNumber("value", 0, 1e12)];
    const last = before;
    if (last !== null && (time <= last.time || value < last.value))
      reading.refuse("value_invalid", "A reading must be later than the one before it, and not below it");
    if (reading.wrong !== null) return null;
    before = { time, value };
    if (last === null) return null;
    const reference = asText(reading.fields["record_reference_id"]);
    const wh = round((value - last.value) * factor, 3);
    return { ...common, reference, wh, confidence: 1, from: last.time * 1000, to: time * 1000, offset: 0 };
  });
}

/** The batch, or why there is none. */
type Submitted = MeterBatch | WireError;

function submit(
  world: WorldState,
  entries: readonly unknown[],
  generation: Generation,
  now: number,
  read: (question: Question) => MeterRecord | null,
): MeterBatch {
  const { batches } = world.meters;
  const failed: FailedRecord[] = [];
  for (const [no, entry] of entries.entries()) {
    const question = new Question(asRecord(entry), generation);
    const record = read(question);
    if (question.wrong === null) {
      if (record !== null) keep(world, record);
      continue;
    }
    const reference = asText(question.fields["record_reference_id"]) ?? "";
    failed.push({ record_num: no, record_reference_id: reference, error: question.wrong.message });
  }
  const accepted = entries.length - failed.length;
  const id = idFrom("bat", now, batches.length, JSON.stringify(entries));
  const batch = { id, submitted: entries.length, accepted, failed, at: now };
  remember(batches, batch, keptBatches);
  return batch;
}

/** A batch as its `PUT` answers, when nothing is worked in yet, or as `GET /meters/batch` does. */
export function batchBody(batch: MeterBatch, accountId: string, isWorkedIn: boolean): object {
  return {
    id: batch.id,
    object: "meter_batch",
    records_submitted: batch.submitted,
    records_accepted: batch.accepted,
    records_processed: isWorkedIn ? batch.accepted : 0,
    failed_records: batch.failed,
    time_created: written(batch.at, 0),
    account_id: accountId,
  };
}
