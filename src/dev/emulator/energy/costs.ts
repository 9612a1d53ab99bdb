// What metered energy cost: at once (`meter_record`), by time or of a session (`energy_cost`). Nothing of it is kept, so that
// prices which are settled later count.
import { asRecord } from "../tariffs.ts";
import type { WireError } from "../wire-error.ts";
import type { Home, WorldState } from "../world.ts";
import { idFrom } from "./chance.ts";
import { curveOf } from "./curve.ts";
import { carbonAt } from "./market.ts";
import { keep, recordIn } from "./meters.ts";
import { directionName, type Fields, type Generation, isGiven, Question, refusal } from "./question.ts";
import type { MeterRecord } from "./records.ts";
import { priceAt, round, type Source } from "./tariff.ts";
import { currencyOf, isRefusal, pricedSource, span } from "./wire.ts";
import { dayAfter, dayIn, midnightIn, offsetAt, written } from "./zone.ts";

/** Who asks, in which words, and when (world time). */
export interface Asker {
  generation: Generation;
  accountId: string;
  now: number;
}

/** `POST /costs/instant`: the cost of one record, which is kept unless `non_persistent` says not to. */
export function instantBody(world: WorldState, asker: Asker, query: Fields, body: unknown): object | WireError {
  const { generation, accountId, now } = asker;
  const isZero = generation === "zero";
  const question = new Question({ ...asRecord(body), ...query }, generation);
  const withCarbon = question.flag("include_carbon", false) && isZero;
  const isKept = !question.flag("non_persistent", false);
  const record = recordIn(world, question);
  const home = homeOf(world, record.locationId);
  if (question.wrong !== null) return question.wrong;
  if (home === undefined) return nobody;
  const source = pricedSource(home, record.direction);
  if (isRefusal(source)) return source;
  if (isKept) keep(world, record);
  const asked = asRecord(body);
  const flow = record.flow === "INBOUND" ? "IMPORT" : "EXPORT";
  const directions = isZero
    ? { direction: flow, tariff_rate: record.direction }
    : { energy_flow_direction: record.flow, tariff_direction: record.direction };
  return {
    id: idFrom("mre", JSON.stringify(record)),
    object: "meter_record",
    live_mode: false,
    ...directions,
    currency_code: currencyOf(home),
    energy_units: "WH",
    ...(isZero ? { carbon_units: "gCO2eq" } : {}),
    request: { ...asked, ...directions, non_persistent: !isKept },
    data: entryOf([record], { ...record, now, source, withCarbon, generation }),
    time_created: written(now, 0),
    account_id: accountId,
  };
}

const nobody = refusal("location_not_found", "No such location", 404);

/** `POST /costs/interval/{id}`: of a home, or of a device, record by record or in days or months of the home. */
export function intervalBody(
  world: WorldState,
  asker: Asker,
  id: string,
  query: Fields,
  body: unknown,
): object | WireError {
  const question = new Question({ ...asRecord(body), ...query }, asker.generation);
  const { start_time, end_time, aggregation } = question.fields;
  const start = isGiven(start_time) ? question.instant("start_time") : null;
  const end = isGiven(end_time) ? question.instant("end_time") : null;
  if (start !== null && end !== null && end.at <= start.at)
    question.refuse("end_time_invalid", "end_time must be after start_time");
  const step = isGiven(aggregation) ? question.word("aggregation", ["DAY", "MONTH"], "DAY") : null;
  const isHome = homeOf(world, id) !== undefined;
  const isOwn = (it: MeterRecord): boolean =>
    isHome ? it.locationId === id && it.deviceId === null : it.deviceId === id;
  const own = world.meters.records.filter(isOwn);
  const home = homeOf(world, isHome ? id : own[0]?.locationId);
  if (home === undefined) return refusal("object_not_found", "No such location or device", 404);
  const records = own.filter(({ from }) => from >= (start?.at ?? -Infinity) && from < (end?.at ?? Infinity));
  return costBody(asker, question, { id, home, records, step, offset: end?.offset ?? null });
}

/** `POST /costs/session/{session_reference_id}`: record by record. */
export function sessionBody(world: WorldState, asker: Asker, session: string, query: Fields): object | WireError {
  const records = world.meters.records.filter((it) => it.session === session);
  const [first] = records;
  const home = homeOf(world, first?.locationId);
  if (first === undefined || home === undefined) return refusal("session_not_found", "No such session", 404);
  const id = first.deviceId ?? first.locationId;
  const question = new Question(query, asker.generation);
  return costBody(asker, question, { id, home, records, step: null, offset: null });
}

interface Subject {
  id: string;
  home: Home;
  records: MeterRecord[];
  step: "DAY" | "MONTH" | null;
  /** Of the times in the answer; null for those of the home's clocks. */
  offset: number | null;
}

