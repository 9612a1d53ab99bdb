// Whom and what a Connect token is about: the customer, the home with its address, the slot, the tariff. What the world does
// not hold yet is made when the session saves something.
import { asText } from "../tariffs.ts";
import { referenceOf } from "../locations.ts";
import type { WireError } from "../wire-error.ts";
import type { Home, WorldState } from "../world.ts";
import { findTariff } from "../world.ts";
import { addressIn, documentedAddress, isCountry } from "./places.ts";
import type { ConnectToken, Generation, Slot } from "./session.ts";

type Fields = Record<string, unknown>;

/** What is wrong with a request, in FlatPeak's words where it has some. */
export interface Fault {
  status: WireError["status"];
  code: string;
  message: string;
}

export type Place = Pick<
  ConnectToken,
  "homeId" | "customerId" | "tariffId" | "customerReferenceId" | "locationReferenceId" | "slot" | "address"
>;

/** Whether this is a refusal. */
export function isFault(value: object | string): value is Fault {
  return typeof value === "object" && "code" in value;
}

/** The slot a token is for: by its direction and its type, whose names differ between the generations. */
export function slotIn(fields: Fields, flavour: Generation): Slot | Fault {
  const isZero = flavour === "zero";
  const direction = asText(fields[isZero ? "direction" : "tariff_direction"]) ?? "IMPORT";
  const type = asText(fields[isZero ? "type" : "tariff_type"]) ?? "COMMODITY";
  if (direction === "LOCAL") return invalid("tariff_direction_not_supported", "LOCAL is not enabled for this account");
  if (direction !== "IMPORT" && direction !== "EXPORT")
    return invalid("tariff_direction_invalid", "direction must be EXPORT or IMPORT");
  if (type !== "COMMODITY" && type !== "NON_COMMODITY")
    return invalid("tariff_type_invalid", "type must be COMMODITY or NON_COMMODITY");
  if (direction === "EXPORT")
    return type === "COMMODITY"
      ? "commodity_export"
      : invalid("tariff_direction_not_supported", "NON_COMMODITY is for IMPORT alone");
  return type === "COMMODITY" ? "commodity_import" : "non_commodity_import";
}

/** Finds what a request names; empty ids where it is about a new home, customer or tariff. */
export function placeOf(world: WorldState, fields: Fields, slot: Slot): Place | Fault {
  const read = (name: string): string => asText(fields[name]) ?? "";
  const tariffId = read("tariff_id");
  const locationId = read("location_id");
  const locationReferenceId = read("location_reference_id");
  if (locationId !== "" && locationReferenceId !== "")
    return invalid("location_reference_id_invalid", "Send location_id or location_reference_id, not both");
  const tariff = tariffId === "" ? null : findTariff(world, tariffId);
  const named = world.homes.find((home) =>
    locationId === "" ? referenceOf(home) === locationReferenceId : home.id === locationId,
  );
  if (locationId !== "" && named === undefined) return missing("location");
  const home = tariff?.home ?? named;
  if (tariffId !== "" && (tariff === null || (named !== undefined && named !== home))) return missing("tariff");

  const customerId = read("customer_id");
  const customerReferenceId = read("customer_reference_id");
  if (customerId !== "" && !(home === undefined ? isKnown(world, customerId) : home.customerId === customerId))
    return missing("customer");
  const address = "postal_address" in fields ? addressIn(fields["postal_address"]) : addressOf(home);
  if (address.country_code !== "" && !isCountry(address.country_code))
    return invalid("country_code_invalid", "country_code must be two letters of ISO 3166-1");
  return {
    homeId: home?.id ?? "",
    customerId: home?.customerId ?? customerId,
    tariffId: (tariff?.tariff ?? home?.tariffs.find((it) => it.slot === slot))?.id ?? "",
    customerReferenceId,
    locationReferenceId,
    slot: tariff?.tariff.slot ?? slot,
    address,
  };
}

function isKnown(world: WorldState, customerId: string): boolean {
  return world.customers.some(({ id }) => id === customerId);
}

function addressOf(home: Home | undefined): ConnectToken["address"] {
  return home === undefined ? addressIn({}) : (home.address ?? documentedAddress);
}

function invalid(code: string, message: string): Fault {
  return { status: 422, code, message };
}

function missing(what: string): Fault {
  return { status: 404, code: `${what}_not_found`, message: `No such ${what}` };
}
