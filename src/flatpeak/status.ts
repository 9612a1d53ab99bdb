// Present truth from FlatPeak: the status of a location, with the location object as the fallback of older accounts.

import * as z from "zod/mini";
import { isZone } from "../core/time.ts";
import { civilDate } from "./wire-time.ts";
import type { ProbeAnswer, SlotFacts, SlotName } from "../core/truth.ts";
import type { Answer, Client } from "./client.ts";

const BUDGET_MS = 8_000;

const slotShape = z.looseObject({
  status: z.string(),
  connection_type: z.nullish(z.string()),
  provider: z.nullish(z.looseObject({ id: z.nullish(z.string()) })),
  tariff: z.nullish(z.looseObject({ id: z.nullish(z.string()), contract_end_date: z.optional(z.unknown()) })),
});
const statusShape = z.looseObject({ tariff_status: z.record(z.string(), z.unknown()) });
const elementShape = z.looseObject({
  tariff_id: z.string(),
  connection_type: z.nullish(z.string()),
  provider_id: z.nullish(z.string()),
  contract_end_date: z.optional(z.unknown()),
  fetch_failed: z.optional(z.boolean()),
  status: z.optional(z.string()),
  last_update_time: z.nullish(z.number()),
});
const locationShape = z.looseObject({
  timezone: z.nullish(z.string()),
  customer_id: z.nullish(z.string()),
  tariff_elements: z.optional(z.array(z.unknown())),
});

const customerShape = z.looseObject({ locations: z.array(z.string()) });

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
    const given = read.data.tariff_status[slot];
    if (given === undefined || given === null) return [];
    const facts = slotShape.safeParse(given);
    // A slot that cannot be read may be hiding any tariff: an error, of nobody knows which.
    if (!facts.success) return { slot, status: "ERROR", connectionType: null, tariffId: null, contractEndDate: null };
    const { status, connection_type, provider, tariff } = facts.data;
    return {
      slot,
      // FlatPeak's own example prints "CONNECTED " with a blank.
      status: status.trim(),
      connectionType: connection_type?.trim() ?? null,
      tariffId: tariff?.id ?? null,
      contractEndDate: civilDate(tariff?.contract_end_date),
      supplier: provider?.id ?? null,
    };
  });
}

/** The oldest accounts say it on the location itself, in objects; later ones list bare ids, which tell nothing. */
function readElements(body: unknown): readonly SlotFacts[] {
  const read = locationShape.safeParse(body);
  return (read.data?.tariff_elements ?? []).flatMap((element) => {
    const facts = elementShape.safeParse(element);
    if (!facts.success) return [];
    const { tariff_id, connection_type, provider_id, contract_end_date, fetch_failed, status, last_update_time } =
      facts.data;
    return {
      slot: "unknown" as const,
      status: fetch_failed === true ? "ERROR" : (status?.trim() ?? "CONNECTED"),
      connectionType: connection_type ?? null,
      tariffId: tariff_id,
      contractEndDate: civilDate(contract_end_date),
      supplier: provider_id ?? null,
      readAt: typeof last_update_time === "number" ? last_update_time * 1_000 : null,
    };
  });
}

/** Reads the fields of a location object that matter here; null where they are absent. */
export function readLocation(body: unknown): { readonly timezone: string | null; readonly customerId: string | null } {
  const read = locationShape.safeParse(body);
  const timezone = read.data?.timezone ?? null;
  return {
    timezone: timezone !== null && isZone(timezone) ? timezone : null,
    customerId: read.data?.customer_id ?? null,
  };
}

/** `GET /locations/{id}`. */
export const getLocation = (client: Client, locationId: string): Promise<Answer> =>
  client.call("GET", `/locations/${encodeURIComponent(locationId)}`, BUDGET_MS);

/** The locations of `GET /customers/{id}`; none where FlatPeak does not list them, or knows no such customer. */
export async function locationsOf(client: Client, customerId: string): Promise<readonly string[]> {
  if (!customerId.startsWith("cus_")) return [];
  const answer = await client.call("GET", `/customers/${encodeURIComponent(customerId)}`, BUDGET_MS);
  const read = customerShape.safeParse(answer.kind === "ok" ? answer.body : null);
  return read.success ? read.data.locations : [];
}

/** Asks FlatPeak what is true of a location now; with `wantZone`, its time zone as well. */
export async function probe(client: Client, locationId: string, wantZone: boolean): Promise<ProbeAnswer> {
  const status = await client.call("GET", `/locations/${encodeURIComponent(locationId)}/status`, BUDGET_MS);
  if (status.kind === "unavailable") return status;
  const slots = status.kind === "ok" ? readSlots(status.body) : null;
  if (slots !== null && slots.length > 0 && !wantZone) return { kind: "status", slots, timezone: null };

  // Where the status cannot be had the location itself may tell, and only it can say that it is gone.
  const location = await getLocation(client, locationId);
  if (location.kind === "unavailable") return location;
  if (location.kind === "not_found") return { kind: "gone" };
  const timezone = location.kind === "ok" ? readLocation(location.body).timezone : null;
  if (slots !== null && slots.length > 0) return { kind: "status", slots, timezone };
  const elements = location.kind === "ok" ? readElements(location.body) : [];
  return elements.length === 0 ? { kind: "untold", timezone } : { kind: "status", slots: elements, timezone };
}
