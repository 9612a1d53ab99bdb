// The suppliers a customer can choose from in the emulated Connect, and their published tariffs. Only the first is a name
// from FlatPeak's documentation.
import type { Plan } from "./plan.ts";
import { dayAndNight } from "./plan.ts";

export type ConnectionType = "DIRECT" | "LIBRARY" | "MARKET" | "MANUAL";

export interface Supplier {
  id: string;
  display_name: string;
  logo_url: string;
}

export interface Choice {
  provider: Supplier;
  /** The best way to read this supplier. */
  connectionType: ConnectionType;
  /** Whether its tariffs are published, so that one can be chosen where it cannot be read directly. */
  isListed: boolean;
  serves: "everybody" | "businesses";
  /** The host of its sign-in page, as FlatPeak names them. */
  slug: string;
}

/** A tariff that a supplier publishes. */
export interface LibraryTariff {
  id: string;
  name: string;
  /** May be empty, as in FlatPeak's lists. */
  description: string;
  plan: Plan;
}

/** A small square picture with the provider's initial, as a data URL: logos must not need a network. */
function logo(name: string, colour: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="10" fill="${colour}"/><text x="20" y="27" font-family="sans-serif" font-size="19" font-weight="600" fill="white" text-anchor="middle">${name.slice(0, 1)}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

type Row = readonly [
  end: string,
  name: string,
  colour: string,
  best: ConnectionType,
  isListed: boolean,
  serves: Choice["serves"],
];

const rows: readonly Row[] = [
  ["1", "British Gas", "#1b4f9c", "DIRECT", true, "everybody"],
  ["2", "Harbour Power", "#0f766e", "DIRECT", false, "everybody"],
  ["3", "Meadow Electric", "#4d7c0f", "LIBRARY", true, "everybody"],
  ["4", "Northwind Energy", "#7c3aed", "LIBRARY", true, "everybody"],
  ["5", "Tideway Spot", "#b45309", "MARKET", false, "everybody"],
  ["6", "Foundry Business Power", "#475569", "LIBRARY", true, "businesses"],
];

/** Everyone whom a customer can choose in the emulated Connect. */
export const suppliers: Choice[] = rows.map(([end, name, colour, connectionType, isListed, serves]) => ({
  provider: { id: `prv_5f7b2c11d09a4e6688c0a00${end}`, display_name: name, logo_url: logo(name, colour) },
  connectionType,
  isListed,
  serves,
  slug: name.toLowerCase().replaceAll(" ", "-"),
}));

/** The suppliers of one kind of address: shops and offices have some that homes have not. */
export function suppliersFor(addressType: "RESIDENTIAL" | "COMMERCIAL"): Choice[] {
  return suppliers.filter(({ serves }) => serves === "everybody" || addressType === "COMMERCIAL");
}

/** The tariffs a supplier publishes, the usual one first; `region` is the market's of the last one. */
export function libraryOf({ provider }: Choice, region: string): LibraryTariff[] {
  const end = provider.id.slice(-1);
  const named = (digit: number, kind: string, description: string, plan: Plan): LibraryTariff => {
    const name = `${provider.display_name} ${kind}`;
    return { id: `trt_5f7b2c11d09a4e6688c0b0${digit}${end}`, name, description, plan };
  };
  return [
    named(1, "Fixed", "One price, day and night, for a year.", { structure: "FIXED", cost: 0.2486 }),
    named(2, "Day and Night", "Cheaper from midnight to seven.", dayAndNight(0.1475, 0.3012)),
    named(3, "Tracker", "", { structure: "MARKET", fixed: 0.045, percentage: 5, region, isDynamic: true }),
    named(4, "Steps", "Cheaper beyond 300 kWh a month.", { structure: "FIXED", cost: 0.2612, isTiered: true }),
  ];
}
