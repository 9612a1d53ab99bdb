// Homes in FlatPeak's emulated world, each with one tariff, named after their customer.

import { randomBytes } from "node:crypto";
import { idsOf } from "./load.ts";
import type { Tariff, WorldState } from "../../src/dev/emulator/world.ts";

/** Makes the customer and their home, its tariff broken. Gives the tariff, to be mended by whoever wants to. */
export function breakHome(world: WorldState, customerId: string): Tariff {
  const { tariff: id, location } = idsOf(customerId);
  const provider = { id: "prv_5f7b2c11d09a4e6688c0a001", display_name: "British Gas", logo_url: "" };
  const broken = { slot: "commodity_import", status: "ERROR", connectionType: "DIRECT" } as const;
  const tariff: Tariff = { id, ...broken, provider, displayName: "Fix", structureType: "FIXED", contractEndDate: null };
  const timeCreated = new Date().toISOString();
  world.customers.push({ id: customerId, referenceId: "", timeCreated });
  world.homes.push({
    id: location,
    customerId,
    label: "Home",
    timezone: "Europe/London",
    timeCreated,
    tariffs: [tariff],
  });
  return tariff;
}

/** Names of customers nobody has heard of. */
export const newCustomers = (count: number): readonly string[] =>
  Array.from({ length: count }, () => `cus_${randomBytes(12).toString("hex")}`);

/** As many names as are asked for, going round the list. */
export const around = (customers: readonly string[], count: number): readonly string[] =>
  Array.from({ length: count }, (_, nth) => customers[nth % customers.length] ?? "");
