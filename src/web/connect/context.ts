// What a page of the conversation is shown with: the step, the home as we know it, the language and the day.

import { isZone, wallClock } from "../../core/time.ts";
import { connectWords } from "../../text/connect.ts";
import { mistakeOf } from "./pages/refusals.ts";
import type { JourneyHome, JourneyView, Step } from "../../objects/journey/contract.ts";
import type { Language } from "../../text/language.ts";
import type { Mistake, PageContext } from "./pages/form.ts";

/** What is wrong with a step: what was read in the form, what FlatPeak refused, and that it could not be asked. */
function mistakesOf({ mistakes, refusal, turn }: Step, trouble: JourneyView["trouble"]): readonly Mistake[] {
  return [
    ...mistakes,
    ...(refusal === null ? [] : [mistakeOf(turn.page.route, refusal.code)]),
    ...(trouble === "busy" ? [{ field: null, key: "connect.unavailable.text" } as const] : []),
  ];
}

/** The name of the supplier a customer has; by its id where the page lists it. */
function supplierOf({ supplier, supplierId }: JourneyHome, { turn: { page } }: Step): string | null {
  if (supplier !== null || supplierId === null || page.route !== "provider_select") return supplier;
  return page.providers.find(({ id }) => id === supplierId)?.name ?? null;
}

/** The context of a step, which is the one that is shown or an older one that a form was drawn for. */
export function contextOf(
  { home, trouble }: Pick<JourneyView, "home" | "trouble">,
  step: Step,
  language: Language,
  now: number,
): PageContext {
  const timeZone = isZone(home.timeZone) ? home.timeZone : "UTC";
  return {
    turn: step.turn,
    typed: step.typed === null ? null : new URLSearchParams(step.typed),
    mistakes: mistakesOf(step, trouble),
    home: { ...home, timeZone, supplier: supplierOf(home, step) },
    today: wallClock(now, timeZone).date,
    language,
    words: connectWords(language),
  };
}
