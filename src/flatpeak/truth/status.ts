// Present truth from FlatPeak: the status of a location; where that cannot be had, the location itself and its tariffs.

import { isZone } from "../../core/time.ts";
import { PENDING, fieldsOf, readElement, readElements, readSlots, textOf } from "./facts.ts";
import type { ProbeAnswer, SlotFacts } from "../../core/case/truth.ts";
import { readCustomer } from "../ids.ts";
import type { Answer, Client } from "../client.ts";
import type { ReadId } from "../ids.ts";

const BUDGET_MS = 8_000;
/** Per call, where the tariffs of a location have to be read one by one; together within the lease of a probe. */
const TARIFF_BUDGET_MS = 3_000;
/** FlatPeak's documentation names the first for Zero and the second for later versions. */
const TARIFF_PATHS = ["/tariffs/elements", "/tariffs"] as const;
/** A home has one tariff per slot, or a few. */
const MAX_TARIFFS = 8;

/** What a location object tells of the home: its zone, null where that is absent or none, and whose it is. */
export function readLocation(body: unknown): { readonly timezone: string | null; readonly owner: ReadId } {
  const fields = fieldsOf(body);
  const zone = textOf(fields["timezone"]);
  return { timezone: zone !== null && isZone(zone) ? zone : null, owner: readCustomer(fields) };
}

/** The same in the words of an answer. */
function homeIn(body: unknown): { readonly timezone: string | null; readonly owner?: string | null } {
  const { timezone, owner } = readLocation(body);
  switch (owner.kind) {
    case "id":
      return { timezone, owner: owner.id };
    case "absent":
      return { timezone, owner: null };
    case "unreadable":
      return { timezone };
  }
}

/** `GET /locations/{id}`. */
export const getLocation = (client: Client, locationId: string): Promise<Answer> =>
  client.call("GET", `/locations/${encodeURIComponent(locationId)}`, BUDGET_MS);

/** The locations of `GET /customers/{id}`; none where FlatPeak knows no such customer, null where it cannot tell. */
export async function locationsOf(client: Client, customerId: string): Promise<readonly string[] | null> {
  if (!customerId.startsWith("cus_")) return [];
  const answer = await client.call("GET", `/customers/${encodeURIComponent(customerId)}`, BUDGET_MS);
  if (answer.kind === "not_found") return [];
  const { locations } = fieldsOf(answer.kind === "ok" ? answer.body : null);
  return Array.isArray(locations) ? locations.flatMap((it: unknown) => textOf(it) ?? []) : null;
}

/** `GET` of one tariff, by whichever of its documented paths answers; null where none does. */
async function readTariff(client: Client, tariffId: string, zone: string): Promise<SlotFacts | null> {
  for (const path of TARIFF_PATHS) {
    const answer = await client.call("GET", `${path}/${encodeURIComponent(tariffId)}`, TARIFF_BUDGET_MS);
    if (answer.kind === "unavailable") return null;
    if (answer.kind !== "ok") continue;
    const facts = readElement(answer.body, zone);
    if (facts.tariffId === tariffId) return facts;
  }
  return null;
}

/**
 * What the location's own words for its slots tell of a tariff that says nothing of itself. Where its slot is not known
 * either, only words that are the same for all slots in use can speak of it.
 */
function fromWords(facts: SlotFacts, words: readonly SlotFacts[]): SlotFacts {
  const own = words.find((it) => it.slot === facts.slot && it.slot !== "unknown");
  const used = words.filter(({ status }) => status !== "NOT_CONNECTED" && status !== "NOT_SUPPORTED");
  const all = new Set(used.map(({ status }) => status));
  const [shared = "UNKNOWN", ...others] = all;
  return { ...facts, status: own?.status ?? (others.length === 0 ? shared : "UNKNOWN") };
}

/**
 * The tariffs of a location object: objects tell for themselves; bare ids are looked up one by one, and what those lookups
 * leave open is told by the location's `tariff_status`. Null where the location tells nothing at all.
 */
async function tariffsAt(client: Client, body: unknown, zone: string): Promise<readonly SlotFacts[] | null> {
  const words = readSlots(body, zone) ?? [];
  const elements = readElements(body, zone);
  let lookups = 0;
  const tariffs = await Promise.all(
    elements.map(async (it) => {
      const isBare = it.status === "UNKNOWN" && it.tariffId !== null && lookups < MAX_TARIFFS;
      if (!isBare || it.tariffId === null) return it;
      lookups += 1;
      const own = await readTariff(client, it.tariffId, zone);
      // An element that is an object has told of its slot and end date; only its status was missing.
      const known = own === null ? it : it.slot === "unknown" ? own : { ...it, status: own.status };
      return known.status === "UNKNOWN" ? fromWords(known, words) : known;
    }),
  );
  const slots = new Set(tariffs.map(({ slot }) => slot));
  const all = [...tariffs, ...words.filter(({ slot }) => !slots.has(slot))];
  return all.length === 0 ? null : all;
}

/**
 * Asks FlatPeak what is true of a location now; with `wantHome`, of the home itself as well. Dates are read in that zone, else in
 * `zone`.
 */
export async function probe(client: Client, locationId: string, wantHome: boolean, zone = "UTC"): Promise<ProbeAnswer> {
  const status = await client.call("GET", `/locations/${encodeURIComponent(locationId)}/status`, BUDGET_MS);
  if (status.kind === "unavailable") return status;
  const slotsIn = (where: string): readonly SlotFacts[] => {
    if (status.kind === "refused" && status.scope === "not_yet") return [PENDING];
    return (status.kind === "ok" ? readSlots(status.body, where) : null) ?? [];
  };
  const slots = slotsIn(zone);
  if (slots.length > 0 && !wantHome) return { kind: "status", slots, timezone: null };

  // Where the status cannot be had the location itself may tell, and only it can say that it is gone.
  const location = await getLocation(client, locationId);
  if (location.kind === "unavailable") return location;
  if (slots.length > 0) {
    const home = location.kind === "ok" ? homeIn(location.body) : { timezone: null };
    return { kind: "status", slots: home.timezone === null ? slots : slotsIn(home.timezone), ...home };
  }
  if (location.kind === "not_found") return { kind: "gone" };
  if (location.kind !== "ok") {
    return { kind: "unavailable", why: `FlatPeak answered ${location.status} for a location`, retryAfter: null };
  }
  const home = homeIn(location.body);
  const tariffs = await tariffsAt(client, location.body, home.timezone ?? zone);
  return tariffs === null ? { kind: "untold", ...home } : { kind: "status", slots: tariffs, ...home };
}
