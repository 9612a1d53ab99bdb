// Writes what came of a session into the world: the home, the customer and the tariff it made, or the tariff it ended.
// It shows no page and reports nothing.
import { meet, moveIn } from "../housing.ts";
import { beginPending } from "../pending.ts";
import { saveDraft } from "../tariffs.ts";
import type { Home, Tariff, WorldState } from "../world.ts";
import { findTariff, newId } from "../world.ts";
import { countryOf, documentedAddress } from "./places.ts";
import type { Address, ConnectToken } from "./session.ts";

/** The tariff a session is about, or null while there is none. */
export function tariffOf(world: WorldState, token: ConnectToken): Tariff | null {
  return token.tariffId === "" ? null : (findTariff(world, token.tariffId)?.tariff ?? null);
}

/** Saves what was typed as the tariff of the session. `now` is world time in milliseconds. */
export function saveTariff(world: WorldState, token: ConnectToken, now: number): void {
  saveDraft(tariffFor(world, token, now), token.draft, now);
}

/** Begins the direct connection the customer signed in for; `connects` says how it will end. */
export function connectSlowly(world: WorldState, token: ConnectToken, connects: boolean, now: number): void {
  beginPending(tariffFor(world, token, now), token.draft, connects, now);
}

/** The session's tariff, made with its home and its customer where they do not exist yet. */
function tariffFor(world: WorldState, token: ConnectToken, now: number): Tariff {
  const home = homeFor(world, token, now);
  if (!isSame(home.address ?? documentedAddress, token.address)) {
    home.address = token.address;
    home.timezone = countryOf(token.address).timezone;
  }
  const known = tariffOf(world, token);
  if (known !== null) return known;
  const { provider, connectionType } = token.draft;
  if (provider === null) throw new Error("a session without a provider was saved");
  const made: Tariff = {
    id: newId("trf"),
    slot: token.slot,
    status: "NOT_CONNECTED",
    connectionType,
    provider,
    displayName: "",
    structureType: "FIXED",
    contractEndDate: null,
  };
  home.tariffs.push(made);
  token.tariffId = made.id;
  return made;
}

function homeFor(world: WorldState, token: ConnectToken, now: number): Home {
  const known = world.homes.find(({ id }) => id === token.homeId);
  if (known !== undefined) return known;
  const customerId = customerFor(world, token, now);
  const home = moveIn(world, newId("loc"), customerId, now, token.address);
  if (token.locationReferenceId !== "") home.referenceId = token.locationReferenceId;
  token.homeId = home.id;
  token.customerId = customerId;
  return home;
}

function customerFor(world: WorldState, token: ConnectToken, now: number): string {
  const byReference = world.customers.find(
    (it) => it.referenceId !== "" && it.referenceId === token.customerReferenceId,
  );
  const id = token.customerId === "" ? (byReference?.id ?? newId("cus")) : token.customerId;
  meet(world, id, now);
  const customer = world.customers.find((it) => it.id === id);
  if (customer !== undefined && token.customerReferenceId !== "") customer.referenceId = token.customerReferenceId;
  return id;
}

function isSame(a: Address, b: Address): boolean {
  return (Object.keys(a) as (keyof Address)[]).every((name) => a[name] === b[name]);
}
