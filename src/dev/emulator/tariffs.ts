// Breaks and repairs tariffs, and lets an event be true in the world it is about.
// It never sends anything and never invents a tariff that the world does not hold.
import type { Draft } from "./connect/session.ts";
import type { Tariff, WorldState } from "./world.ts";
import { dayFrom, findTariff } from "./world.ts";
import type { Plan } from "./plan.ts";
import { structureOf } from "./plan.ts";
import type { Supplier } from "./suppliers.ts";

/** What the world needs to know of an event, whichever generation wrote it. */
export interface EventFacts {
  type: string;
  tariffId: string | null;
  locationId: string | null;
  customerId: string | null;
  contractEndDate: string | null;
  /** When it happened, in milliseconds; null where it does not say. */
  at: number | null;
}

/** Reads the facts out of an event body; the tariff id moved between generations (`data.id`, then `data.tariff_id`). */
export function eventFacts(body: Record<string, unknown>): EventFacts {
  const data = asRecord(body["data"]);
  const own = (object: string): string | null => (data["object"] === object ? asText(data["id"]) : null);
  return {
    type: asText(body["type"]) ?? "",
    tariffId: asText(data["tariff_id"]) ?? own("tariff"),
    locationId: asText(data["location_id"]) ?? own("location"),
    customerId: asText(data["customer_id"]) ?? own("customer"),
    contractEndDate: asText(data["contract_end_date"])?.slice(0, 10) ?? null,
    at: timeOf(body),
  };
}

/**
 * Makes the world agree with an event: an end date for expiring and expired (the event's own, else a week after it or
 * the day before), ERROR for a failed fetch, a lesser connection for an upgrade. `now` is world time in milliseconds.
 * Events about unknown tariffs change nothing, nor do those older than the tariff's repair.
 */
export function applyEvent(world: WorldState, body: Record<string, unknown>, now: number): void {
  const facts = eventFacts(body);
  const at = facts.at ?? now;
  if (facts.customerId !== null && !world.knownCustomerIds.includes(facts.customerId)) {
    world.knownCustomerIds.push(facts.customerId);
  }
  const found = facts.tariffId === null ? null : findTariff(world, facts.tariffId);
  if (found === null) return;
  const { tariff } = found;
  // Events are dated in whole seconds.
  if (tariff.repairedAt !== undefined && at + 1000 <= tariff.repairedAt) return;
  switch (facts.type) {
    case "tariff.expiring":
      tariff.status = "CONNECTED";
      tariff.contractEndDate = facts.contractEndDate ?? dayFrom(at, 7);
      break;
    case "tariff.expired":
      tariff.status = "CONNECTED";
      tariff.contractEndDate = facts.contractEndDate ?? dayFrom(at, -1);
      break;
    case "tariff.fetch.failed":
      tariff.status = "ERROR";
      break;
    case "tariff.connection.upgrade":
      tariff.connectionType = "MANUAL";
      break;
    default:
      break;
  }
}

/** Whether the contract is over at world time `now`: its last day has passed. */
export function isExpired(tariff: Tariff, now: number): boolean {
  return tariff.contractEndDate !== null && tariff.contractEndDate < dayFrom(now, 0);
}

/** Heals a tariff without telling anyone: connected and direct, and a contract that runs for another year. */
export function repairTariff(tariff: Tariff, now: number): void {
  tariff.status = "CONNECTED";
  tariff.connectionType = "DIRECT";
  tariff.contractEndDate = dayFrom(now, 365);
  tariff.repairedAt = now;
  delete tariff.pending;
}

/** A tariff's truth as a script sets it; what is left out stays as it is. */
export interface TariffTruth {
  status?: Tariff["status"] | undefined;
  connection_type?: Tariff["connectionType"] | undefined;
  /** YYYY-MM-DD; null runs until terminated. */
  contract_end_date?: string | null | undefined;
  /** Another one than before has the usual prices of its kind. */
  structure_type?: string | undefined;
}

/** Sets the truth of a tariff without telling anyone. */
export function setTruth(tariff: Tariff, truth: TariffTruth): void {
  if (truth.status !== undefined) delete tariff.pending;
  tariff.status = truth.status ?? tariff.status;
  tariff.connectionType = truth.connection_type ?? tariff.connectionType;
  if (truth.contract_end_date !== undefined) tariff.contractEndDate = truth.contract_end_date;
  if (truth.structure_type === undefined || truth.structure_type === tariff.structureType) return;
  tariff.structureType = truth.structure_type;
  delete tariff.plan;
}

/** Takes over what the customer typed in Connect, the end date exactly as typed. `now` is world time. */
export function saveDraft(tariff: Tariff, draft: Draft, now: number): void {
  if (draft.provider !== null) {
    tariff.provider = draft.provider;
    tariff.displayName = draft.name ?? tariffName(draft.provider, draft.plan?.structure);
  }
  tariff.status = "CONNECTED";
  tariff.connectionType = draft.connectionType;
  tariff.contractEndDate = draft.contractEndDate;
  tariff.structureType = draft.plan === null ? "FIXED" : structureOf(draft.plan);
  tariff.repairedAt = now;
  delete tariff.plan;
  if (draft.plan !== null) tariff.plan = structuredClone(draft.plan);
  delete tariff.pending;
}

/** What a provider's tariff is called where nobody gave it a name. */
export function tariffName(provider: Supplier, structure: Plan["structure"] = "FIXED"): string {
  const kind = { FIXED: "Fixed", TIME_OF_DAY: "Time of day", MARKET: "Market" }[structure];
  return `${provider.display_name} ${kind}`;
}

/** When an event says it happened, in milliseconds; null where it does not say. */
export function timeOf(body: unknown): number | null {
  const time = Date.parse(asText(asRecord(body)["time_created"]) ?? "");
  return Number.isNaN(time) ? null : time;
}

/** A JSON object, or an empty one for anything else. */
export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** A string that is not empty, or null. */
export function asText(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
