// What the company changes of a customer's contact, as the core is told of it.

import type { Input } from "../../../core/step.ts";
import type { Contact } from "../../../core/state.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { Turns, Workplace } from "../workplace.ts";
import type { CompanyWord } from "../contract.ts";

function renamed(known: Contact["labels"], change: NonNullable<CompanyWord["labels"]> | null): Contact["labels"] {
  const all = Object.entries({ ...(change === null ? {} : known), ...change });
  return Object.fromEntries(all.flatMap(([id, label]) => (label === null ? [] : [[id, label]])));
}

/**
 * The inputs that a change comes to, a stop before the rest. Never none: a customer nothing is known of is made by it.
 * `now` is real time (ms).
 */
export function inputsOf(known: Contact, { optedOut, labels, ...contact }: CompanyWord, now: number): readonly Input[] {
  const named = labels === undefined ? {} : { labels: renamed(known.labels, labels) };
  const changed = { ...contact, ...named };
  const rest: Input = { type: "contact_changed", contact: changed, heardAt: now };
  if (optedOut === undefined) return [rest];
  const wish: Input = { type: optedOut ? "opted_out" : "opted_in", by: "company" };
  return Object.keys(changed).length === 0 ? [wish] : [wish, rest];
}

/** Applies a change that the company asks for; on disk when this resolves. */
export async function changeContact(
  place: Workplace,
  store: CustomerStore,
  turns: Turns,
  change: CompanyWord,
): Promise<void> {
  const known = store.load(place.customerId).contact;
  for (const input of inputsOf(known, change, place.deps.now())) await turns.apply(place, input);
  // What is no news leaves no line, and yet the company spoke of them: they are kept on for it.
  const now = place.deps.now() + store.clockOffset();
  if ((store.document?.activeAt ?? now) < now) store.note({ activeAt: now });
}
