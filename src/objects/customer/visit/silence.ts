// How a customer can have our messages wait or stop, and what must be done before they get them again.

import { languageFor } from "../../../text/language.ts";
import { waysBackBy } from "../../../core/link/links.ts";
import { waysBack } from "../../../core/person/optout.ts";
import { snoozeEnd, snoozingOf } from "../../../core/person/snooze.ts";
import type { CustomerState } from "../../../core/state.ts";
import type { Silence } from "../contract.ts";
import type { Turns, Workplace } from "../workplace.ts";

/** The same of a customer at `now` (ms): as the page behind a link may offer it, or as it is where nobody asks by one. */
export function silenceOf(state: CustomerState, isByLink: boolean, isAlive: boolean, now: number): Silence {
  const ways = isByLink ? waysBackBy(state.contact, isAlive, now) : waysBack(state.contact);
  return { language: languageFor(state.contact), isAlive, waysBack: ways, snoozing: snoozingOf(state, now) };
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