function costBody(asker: Asker, question: Question, subject: Subject): object | WireError {
  const { generation, accountId, now } = asker;
  const { home } = subject;
  const isZero = generation === "zero";
  const direction = question.direction();
  const withCarbon = question.flag("include_carbon", false) && isZero;
  if (question.wrong !== null) return question.wrong;
  const records = subject.records.filter((it) => it.direction === direction).toSorted((a, b) => a.from - b.from);
  const source = records.length === 0 ? null : pricedSource(home, direction);
  if (source !== null && isRefusal(source)) return source;
  const how = { now, withCarbon, generation };
  const entry = (of: MeterRecord[], from: number, to: number): object[] => {
    const offset = subject.offset ?? offsetAt(from, home.timezone);
    return source === null ? [] : [entryOf(of, { ...how, source, from, to, offset })];
  };
  return {
    id: idFrom("ecs", subject.id, direction, subject.step ?? "", JSON.stringify(records)),
    object: "energy_cost",
    object_id: subject.id,
    live_mode: false,
    [directionName(generation)]: direction,
    location_timezone: home.timezone,
    currency_code: currencyOf(home),
    energy_units: "WH",
    ...(isZero ? { carbon_units: "gCO2eq" } : {}),
    data:
      subject.step === null
        ? records.flatMap((it) => entry([it], it.from, it.to))
        : groupsOf(records, subject.step, home.timezone).flatMap(({ of, from, to }) => entry(of, from, to)),
    account_id: accountId,
  };
}

interface Group {
  of: MeterRecord[];
  from: number;
  to: number;
}

/** The records by the day or the month of a zone in which they begin. */
function groupsOf(records: readonly MeterRecord[], step: "DAY" | "MONTH", zone: string): Group[] {
  const groups = new Map<string, MeterRecord[]>();
  for (const record of records) {
    const day = dayIn(record.from, zone);
    const first = step === "DAY" ? day : `${day.slice(0, 7)}-01`;
    groups.set(first, [...(groups.get(first) ?? []), record]);
  }
  return [...groups].map(([first, of]) => {
    const next = step === "DAY" ? dayAfter(first) : `${dayAfter(first, 31).slice(0, 7)}-01`;
    return { of, from: midnightIn(first, zone), to: midnightIn(next, zone) };
  });
}

interface Drawing {
  from: number;
  to: number;
  offset: number;
  now: number;
  source: Source;
  withCarbon: boolean;
  generation: Generation;
}

/** One entry for some records. What a sum is sure of is what its parts are, weighted by their energy. */
function entryOf(records: readonly MeterRecord[], drawing: Drawing): object {
  const { source, now } = drawing;
  const costs = records.map((record) => ({ wh: record.wh, ...costOf(record, source, now) }));
  const sum = (of: (cost: (typeof costs)[number]) => number): number => costs.reduce((all, cost) => all + of(cost), 0);
  const wh = sum((it) => it.wh);
  const confidence = round(wh === 0 ? 1 : sum((it) => it.wh * it.confidence) / wh, 2);
  const { session = null, reference = null } = records.length === 1 ? { ...records[0] } : {};
  return {
    ...span(drawing, "start_time", "end_time"),
    ...(session === null ? {} : { session_reference_id: session }),
    ...(reference === null ? {} : { record_reference_id: reference }),
    energy: { value: round(wh, 3) },
    [drawing.generation === "zero" ? "tariff" : "cost"]: { value: round(sum((it) => it.value)), confidence },
    ...(drawing.withCarbon ? { carbon: { value: Math.round(sum((it) => it.carbon)), confidence } } : {}),
  };
}

function costOf(
  record: MeterRecord,
  source: Source,
  now: number,
): { value: number; confidence: number; carbon: number } {
  const { from, to, wh } = record;
  const length = to - from;
  const parts =
    length === 0
      ? [{ share: 1, at: from, price: priceAt(source, from, now) }]
      : curveOf(source, from, to, now).map((it) => ({
          share: (it.to - it.from) / length,
          at: it.from,
          price: it.price,
        }));
  const sum = (of: (part: (typeof parts)[number]) => number): number =>
    parts.reduce((all, part) => all + part.share * of(part), 0);
  return {
    value: (wh / 1000) * sum(({ price }) => price.total),
    confidence: record.confidence * sum(({ price }) => price.confidence),
    carbon: (wh / 1000) * sum(({ at }) => carbonAt(at, source.zone, source.region, now).intensity),
  };
}

function homeOf(world: WorldState, id: string | undefined): Home | undefined {
  return world.homes.find((home) => home.id === id);
}
