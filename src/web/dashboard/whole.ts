// An export that comes in parts, put together: a file with the first of them alone would pass for all there is.

import { Problem } from "../operator/route.ts";
import type { AnswerOf } from "../operator/shapes/call.ts";
import type { exportCustomer } from "../operator/shapes/privacy.ts";

export type Part = AnswerOf<typeof exportCustomer>;

/** What grows from part to part: every list there is, or this is no list of them. */
type Lists = { readonly [Name in keyof Part as Part[Name] extends readonly unknown[] ? Name : never]: Part[Name] };

/** Two parts that follow each other as one. What is no list stands in the first. */
function joined(one: Part, next: Part): Part {
  const lists: Lists = {
    stand_ins: [...one.stand_ins, ...next.stand_ins],
    invitations: [...one.invitations, ...next.invitations],
    homes: [...one.homes, ...next.homes],
    numbers: [...one.numbers, ...next.numbers],
    journeys: [...one.journeys, ...next.journeys],
    suppliers: [...one.suppliers, ...next.suppliers],
    quarantine: [...one.quarantine, ...next.quarantine],
    put_aside: [...one.put_aside, ...next.put_aside],
    index: [...one.index, ...next.index],
  };
  return { ...one, ...lists, next_cursor: next.next_cursor };
}

/**
 * All parts as one. `ask` is handed the cursor of a part, null for the first. What goes wrong with one of them is the answer: a file
 * with a gap is none.
 */
export async function wholeOf(ask: (cursor: string | null) => Promise<Part | Problem>): Promise<Part | Problem> {
  let whole = await ask(null);
  while (!(whole instanceof Problem) && whole.next_cursor !== null) {
    const next = await ask(whole.next_cursor);
    whole = next instanceof Problem ? next : joined(whole, next);
  }
  return whole;
}
