// What the answers of the energy API have in common.
import { countryOf, documentedAddress } from "../connect/places.ts";
import type { WireError } from "../wire-error.ts";
import type { Home } from "../world.ts";
import type { Generation, Window } from "./question.ts";
import { refusal } from "./question.ts";
import type { Direction } from "./records.ts";
import { type Source, sourceOf } from "./tariff.ts";
import { written } from "./zone.ts";

/** A question about one home. */
export interface Call {
  home: Home;
  generation: Generation;
  accountId: string;
  /** World time in milliseconds. */
  now: number;
}

/** Which generation speaks: `2024-08-24.zero`, and its form without a word; all else is today's. */
export function generationOf(version: string): Generation {
  if (version.endsWith(".zero")) return "zero";
  return /^\d{4}-\d\d-\d\d$/.test(version) && version < "2025" ? "zero" : "anode";
}

export function head({ home }: Call, id: string, object: string): object {
  const place = { location_id: home.id, location_timezone: home.timezone, currency_code: currencyOf(home) };
  return { id, object, live_mode: false, ...place };
}

export function tail({ now, accountId }: Call): object {
  return { time_created: written(now, 0), account_id: accountId };
}

/** ISO 4217. */
export function currencyOf(home: Home): string {
  return countryOf(home.address ?? documentedAddress).currency;
}

/** Two instants under their names. */
export function span({ from, to, offset }: Window, fromName: string, toName: string): Record<string, string> {
  return { [fromName]: written(from, offset), [toName]: written(to, offset) };
}

const reasons = {
  no_tariff_connected: "No tariff is connected for this location and direction",
  pending_connect: "The tariff is being connected",
  no_price_data: "Prices could not be obtained",
};

/** What a home's price is made of, or FlatPeak's refusal where it has none. */
export function pricedSource(home: Home, direction: Direction): Source | WireError {
  const source = sourceOf(home, direction);
  return typeof source === "string" ? refusal(source, reasons[source], 422) : source;
}

/** Whether something that was asked for is a refusal. */
export function isRefusal(answer: object): answer is WireError {
  return "status" in answer;
}
