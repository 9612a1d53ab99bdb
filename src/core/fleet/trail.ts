// What a case leaves for whoever counts over the whole fleet: how its customer was told, and what they did. Written down when it
// happens, since what is known of a customer later may be something else. One rule of the product reads it: a repair is confirmed to whom
// the problem was told.

import { isOpen, withCases } from "../read.ts";
import type { SlotFacts } from "../case/truth.ts";
import type { Trail } from "./facts.ts";
import type { Notification } from "../message/notification.ts";
import type { Case, CustomerState } from "../state.ts";

/** A case with more on its trail. */
export const withTrail = (it: Case, more: Trail): Case => ({ ...it, trail: { ...it.trail, ...more } });

/** A case with the mark that it was tapped at `at` (ms), where that is the first tap since the latest message about it. */
export function withTap(it: Case, at: number): Case {
  const { told } = it;
  const taps = it.trail?.taps ?? [];
  return told === 0 || taps.at(-1)?.told === told ? it : withTrail(it, { taps: [...taps, { told, at }] });
}

/** The cases of a message with the mark that it reached its provider at `at` (ms). */
export function markTold(state: CustomerState, it: Notification, at: number): CustomerState {
  const { channel, rung, language } = it;
  const told = state.cases.filter((c) => it.caseNos.includes(c.no));
  return withCases(
    state,
    told.map((c) =>
      withTrail(c, { toldAt: c.trail?.toldAt ?? at, channel, rung, ...(language === undefined ? {} : { language }) }),
    ),
  );
}

/** The same where it turned out that the message, handed over at `at` (ms), never arrived, and no other one was before it. */
export function unmarkTold(state: CustomerState, it: Notification, at: number): CustomerState {
  const untold = state.cases.filter((c) => it.caseNos.includes(c.no) && c.trail?.toldAt === at);
  return withCases(
    state,
    untold.map((c) => {
      const { toldAt: _, channel: _channel, rung: _rung, language: _language, ...rest } = c.trail ?? {};
      return { ...c, trail: rest };
    }),
  );
}

/** The open cases of a home with the mark that a Connect session ended there at `at` (ms). */
export function markSession(state: CustomerState, locationId: string, at: number): CustomerState {
  const open = state.cases.filter((c) => isOpen(c) && c.locationId === locationId && c.trail?.sessionAt === undefined);
  return withCases(
    state,
    open.map((c) => withTrail(c, { sessionAt: at })),
  );
}

/** A case with the supplier that FlatPeak names for it; the same object where it names none, or the one that is known. */
export function withSupplier(it: Case, facts: SlotFacts | null): Case {
  const supplier = facts?.supplier ?? null;
  return supplier === null || supplier === it.trail?.supplier ? it : withTrail(it, { supplier });
}

/** The same, put into the state where it is news. */
export function noteSupplier(turn: { putCase(it: Case): void }, it: Case, facts: SlotFacts | null): Case {
  const known = withSupplier(it, facts);
  if (known !== it) turn.putCase(known);
  return known;
}
