// Price regions: what people call the zones of the electricity market (their codes are ENTSO-E's, some providers' differ).

import { countryName, isCountry } from "./countries.ts";
import { plainText } from "./plain.ts";
import type { Language } from "../../../text/language.ts";

/** Names of places, which are the same in every language. */
const PLACES: ReadonlyMap<string, string> = new Map([
  ["NO1", "Oslo"],
  ["NO2", "Kristiansand"],
  ["NO3", "Trondheim"],
  ["NO4", "Tromsø"],
  ["NO5", "Bergen"],
  ["SE1", "Luleå"],
  ["SE2", "Sundsvall"],
  ["SE3", "Stockholm"],
  ["SE4", "Malmö"],
  ["DK1", "Aarhus, Odense"],
  ["DK2", "København"],
  ["CORS", "Corse"],
  ["COR", "Corse"],
  ["NORD", "Milano, Torino, Venezia"],
  ["CNOR", "Firenze, Ancona"],
  ["CSUD", "Roma, Napoli"],
  ["SUD", "Bari, Potenza"],
  ["CALA", "Calabria"],
  ["SICI", "Sicilia"],
  ["SARD", "Sardegna"],
  ["_A", "East England"],
  ["_B", "East Midlands"],
  ["_C", "London"],
  ["_D", "North Wales, Merseyside"],
  ["_E", "West Midlands"],
  ["_F", "North East England"],
  ["_G", "North West England"],
  ["_H", "South England"],
  ["_J", "South East England"],
  ["_K", "South Wales"],
  ["_L", "South West England"],
  ["_M", "Yorkshire"],
  ["_N", "South Scotland"],
  ["_P", "North Scotland"],
]);

/** Zones of several countries. */
const SHARED: ReadonlyMap<string, readonly string[]> = new Map([
  ["DELU", ["DE", "LU"]],
  ["DEATLU", ["DE", "AT", "LU"]],
  ["IESEM", ["IE"]],
]);

/** A region as it can be chosen: its name with FlatPeak's code beside it; the code alone where nobody knows a name. */
export function regionName(language: Language, code: string): string {
  const plain = plainText(code);
  const upper = plain.toUpperCase();
  const joined = upper.replace(/[^A-Z0-9]/g, "");
  // `IT-NORD`, `IT_NORD` and `NORD` are one zone.
  const tail = upper.replace(/^[A-Z]{2}[-_](?=[A-Z]{3,})/, "");
  const place = PLACES.get(upper) ?? PLACES.get(tail) ?? PLACES.get(joined);
  const countries = SHARED.get(joined) ?? (isCountry(upper) ? [upper] : []);
  const name = place ?? countries.map((it) => countryName(language, it)).join(", ");
  return name === "" ? plain : `${name} (${plain})`;
}
