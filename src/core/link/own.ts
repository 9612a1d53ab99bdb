// One tariff of several, as a customer can have its messages wait or stop by themselves.

import { isOpen, tariffOf } from "../read.ts";
import type { LinkSeat } from "./links.ts";
import type { SlotName } from "../case/truth.ts";
import type { Case, CustomerState } from "../state.ts";
import type { CivilDate } from "../time.ts";

/** What a customer may say of it: no reminder before a day, no message any more, or with null as before. */
export type QuietWord = { readonly day: string } | "stopped" | null;

export interface OwnTariff {
  readonly tariffId: string;
  readonly slot: SlotName;
  /** What the company calls its home; null where it said nothing, or nobody knows the home. */
  readonly label: string | null;
  /** What was asked for and holds: until a day, or for good. */
  readonly quiet: { readonly until: CivilDate } | "stopped" | null;
  /** There is something to be reminded of later. */
  readonly isWorthwhile: boolean;
}

function quietOn(state: CustomerState, tariffId: string, now: number): OwnTariff["quiet"] {
  const { quiet } = tariffOf(state, tariffId);
  if (quiet === null || quiet === "stopped") return quiet;
  return quiet.until > now ? { until: quiet.day } : null;
}

/** A tariff of the customer's by its id; null where nothing is known of it, and it could not be called by a name. */
export function ownOf(state: CustomerState, tariffId: string, now: number): OwnTariff | null {
  const it = state.cases.find((other) => isOpen(other) && other.tariffId === tariffId);
  const facts = tariffOf(state, tariffId).verified?.facts;
  if ((it === undefined && facts === undefined) || it?.invited !== undefined) return null;
  return {
    tariffId,
    slot: facts?.slot ?? it?.slot ?? "unknown",
    label: it === undefined ? null : (state.contact.labels[it.locationId] ?? null),
    quiet: quietOn(state, tariffId, now),
    isWorthwhile: it !== undefined,
  };
}

/** True where the customer has more than this one tariff, as far as we know. */
function isOneOfSeveral(state: CustomerState, { tariffId, slot, locationId }: Case): boolean {
  const isOther = state.cases.some((it) => isOpen(it) && it.tariffId !== tariffId);
  // What stood in the same place before it is no other.
  const isBeside = state.tariffs.some(
    ({ verified }) => verified?.facts.status === "CONNECTED" && verified.facts.slot !== slot,
  );
  return isOther || isBeside || state.locations.some(({ id }) => id !== locationId);
}

/**
 * The tariff that can be silenced by itself behind a link: the one that is asked about, if the link leads to it, else the one that the
 * link stands on, if it is one of several. `behind`: the case that it leads to by now. Links that others see as well tell of none.
 */
export function ownTariff(
  state: CustomerState,
  { purpose }: LinkSeat,
  behind: Case,
  asked: string | null,
  now: number,
): OwnTariff | null {
  if (purpose === "overview") return asked === null ? null : ownOf(state, asked, now);
  if (purpose !== "open" || (asked !== null && asked !== behind.tariffId)) return null;
  const own = ownOf(state, behind.tariffId, now);
  return asked === null && !isOneOfSeveral(state, behind) ? null : own;
}
