// Makes room in the world for what a posted event is about: FlatPeak would never speak of a home it does not know.
// It breaks and repairs nothing; that is tariffs.ts.
import { suppliers } from "./suppliers.ts";
import type { EventFacts } from "./tariffs.ts";
import { tariffName } from "./tariffs.ts";
import type { Home, Slot, Tariff, WorldState } from "./world.ts";
import { dayFrom, findTariff, newId } from "./world.ts";

const slots: readonly Slot[] = ["commodity_import", "non_commodity_import", "commodity_export"];

/**
 * Sees to it that the home and the tariff of an event exist, and that the home is the customer's whom the event names.
 * Gives what had to change for that, in sentences; `now` is world time in milliseconds.
 */
export function makeRoom(world: WorldState, facts: EventFacts, now: number): string[] {
  const { locationId, tariffId, customerId } = facts;
  const known = (tariffId === null ? undefined : findTariff(world, tariffId)?.home) ?? homeOf(world, locationId);
  if (known === undefined && locationId === null) {
    if (customerId !== null) meet(world, customerId, now);
    return [];
  }
  const said: string[] = [];
  // Whom a home belongs to, where the event does not say: somebody of its own, so that no other message stands in its way.
  const owner = customerId ?? known?.customerId ?? `cus_${(locationId ?? "").replace(/^loc_/, "")}`;
  meet(world, owner, now);
  const home = known ?? moveIn(world, locationId ?? "", owner, now);
  if (known === undefined) said.push(`${home.id} is new in the emulated world, as a home of ${owner}.`);
  else if (home.customerId !== owner) {
    said.push(`${home.id} was a home of ${home.customerId} and is one of ${owner} from now on.`);
    home.customerId = owner;
  }
  const isMissing = tariffId === null ? home.tariffs.length === 0 : findTariff(world, tariffId) === null;
  if (isMissing) said.push(connect(home, tariffId ?? newId("trf"), now));
  return said;
}

function homeOf(world: WorldState, locationId: string | null): Home | undefined {
  return world.homes.find(({ id }) => id === locationId);
}

/** Makes a customer exist. */
export function meet(world: WorldState, customerId: string, now: number): void {
  if (!world.knownCustomerIds.includes(customerId)) world.knownCustomerIds.push(customerId);
  if (world.customers.some(({ id }) => id === customerId)) return;
  world.customers.push({ id: customerId, referenceId: "", timeCreated: new Date(now).toISOString() });
}

/** A new home of a customer, without tariffs. */
export function moveIn(world: WorldState, id: string, customerId: string, now: number): Home {
  // As the product's pages number homes that nobody named.
  const label = `Home ${world.homes.filter((it) => it.customerId === customerId).length + 1}`;
  const timeCreated = new Date(now).toISOString();
  const home: Home = { id, customerId, label, timezone: "Europe/London", timeCreated, tariffs: [] };
  world.homes.push(home);
  return home;
}

/** Puts a healthy tariff into the first slot of a home that is free, and says so. */
function connect(home: Home, id: string, now: number): string {
  const slot = slots.find((it) => !home.tariffs.some((tariff) => tariff.slot === it));
  const chosen = suppliers[1];
  if (slot === undefined || chosen === undefined)
    return `${home.id} has no slot left for ${id}: FlatPeak will not know it.`;
  const { provider, connectionType } = chosen;
  const tariff: Tariff = {
    id,
    slot,
    status: "CONNECTED",
    connectionType,
    provider,
    displayName: tariffName(provider),
    structureType: "FIXED",
    contractEndDate: dayFrom(now, 365),
  };
  home.tariffs.push(tariff);
  return `${id} is new there, a tariff of ${provider.display_name}.`;
}
