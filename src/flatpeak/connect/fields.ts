// Single values of FlatPeak's Connect pages, each read by itself: what is odd is left out and takes nothing else away. All of
// them are bounded, since whatever FlatPeak sends is kept and drawn.

import { endDateIn } from "../truth/end-date.ts";
import { fieldsOf, textOf } from "../truth/facts.ts";
import type { Hours, PostalAddress, Price, Provider } from "./page.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** Longer than any name, and short enough to be drawn. */
const MAX_TEXT = 300;
/** Longer than any address of a picture on the web. */
const MAX_URL = 2_000;
/** A picture that is carried along. */
const MAX_PICTURE = 20_000;
/** A day in quarters of an hour, when clocks go back. */
const MAX_PERIODS = 100;

/** A list; empty where it is none. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A text of at most `max` characters, without blanks around it; null where it is empty, or none. */
export function shortText(value: unknown, max = MAX_TEXT): string | null {
  const text = textOf(typeof value === "number" ? String(value) : value);
  return text === null || text.length <= max ? text : Array.from(text.slice(0, max)).slice(0, -1).join("");
}

/** A name that FlatPeak is to be told again: what is too long to be kept whole is none. */
export const idText = (value: unknown): string | null => {
  const text = textOf(value);
  return text === null || text.length > MAX_TEXT ? null : text;
};

/** A number, also where it is written as a text; null where it is none. */
export function numberOf(value: unknown): number | null {
  const text = typeof value === "string" ? value.trim().replace(",", ".") : value;
  const read = typeof text === "string" && /^[+-]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
  return typeof read === "number" && Number.isFinite(read) ? read : null;
}

/** `true`, and a text that says so. */
export const isTrue = (value: unknown): boolean => value === true || value === "true";

/** The three letters of a currency (ISO 4217). */
export function currencyOf(value: unknown): string | null {
  const code = textOf(value)?.toUpperCase() ?? "";
  return /^[A-Z]{3}$/.test(code) ? code : null;
}

/** The address of a picture that may be shown; null for anything else. */
function pictureOf(value: unknown): string | null {
  const url = textOf(value);
  if (url === null) return null;
  if (/^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/i.test(url)) return url.length <= MAX_PICTURE ? url : null;
  if (url.length > MAX_URL || !URL.canParse(url)) return null;
  const { protocol, username, password, href } = new URL(url);
  return protocol === "https:" && username === "" && password === "" ? href : null;
}

/** A supplier; null where nothing of it is known. */
export function providerOf(value: unknown): Provider | null {
  const fields = fieldsOf(value);
  const provider = {
    id: idText(fields["id"]),
    name: shortText(fields["display_name"] ?? fields["name"] ?? fields["provider_name"]),
    logoUrl: pictureOf(fields["logo_url"]),
  };
  return provider.id === null && provider.name === null ? null : provider;
}

/** An address, empty texts where FlatPeak knows nothing. */
export function addressOf(value: unknown): PostalAddress {
  const fields = fieldsOf(value);
  const text = (name: string): string => shortText(fields[name]) ?? "";
  const country = text("country_code").toUpperCase();
  return {
    addressLine1: text("address_line1"),
    addressLine2: text("address_line2"),
    city: text("city"),
    state: text("state"),
    postCode: text("post_code"),
    countryCode: /^[A-Z]{2}$/.test(country) ? country : "",
  };
}

/** `HH:MM` of what FlatPeak writes as `HH:MM:SS`; midnight at the end of a day is the one at its beginning. */
function clockOf(value: unknown): string | null {
  const [, hour, minute] = /^([01]\d|2[0-4]):([0-5]\d)(?::\d{2})?$/.exec(textOf(value) ?? "") ?? [];
  if (hour === undefined || minute === undefined || (hour === "24" && minute !== "00")) return null;
  return hour === "24" ? "00:00" : `${hour}:${minute}`;
}

/** The periods of a day with their prices; one without times is left out. */
export const hoursOf = (value: unknown): readonly Hours[] =>
  listOf(value)
    .slice(0, MAX_PERIODS)
    .flatMap((it) => {
      const fields = fieldsOf(it);
      const [from, to] = [clockOf(fields["valid_from"]), clockOf(fields["valid_to"])];
      return from === null || to === null ? [] : { from, to, cost: numberOf(fields["cost"]) };
    });

/** The same names that FlatPeak's pages, notes and own client write a price by. */
function priceOf(entry: Fields): { readonly cost: number | null; readonly confidence: number | null } {
  for (const container of [fieldsOf(entry["price"]), fieldsOf(entry["tariff"]), entry]) {
    const cost = numberOf(container["cost"] ?? container["value"] ?? container["rate"]);
    if (cost !== null) return { cost, confidence: numberOf(container["confidence"]) };
  }
  return { cost: null, confidence: null };
}

/** The prices of a day; one that cannot be read is left out. */
export const pricesOf = (value: unknown): readonly Price[] =>
  listOf(value)
    .slice(0, 2 * MAX_PERIODS)
    .flatMap((it) => {
      const entry = fieldsOf(it);
      const [from, to] = [shortText(entry["valid_from"], 40), shortText(entry["valid_to"], 40)];
      const { cost, confidence } = priceOf(entry);
      return from === null || to === null || cost === null ? [] : { from, to, cost, confidence };
    });

/** A day as `YYYY-MM-DD`: the day FlatPeak names, or the one an instant falls on at the home. Null where there is none. */
export const dayOf = (value: unknown, zone: string | null): string | null => endDateIn(value, zone ?? "").date;
