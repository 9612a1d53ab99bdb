// What the tests of the energy API share: a home to ask about, and both generations spoken.
import type { Answer } from "../support.ts";
import { TestWorld } from "../support.ts";
import type { Home, Tariff } from "../../../../src/dev/emulator/world.ts";
import { documentedHome } from "../../../../src/dev/emulator/world.ts";

export const home = documentedHome;
export const second = "loc_661677cdc31d91695fd8f341";

export interface PriceEntry {
  valid_from: string;
  valid_to: string;
  price: { value: number; confidence: number };
}

/** A world in which every tariff has one price, and of which the first home has then been changed. */
export function worldWith(change: Partial<Home> = {}, tariff: Partial<Tariff> = {}): TestWorld {
  const t = new TestWorld();
  for (const it of t.world.homes.flatMap(({ tariffs }) => tariffs)) it.structureType = "FIXED";
  const [first] = t.world.homes;
  if (first?.tariffs[0] === undefined) throw new Error("the world has no home");
  Object.assign(first.tariffs[0], tariff);
  Object.assign(first, change);
  return t;
}

/** Zero's question: a query. */
export async function asZero(t: TestWorld, path: string, query: Record<string, string> = {}): Promise<Answer> {
  const search = new URLSearchParams(query).toString();
  return t.asProduct(search === "" ? path : `${path}?${search}`);
}

const versions = { zero: "2024-08-24.zero", anode: "2025-09-14.anode" };

/** A question with a body, in a generation's version. */
export async function send(
  t: TestWorld,
  generation: keyof typeof versions,
  path: string,
  body: unknown = {},
  method: "POST" | "PUT" | "GET" = "POST",
): Promise<Answer> {
  const headers = { "Flatpeak-Version": versions[generation] };
  return method === "GET" ? t.asProduct(path, undefined, { headers }) : t.asProduct(path, body, { method, headers });
}

/** The entries of Anode's prices of a home. */
export async function pricesOf(
  t: TestWorld,
  start_time: string,
  end_time: string,
  more: object = {},
): Promise<PriceEntry[]> {
  return dataOf(await send(t, "anode", `/prices/${home}`, { start_time, end_time, ...more }));
}

/** The entries of an answer; throws where it is none. */
export function dataOf<Entry>({ status, text, json }: Answer): Entry[] {
  const data = json?.["data"];
  if (status !== 200 || !Array.isArray(data)) throw new Error(text);
  return data as Entry[];
}

export const hoursOf = (entries: readonly { valid_from: string; valid_to: string }[]): number =>
  entries.reduce((sum, it) => sum + (Date.parse(it.valid_to) - Date.parse(it.valid_from)) / 3_600_000, 0);

/** The dotted names of all fields of a body, those of a list's entries once. */
export function fieldsOf(body: unknown): string[] {
  const names = (value: unknown, before: string): string[] => {
    if (Array.isArray(value)) return value.slice(0, 1).flatMap((it) => names(it, `${before}[]`));
    if (typeof value !== "object" || value === null) return [before];
    return Object.entries(value).flatMap(([name, it]) => names(it, before === "" ? name : `${before}.${name}`));
  };
  return names(body, "").toSorted();
}
