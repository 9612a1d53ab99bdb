// Whether what somebody was invited to has come about: FlatPeak is asked for the sessions that the invitation began. Told to the core
// as the truth of a home, so that everything that holds for a repair holds for a first connection.

import { SETTLING_MS } from "../../../core/policy.ts";
import { introduce } from "./person.ts";
import { INVITATION } from "../rows/keys.ts";
import { closed } from "./record.ts";
import type { ProbeAnswer, SlotStatus } from "../../../core/case/truth.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { Workplace } from "../workplace.ts";
import type { BegunSession, Invitation } from "./record.ts";

const answerOf = (id: string, status: SlotStatus): ProbeAnswer => ({
  kind: "status",
  timezone: null,
  slots: [{ slot: "unknown", status, connectionType: null, tariffId: id, contractEndDate: null }],
});

/** Keeps the home that was connected, and nothing that nobody needs any more. */
function complete(store: CustomerStore, now: number, locationId: string): void {
  const it = store.keys.get(INVITATION);
  if (it !== null) store.keys.put(INVITATION, closed({ ...it, completedAt: now, locationId }));
}

/**
 * What it says of a session that it has this home: of one that was there before, the home alone says nothing. FlatPeak's own answer
 * goes before an event that may be older.
 */
const isConnected = ({ session }: Invitation, { hasEnded }: BegunSession, isFinished: boolean | null): boolean =>
  isFinished ??
  (hasEnded === true || (session.location_id ?? session.location_reference_id ?? session.tariff_id) === undefined);

/** Whose home it is by now is to know of the invitation that led there: it is forgotten with them. */
async function tellOwner(place: Workplace, locationId: string): Promise<void> {
  try {
    const home = await place.deps.flatpeak.customerOf(locationId);
    const owner = home.kind === "known" ? home.customerId : null;
    if (owner !== null) await introduce(place, place.customerId, owner);
  } catch (error) {
    // Nobody waits for it, and what they were invited to has come about.
    place.deps.log.error("owner_not_told_of_invitation", error);
  }
}

/**
 * Asks; `now` on the customer's clock (ms). While FlatPeak cannot be asked nobody can tell, and nobody is reminded of what they may
 * have done.
 */
export async function askSessions(place: Workplace, store: CustomerStore, now: number): Promise<ProbeAnswer> {
  const { deps, customerId } = place;
  const it = store.keys.get(INVITATION);
  if (it === null) return answerOf(customerId, "ERROR");
  if (it.completedAt !== null) return answerOf(customerId, "CONNECTED");
  let isProcessed = false;
  for (const session of it.tokens) {
    const answer = await deps.flatpeak.locationOfSession(session.token);
    if (answer.kind === "unavailable") {
      if (answer.why === undefined)
        return { kind: "unavailable", why: "a session cannot be asked for", retryAfter: null };
      isProcessed ||= answer.why === "processed";
    } else if (answer.locationId !== null && isConnected(it, session, answer.isFinished ?? null)) {
      complete(store, now, answer.locationId);
      await tellOwner(place, answer.locationId);
      return answerOf(customerId, "CONNECTED");
    }
  }
  // It has ended, and this was the last time that anybody asked.
  const standing = store.load(customerId).cases.map(({ tappedAt }) => (tappedAt ?? 0) + SETTLING_MS);
  if (now >= Math.max(it.expiresAt, ...standing) && !isProcessed)
    store.keys.put(INVITATION, closed(store.keys.get(INVITATION) ?? it));
  return answerOf(customerId, isProcessed ? "PENDING" : "ERROR");
}
