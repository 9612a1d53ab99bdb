// Erases a customer: their own object first, then everybody else's word of them. What breaks off in between is gone on with by the
// alarm, until nobody knows them any more.

import { isStopped } from "../../../core/person/optout.ts";
import { backoff } from "../../../core/message/backoff.ts";
import { HOUR, MINUTE, SECOND } from "../../../core/time.ts";
import { within } from "../../../platform/within.ts";
import { PLACES } from "../../forgetting.ts";
import { returning } from "../rows/tombstone.ts";
import { forgetElsewhere } from "./elsewhere.ts";
import { namesOf, tracesIn } from "./traces.ts";
import type { Alarm } from "../../alarm.ts";
import type { Erasure, Readmission } from "./contract.ts";
import type { Engine } from "../engine.ts";
import type { Counted, Place } from "../../forgetting.ts";
import type { Tombstone } from "../rows/tombstone.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { Workplace } from "../workplace.ts";

/** Calls that were out when the customer was erased are over by then, or their time limit is. */
const AT_REST_MS = 20 * SECOND;
const AGAIN = { base: MINUTE, cap: HOUR };
/** Somebody to whom something happens without pause is erased as they were a moment ago. */
const MAX_LOOKS = 10;

/** What is needed to erase. */
export interface Tools {
  readonly alarm: Alarm;
  readonly store: CustomerStore;
  readonly engine: Engine;
  /** Is told when the customer is gone. */
  readonly onBuried: () => void;
}

/** How somebody is erased. */
export interface Manner {
  /** See `Tombstone`. */
  readonly until: number | null;
  /** Whoever belongs to them is seen to by who asked for it. */
  readonly isAlone: boolean;
}

const erasureOf = ({ erasedAt, left, places, counted }: Tombstone): Erasure => ({
  erasedAt,
  left: left === null ? [] : places,
  counted,
});

/** What is deleted is counted anew by each try; who was asked, once. */
const ADDS_UP: readonly Place[] = ["quarantine", "put_aside", "desks"];

function added(one: Counted, other: Counted): Counted {
  const known = PLACES.filter((it) => one[it] !== undefined || other[it] !== undefined);
  const countOf = (it: Place): number => {
    const [before, now] = [one[it] ?? 0, other[it] ?? 0];
    return ADDS_UP.includes(it) ? before + now : Math.max(before, now);
  };
  return Object.fromEntries(known.map((it) => [it, countOf(it)]));
}

/** Puts the tombstone where the customer was; with it stands the alarm that has the others forget. */
async function bury(
  { deps, customerId }: Workplace,
  { alarm, store, onBuried }: Tools,
  { until, isAlone }: Manner,
): Promise<void> {
  const { keys } = deps.config.link;
  let seen = store.document;
  let names = await namesOf(customerId, seen, keys);
  for (let looks = 1; store.document !== seen && looks < MAX_LOOKS; looks++) {
    seen = store.document;
    names = await namesOf(customerId, seen, keys);
  }
  // Somebody else was faster.
  if (store.tombstone !== null) return;
  const state = store.load(customerId);
  const now = deps.now();
  const left = tracesIn(store, customerId, names);
  store.bury({
    erasedAt: now,
    until,
    lastCaseNo: state.lastCaseNo,
    lastNotificationNo: state.lastNotificationNo,
    linkEpoch: state.contact.linkEpoch,
    isStopped: isStopped(state.contact),
    left: isAlone ? { ...left, invitations: [] } : left,
    places: [],
    tries: 0,
    dueAt: now + AGAIN.base,
    counted: {},
  });
  onBuried();
  deps.contactLookup?.forget(customerId);
  await alarm.set(now + AGAIN.base);
}

/** Goes on with what is left of it. */
export async function goOn({ deps, env }: Pick<Workplace, "deps" | "env">, tools: Tools): Promise<void> {
  const { alarm, store, engine } = tools;
  const before = store.tombstone;
  if (before === null || before.left === null) return;
  const isAtRest = await within(engine.atRest(), AT_REST_MS);
  const { counted, failed } = await forgetElsewhere(env, deps, before.left, before.erasedAt);
  const places: readonly Place[] = isAtRest ? failed : ["deliveries", ...failed];
  // Another call may have gone on with it as well, and have come to its end.
  const after = store.tombstone;
  if (after === null || after.left === null || after.erasedAt !== before.erasedAt) return;
  const tries = after.tries + 1;
  const dueAt = deps.now() + backoff(String(after.erasedAt), tries, AGAIN, null);
  const isDone = places.length === 0;
  const left = isDone ? null : after.left;
  store.bury({ ...after, left, places, tries, dueAt, counted: added(after.counted, counted) });
  await alarm.set(isDone ? null : dueAt);
}

/** Erases a customer, known or not; or goes on with that. The same answer however often it is asked. */
export async function erase(place: Workplace, tools: Tools, manner: Manner): Promise<Erasure> {
  const { store } = tools;
  const { until } = manner;
  if (store.tombstone === null) await bury(place, tools, manner);
  const known = store.tombstone;
  // A home that stood in for somebody and is erased by name stays so.
  if (known !== null && known.until !== null && until === null) store.bury({ ...known, until });
  await goOn(place, tools);
  const after = store.tombstone;
  if (after === null) throw new Error("a customer was let back in while they were erased");
  return erasureOf(after);
}

/**
 * Lets somebody back in who was erased: as somebody new, but for the numbers and links, which are not given out again, and for a stop,
 * which stands until the company takes it back.
 */
export async function readmit(place: Workplace, tools: Tools): Promise<Readmission> {
  const { store, engine } = tools;
  await goOn(place, tools);
  const { tombstone } = store;
  if (tombstone === null) return "not_erased";
  if (tombstone.left !== null) return "erasing";
  store.raise(returning(place.customerId, tombstone, place.deps.now()));
  if (tombstone.isStopped) await engine.apply(place, { type: "opted_out", by: "company" });
  return "readmitted";
}
