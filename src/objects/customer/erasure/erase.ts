// Erases a customer: their own object first, then everybody else's word of them. What breaks off in between is gone on with by the
// alarm, until nobody knows them any more.

import { isStopped } from "../../../core/person/optout.ts";
import { backoff } from "../../../core/message/backoff.ts";
import { HOUR, MINUTE, SECOND } from "../../../core/time.ts";
import { within } from "../../../platform/within.ts";
import { indexAtRest } from "../effects/index-write.ts";
import { PLACES, allNamed } from "../../forgetting.ts";
import { returning } from "../rows/tombstone.ts";
import { added, forgetElsewhere } from "./elsewhere.ts";
import { channelsIn, namesOf, tracesIn } from "./traces.ts";
import type { Alarm } from "../../alarm.ts";
import type { Erasure, Readmission } from "./contract.ts";
import type { Engine } from "../engine.ts";
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

const erasureOf = ({ erasedAt, left, places, counted, channels }: Tombstone): Erasure => ({
  erasedAt,
  left: left === null ? [] : places,
  toAsk: left === null ? 0 : allNamed(left).length,
  counted,
  channels: channels ?? null,
});

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
    channels: channelsIn(store),
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

/** One at a time for each customer: two would count the same twice. */
const underWay = new WeakMap<CustomerStore, Promise<void>>();

/** Goes on with what is left of it, as far as that is done in one go; the alarm goes on from there. */
export function goOn(place: Pick<Workplace, "deps" | "env">, tools: Tools): Promise<void> {
  const known = underWay.get(tools.store);
  if (known !== undefined) return known;
  const going = getOn(place, tools).finally(() => underWay.delete(tools.store));
  underWay.set(tools.store, going);
  return going;
}

async function getOn({ deps, env }: Pick<Workplace, "deps" | "env">, tools: Tools): Promise<void> {
  const { alarm, store, engine } = tools;
  const { tombstone } = store;
  if (tombstone === null || tombstone.left === null) return;
  // What is out may yet tell the others of them: nobody forgets for good before it is back.
  const isAtRest = await within(Promise.all([engine.atRest(), indexAtRest(store)]), AT_REST_MS);
  const did = isAtRest ? await forgetElsewhere(env, deps, { ...tombstone, left: tombstone.left }) : null;
  const { places, homes, left, counted, goesOn } = did ?? { ...tombstone, places: PLACES, counted: {}, goesOn: false };
  const isDone = places.length === 0;
  const tries = goesOn ? 0 : tombstone.tries + 1;
  const now = deps.now();
  const dueAt = goesOn ? now : now + backoff(String(tombstone.erasedAt), tries, AGAIN, null);
  store.bury({
    // A home that stood in for somebody may meanwhile have been erased by name.
    ...(store.tombstone ?? tombstone),
    left: isDone ? null : left,
    homes: isDone ? [] : (homes ?? []),
    places,
    tries,
    dueAt,
    counted: added(tombstone.counted, counted),
  });
  await alarm.set(isDone ? null : dueAt);
}

/** Erases a customer, known or not; or goes on with that. The same answer however often it is asked. */
export async function erase(place: Workplace, tools: Tools, manner: Manner): Promise<Erasure> {
  const { store } = tools;
  const { until, isAlone } = manner;
  const before = store.tombstone;
  if (before === null) await bury(place, tools, manner);
  // A home that stood in for somebody and is erased by name stays so.
  else if (before.until !== null && until === null) store.bury({ ...before, until });
  // Who is erased along with another goes on by themselves: two that waited for each other would never end.
  const isAlong = until !== null || isAlone;
  if (before === null || !isAlong) await goOn(place, tools);
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
