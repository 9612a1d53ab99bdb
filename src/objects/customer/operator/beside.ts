// What stands in a customer's storage beside the state, and must be there again after it was put back: which events were heeded, what the
// customer said and when, who was invited how, and who else knows them by an object of its own.

import { CONSENTS, EVENTS, INVITATION, INVITED, consentKey, eventKey } from "../rows/keys.ts";
import type { Beside } from "./order.ts";
import type { KeptEvent } from "../rows/kept-event.ts";
import type { CustomerStore } from "../rows/store.ts";

const isHeeded = ({ said }: KeptEvent): boolean => said.some(({ what }) => what !== "silent");

/** What stands beside the state since an instant: in real time, `at` (ms), and on the customer's clock, `to`. */
export function besideIn({ document, keys }: CustomerStore, { at, to }: { at: number; to: number }): Beside {
  const events = keys.values(EVENTS).filter((it) => it.receivedAt >= at && isHeeded(it));
  return {
    // Known by their ids alone, as those are whose bodies were forgotten.
    events: events.map((it) => ({ ...it, body: "", source: "copy" })),
    consents: keys.values(CONSENTS).filter((it) => it.at >= to),
    invitation: keys.get(INVITATION),
    invited: [...keys.below(INVITED)].map(([key]) => key),
    numbers: document?.numbers ?? [],
    journeys: document?.journeys ?? [],
  };
}

/** Puts it there again. To be called in a transaction, behind what keeps the state. */
export function putBeside(store: CustomerStore, beside: Beside): void {
  const { document, keys } = store;
  if (document === null) return;
  for (const it of beside.events) if (keys.get(eventKey(it.id)) === null) keys.put(eventKey(it.id), it);
  const known = new Set(keys.values(CONSENTS).map((it) => JSON.stringify(it)));
  const consents = beside.consents.filter((it) => !known.has(JSON.stringify(it)));
  for (const [nth, it] of consents.entries()) keys.put(consentKey(document.consentRows + nth + 1), it);
  if (beside.invitation !== null) keys.put(INVITATION, beside.invitation);
  for (const it of beside.invited) keys.put<true>(it, true);
  const names = new Set(beside.journeys.map(({ name }) => name));
  store.note({
    consentRows: document.consentRows + consents.length,
    numbers: [...new Set([...document.numbers, ...beside.numbers])],
    journeys: [...document.journeys.filter(({ name }) => !names.has(name)), ...beside.journeys],
  });
}
