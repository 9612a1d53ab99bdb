// What the emulated FlatPeak knows of places: the address pages, zones of time, currencies, and the regions of the markets.
// It looks nothing up; a handful of countries is known, and one city that lies nowhere.
import { asRecord } from "../tariffs.ts";
import type { Address } from "./session.ts";

interface Country {
  timezone: string;
  currency: string;
  /** The price regions of its market; where there is one alone, nobody is asked. */
  regions: readonly string[];
}

/** What somebody said of themselves: a language with or without a country, and a zone of the tz database. */
export interface Said {
  locale: string | null;
  timezone: string | null;
}

const euro = (timezone: string, ...regions: string[]): Country => ({ timezone, currency: "EUR", regions });

const countries: Record<string, Country> = {
  GB: { timezone: "Europe/London", currency: "GBP", regions: ["GB"] },
  IE: euro("Europe/Dublin", "IE-SEM"),
  DE: euro("Europe/Berlin", "DE-LU"),
  AT: euro("Europe/Vienna", "AT"),
  NL: euro("Europe/Amsterdam", "NL"),
  BE: euro("Europe/Brussels", "BE"),
  ES: euro("Europe/Madrid", "ES"),
  PT: euro("Europe/Lisbon", "PT"),
  FR: euro("Europe/Paris", "CORS", "FR"),
  IT: euro("Europe/Rome", "NORD", "CNOR", "CSUD", "SUD", "CALA", "SICI", "SARD"),
  NO: { timezone: "Europe/Oslo", currency: "NOK", regions: ["NO1", "NO2", "NO3", "NO4", "NO5"] },
  SE: { timezone: "Europe/Stockholm", currency: "SEK", regions: ["SE1", "SE2", "SE3", "SE4"] },
  FI: euro("Europe/Helsinki", "FI"),
  PL: { timezone: "Europe/Warsaw", currency: "PLN", regions: ["PL"] },
  DK: { timezone: "Europe/Copenhagen", currency: "DKK", regions: ["DK1", "DK2"] },
  CH: { timezone: "Europe/Zurich", currency: "CHF", regions: ["CH"] },
  US: { timezone: "America/New_York", currency: "USD", regions: ["US"] },
};

const elsewhere: Country = { timezone: "Etc/UTC", currency: "EUR", regions: [] };

/** The home of FlatPeak's documented examples. */
export const documentedAddress: Address = {
  address_line1: "1-3 Strand",
  address_line2: "",
  city: "London",
  state: "",
  post_code: "WC2N 5EH",
  country_code: "GB",
};

/** A street, a city and its post code in each country. */
const addresses: Readonly<Record<string, readonly [street: string, city: string, postCode: string]>> = {
  IE: ["12 Dawson Street", "Dublin", "D02 AB12"],
  DE: ["Lindenstraße 8", "Berlin", "10969"],
  AT: ["Lindengasse 8", "Wien", "1070"],
  NL: ["Lindengracht 8", "Amsterdam", "1015 KK"],
  BE: ["Rue des Tilleuls 8", "Bruxelles", "1000"],
  ES: ["Calle del Prado 8", "Madrid", "28014"],
  PT: ["Rua do Ouro 8", "Lisboa", "1100-060"],
  FR: ["8 rue des Tilleuls", "Paris", "75011"],
  IT: ["Via dei Tigli 8", "Roma", "00185"],
  NO: ["Lindeveien 8", "Oslo", "0150"],
  SE: ["Lindgatan 8", "Stockholm", "111 20"],
  FI: ["Lehmuskatu 8", "Helsinki", "00100"],
  PL: ["ulica Lipowa 8", "Warszawa", "00-316"],
  DK: ["Lindevej 8", "København", "1800"],
  CH: ["Lindenstrasse 8", "Zürich", "8008"],
  US: ["8 Linden Street", "New York", "10001"],
};

/** Where most who speak a language live, of those languages whose name is not a country's too. */
const homelands: Readonly<Record<string, string>> = { da: "DK", nb: "NO", sv: "SE" };

/**
 * The address of a made-up home in somebody's country: the one of their time zone, else of their language. Null for the country
 * of the documented home, and where neither tells.
 */
export function addressFor({ locale, timezone }: Said): Address | null {
  const [language = "", region = ""] = (locale ?? "").split("-");
  const ofZone = Object.entries(countries).find(([, it]) => it.timezone === timezone)?.[0];
  const code = [ofZone, region.toUpperCase(), homelands[language], language.toUpperCase()].find(
    (it) => it !== undefined && it in countries,
  );
  const known = code === undefined ? undefined : addresses[code];
  if (code === undefined || known === undefined) return null;
  const [address_line1, city, post_code] = known;
  return { address_line1, address_line2: "", city, state: "", post_code, country_code: code };
}

/** Zone, currency and market regions of a country. */
export function countryOf({ country_code: code }: Address): Country {
  return countries[code] ?? elsewhere;
}

/** What of an address is in a JSON value; empty texts for the rest. */
export function addressIn(value: unknown): Address {
  const fields = asRecord(value);
  const text = (name: keyof Address): string => {
    const field = fields[name];
    return typeof field === "string" ? field.trim() : "";
  };
  return {
    address_line1: text("address_line1"),
    address_line2: text("address_line2"),
    city: text("city"),
    state: text("state"),
    post_code: text("post_code"),
    country_code: text("country_code").toUpperCase(),
  };
}

/** Whether ISO 3166-1 has such a country, as far as the runtime knows its name. */
export function isCountry(code: string): boolean {
  return (
    /^[A-Z]{2}$/.test(code) && new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(code) !== undefined
  );
}

/**
 * FlatPeak's code for the first thing wrong with an address as a person typed it, or null. Nothing is ever found in a city
 * called Nowhere.
 */
export function addressFault(address: Address, isZero: boolean): string | null {
  for (const name of ["address_line1", "city", "post_code", "country_code"] as const)
    if (address[name] === "") return `${name}_missing`;
  if (!isCountry(address.country_code)) return "country_code_invalid";
  if (address.city.toLowerCase() === "nowhere") return isZero ? "timezone_not_found" : "geo_location_not_found";
  return null;
}

/**
 * Whether a token's address spares the customer the page. FlatPeak's documentation: Zero takes a city with its country, the
 * release notes of Anode want all of it.
 */
export function isWhole(address: Address, isZero: boolean): boolean {
  if (isZero) return address.city !== "" && isCountry(address.country_code);
  return addressFault(address, isZero) === null;
}
