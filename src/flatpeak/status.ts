// Present truth from FlatPeak: the status of a location, with the location object as the fallback of older accounts.

import * as z from "zod";
import { civilDate } from "./wire-time.ts";
import type { ProbeAnswer, SlotFacts, SlotName } from "../core/truth.ts";
import type { Answer, Client } from "./client.ts";

const BUDGET_MS = 8_000;

const slotShape = z.looseObject({
  status: z.string(),
  connection_type: z.string().nullish(),
  tariff: z.looseObject({ id: z.string().nullish(), contract_end_date: z.unknown().optional() }).nullish(),
});
const statusShape = z.looseObject({ tariff_status: z.record(z.string(), z.unknown()) });
const elementShape = z.looseObject({
  tariff_id: z.string(),
  connection_type: z.string().nullish(),
  contract_end_date: z.unknown().optional(),
  fetch_failed: z.boolean().optional(),
  status: z.string().optional(),
});
const locationShape = z.looseObject({
  timezone: z.string().nullish(),
  customer_id: z.string().nullish(),
  tariff_elements: z.array(z.unknown()).optional(),
});

const SLOTS: readonly SlotName[] = [
  "commodity_import",
  "commodity_export",
  "non_commodity_import",
  "non_commodity_export",
  "local",
];

function readSlots(body: unknown): readonly SlotFacts[] | null {
  const read = statusShape.safeParse(body);
  if (!read.success) return null;
  return SLOTS.flatMap((slot) => {
    const facts = slotShape.safeParse(read.data.tariff_status[slot]);
    if (!facts.success) return [];
    const { status, connection_type, tariff } = facts.data;
    return {
      slot,
      // FlatPeak's own example prints "CONNECTED " with a blank.
      status: status.trim(),
      connectionType: connection_type?.trim() ?? null,
      tariffId: tariff?.id ?? null,
      contractEndDate: civilDate(tariff?.contract_end_date),
    };
  });
}

/** The oldest accounts say it on the location itself, in objects; later ones list bare ids, which tell nothing. */
function readElements(body: unknown): readonly SlotFacts[] {
  const read = locationShape.safeParse(body);
  return (read.data?.tariff_elements ?? []).flatMap((element) => {
    const facts = elementShape.safeParse(element);
    if (!facts.success) return [];
    const { tariff_id, connection_type, contract_end_date, fetch_failed, status } = facts.data;
    return {
      slot: "unknown" as const,
      status: fetch_failed === true ? "ERROR" : (status?.trim() ?? "CONNECTED"),
      connectionType: connection_type ?? null,
      tariffId: tariff_id,
      contractEndDate: civilDate(contract_end_date),
    };
  });
}

const failed = (answer: Exclude<Answer, { kind: "ok" }>): ProbeAnswer => {
  switch (answer.kind) {
    case "not_found":
      return { kind: "gone" };
    case "refused":
      return { kind: "untold", timezone: null };
    case "unavailable":
      return answer;
  }
};

/** Reads the fields of a location object that matter here; null where they are absent. */
export function readLocation(body: unknown): { readonly timezone: string | null; readonly customerId: string | null } {
  const read = locationShape.safeParse(body);
  return { timezone: read.data?.timezone ?? null, customerId: read.data?.customer_id ?? null };
}

/** `GET /locations/{id}`. */
export const getLocation = (client: Client, locationId: string): Promise<Answer> =>
  client.call("GET", `/locations/${encodeURIComponent(locationId)}`, BUDGET_MS);

/** Asks FlatPeak what is true of a location now; with `wantZone`, its time zone as well. */
export async function probe(client: Client, locationId: string, wantZone: boolean): Promise<ProbeAnswer> {
  const status = await client.call("GET", `/locations/${encodeURIComponent(locationId)}/status`, BUDGET_MS);
  if (status.kind === "not_found" || status.kind === "unavailable") return failed(status);

  const slots = status.kind === "ok" ? readSlots(status.body) : null;
  if (slots !== null && !wantZone) return { kind: "status", slots, timezone: null };
  const location = await getLocation(client, locationId);
  if (location.kind !== "ok") {
    // The zone is a courtesy: without it the status still stands.
    return slots === null ? failed(location) : { kind: "status", slots, timezone: null };
  }
  const { timezone } = readLocation(location.body);
  if (slots !== null) return { kind: "status", slots, timezone };
  const elements = readElements(location.body);
  return elements.length === 0 ? { kind: "untold", timezone } : { kind: "status", slots: elements, timezone };
}
