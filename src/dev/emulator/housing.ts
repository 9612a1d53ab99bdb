// Makes room in the world for what a posted event is about: FlatPeak would never speak of a home it does not know.
// It breaks and repairs nothing; that is tariffs.ts.
import { countryOf, documentedAddress } from "./connect/places.ts";
import type { Address } from "./connect/session.ts";
import { suppliers } from "./suppliers.ts";
import type { EventFacts } from "./tariffs.ts";
import { tariffName } from "./tariffs.ts";
import type { Home, Slot, Tariff, WorldState } from "./world.ts";
import { dayFrom, findTariff, newId } from "./world.ts";

const slots: readonly Slot[] = ["commodity_import", "non_commodity_import", "commodity_export"];

/**
 * Sees to it that the home and the tariff of an event exist, and that the home is the customer's whom the event names.
 * Gives what had to change for that, in sentences; `now` is world time in milliseconds, and a new home is at `address`,
 * null for one in the country of the documented home.
 */
export function makeRoom(world: WorldState, facts: EventFacts, now: number, address: Address | null = null): string[] {
  const { locationId, tariffId, customerId } = facts;
  const known = knownHome(world, facts);
  if (known === undefined && locationId === null) {
    if (customerId !== null) meet(world, customerId, now);
    return [];
  }
  const said: string[] = [];
  const owner = customerId ?? known?.customerId ?? strangerIn(locationId);
  meet(world, owner, now);
  const home = known ?? moveIn(world, locationId ?? "", owner, now, address);
  if (known === undefined) said.push(`${home.id} is new in the emulated world, as a home of ${owner}.`);
  else if (home.customerId !== owner) {
    said.push(`${home.id} was a home of ${home.customerId} and is one of ${owner} from now on.`);
    home.customerId = owner;
  }
  const isMissing = tariffId === null ? home.tariffs.length === 0 : findTariff(world, tariffId) === null;
  if (isMissing) said.push(connect(home, tariffId ?? newId("trf"), now));
  return said;
}

/** For whom a home will be made by an event; null where it needs none. */
export function newcomer(world: WorldState, facts: EventFacts): string | null {
  const isHome = facts.locationId !== null && knownHome(world, facts) === undefined;
  return isHome ? (facts.customerId ?? strangerIn(facts.locationId)) : null;
}

/** Whom a home belongs to, where the event does not say: somebody of its own, so that no other message stands in its way. */
const strangerIn = (locationId: string | null): string => `cus_${(locationId ?? "").replace(/^loc_/, "")}`;

function knownHome(world: WorldState, { tariffId, locationId }: EventFacts): Home | undefined {
  return (tariffId === null ? undefined : findTariff(world, tariffId)?.home) ?? homeOf(world, locationId);
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

/** A new home of a customer, without tariffs; without an address it is in the country of the documented home. */
export function moveIn(
  world: WorldState,
  id: string,
  customerId: string,
  now: number,
  address: Address | null = null,
): Home {
  // As the product's pages number homes that nobody named.
  const label = `Home ${world.homes.filter((it) => it.customerId === customerId).length + 1}`;
  const timeCreated = new Date(now).toISOString();
  const { timezone } = countryOf(address ?? documentedAddress);
  const home: Home = { id, customerId, label, timezone, timeCreated, tariffs: [] };
  if (address !== null) home.address = address;
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
