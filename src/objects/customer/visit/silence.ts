// How a customer can have our messages wait or stop, and what must be done before they get them again.

import { languageFor } from "../../../text/language.ts";
import { linkName, waysBackBy } from "../../../core/link/links.ts";
import { ownTariff } from "../../../core/link/own.ts";
import { waysBack } from "../../../core/person/optout.ts";
import { snoozeEnd, snoozingOf } from "../../../core/person/snooze.ts";
import type { LinkSeat } from "../../../core/link/links.ts";
import type { QuietWord } from "../../../core/link/own.ts";
import type { Case, CustomerState } from "../../../core/state.ts";
import type { Silence } from "../contract.ts";
import type { Turns, Workplace } from "../workplace.ts";

/** The link that is asked by, and the case it leads to by now; null once it has ended. */
interface ByLink {
  readonly seat: LinkSeat;
  readonly behind: Case | null;
}

/**
 * The same of a customer at `now` (ms): as the page behind a link may offer it, or as it is where nobody asks by one.
 * `tariffId`: the tariff that is asked about.
 */
export function silenceOf(state: CustomerState, by: ByLink | null, now: number, tariffId: string | null): Silence {
  const behind = by?.behind ?? null;
  const isAlive = behind !== null;
  return {
    language: languageFor(state.contact),
    isAlive,
    waysBack: by === null ? waysBack(state.contact) : waysBackBy(state.contact, isAlive, now),
    snoozing: snoozingOf(state, now),
    own: by === null || behind === null ? null : ownTariff(state, by.seat, behind, tariffId, now),
  };
}

/** A word about one tariff alone. False where the day cannot be chosen: nothing is done then. */
export async function quiet(
  place: Workplace,
  turns: Turns,
  state: CustomerState,
  { seat, tariffId, wish: word }: { readonly seat: LinkSeat; readonly tariffId: string; readonly wish: QuietWord },
): Promise<boolean> {
  const wish = word === null || word === "stopped" ? word : snoozeEnd(state, word.day, turns.now(place.deps));
  if (word !== null && wish === null) return false;
  await turns.apply(place, { type: "tariff_quieted", tariffId, wish, link: linkName(seat) });
  return true;
}

/** No reminder before the morning of a day; null takes that back. False where the day cannot be chosen: nothing is done then. */
export async function snooze(
  place: Workplace,
  turns: Turns,
  state: CustomerState,
  day: string | null,
): Promise<boolean> {
  const until = day === null ? null : snoozeEnd(state, day, turns.now(place.deps));
  if (day !== null && until === null) return false;
  await turns.apply(place, { type: "snoozed", until });
  return true;
}
