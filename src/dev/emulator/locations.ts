// Draws homes and customers of the world as FlatPeak's API shows them, the documented oddities included.
import { countryOf, documentedAddress } from "./connect/places.ts";
import type { Customer, Home, Slot, Tariff, WorldState } from "./world.ts";

const slots: Slot[] = ["commodity_import", "commodity_export", "non_commodity_import"];

/** The company's own name of a home. */
export function referenceOf(home: Home): string {
  return home.referenceId ?? `HOME-${home.label.toUpperCase()}`;
}

/** `GET /locations/{id}` in its Anode form: tariffs as ids, one word of status for each slot. */
export function locationBody(world: WorldState, home: Home): object {
  const address = home.address ?? documentedAddress;
  const status: Record<string, string> = {};
  for (const slot of slots) status[slot] = tariffIn(home, slot)?.status ?? "NOT_CONNECTED";
  return {
    id: home.id,
    object: "location",
    live_mode: false,
    reference_id: referenceOf(home),
    customer_id: home.customerId,
    timezone: home.timezone,
    currency_code: countryOf(address).currency,
    postal_address: address,
    geo_location: { lat: 51.50735, lng: -0.12776 },
    flex_allowed: false,
    market_sources: {},
    tariff_status: { ...status, non_commodity_export: "NOT_SUPPORTED", local: "NOT_SUPPORTED" },
    tariff_elements: slots.flatMap((slot) => tariffIn(home, slot)?.id ?? []),
    time_created: home.timeCreated,
    account_id: world.accountId,
  };
}

/** `GET /locations/{id}/status`: every slot with its tariff and the end of its contract. */
export function statusBody(world: WorldState, home: Home, now: number): object {
  const status: Record<string, object> = {};
  for (const slot of slots) status[slot] = slotBody(tariffIn(home, slot));
  return {
    id: home.id,
    object: "location_status",
    live_mode: false,
    tariff_status: {
      ...status,
      non_commodity_export: { status: "NOT_SUPPORTED" },
      local: { status: "NOT_SUPPORTED" },
    },
    time_created: new Date(now).toISOString(),
    account_id: world.accountId,
  };
}

/** `GET /customers/{id}`. */
export function customerBody(world: WorldState, customer: Customer): object {
  return {
    id: customer.id,
    object: "customer",
    live_mode: false,
    reference_id: customer.referenceId,
    locations: world.homes.filter((home) => home.customerId === customer.id).map((home) => home.id),
    time_created: customer.timeCreated,
    account_id: world.accountId,
  };
}

// A disconnected tariff has left its slot, though the world remembers it for the control room.
function tariffIn(home: Home, slot: Slot): Tariff | undefined {
  return home.tariffs.find((tariff) => tariff.slot === slot && tariff.status !== "NOT_CONNECTED");
}

function slotBody(tariff: Tariff | undefined): object {
  if (tariff === undefined) return { status: "NOT_CONNECTED" };
  return {
    // The documentation prints a blank after CONNECTED; a reader has to survive it.
    status: tariff.status === "CONNECTED" ? "CONNECTED " : tariff.status,
    connection_type: tariff.connectionType,
    provider: tariff.provider,
    tariff: {
      id: tariff.id,
      display_name: tariff.displayName,
      structure_type: tariff.structureType,
      contract_end_date: tariff.contractEndDate === null ? null : `${tariff.contractEndDate}T00:00:00Z`,
    },
  };
}
