// A customer's storage is put back to an earlier instant, in three calls: what must not be undone is read and everything held, the
// storage is put back, which ends the object, and what was read is put beside what is there again. Who calls keeps it in between.

import { TRUTH_FRESH_MS } from "../../../core/policy.ts";
import { besideIn, putBeside } from "./beside.ts";
import { restored, withoutMeanwhile } from "../../../core/person/restored.ts";
import { REWIND_MS, bookmarkAt, rewindTo } from "../../../platform/rewind.ts";
import { parseEvent, toCoreEvent } from "../../../flatpeak/event/read.ts";
import { receive } from "../receive.ts";
import { indexedOf } from "./indexed.ts";
import { newestFirst } from "../rows/past.ts";
import { soonestOf } from "../rows/retention.ts";
import { DOCUMENT, EVENTS, eventKey } from "../rows/keys.ts";
import { tombstoneIn } from "../rows/tombstone.ts";
import type { Tools } from "../erasure/erase.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { Workplace } from "../workplace.ts";
import type { KeptEvent } from "../rows/kept-event.ts";
import type { Kept, RestoreOrder, RestorePrepared, Rewound } from "./order.ts";

/** Stands on disk from when it was prepared, and is gone once storage was put back. */
const MARK = "restoring";
/** Says which order was the last that was finished. */
const FINISHED = "restored";
/** Longer than an answer of FlatPeak's counts for: whoever wakes before they are held has to ask first, and is held by then. */
const LEAST_MS = 2 * TRUTH_FRESH_MS;

type Birth = { readonly kind: "made"; readonly at: number } | { readonly kind: "erased" | "unknown" | "unreadable" };

/** When what is known now began, read without understanding it: newer code may have written it, and broken it. */
function birthOf({ keys }: CustomerStore): Birth {
  const text = keys.text(DOCUMENT);
  if (text === null) return { kind: "unknown" };
  if (tombstoneIn(text) !== null) return { kind: "erased" };
  const found = /^\{.*?"madeAt":(\d+)/.exec(text)?.[1];
  return found === undefined ? { kind: "unreadable" } : { kind: "made", at: Number(found) };
}

/** Of a list with the newest first, the newest of each number. */
const newestOf = <T extends { readonly no: number }>(all: readonly T[]): readonly T[] => [
  ...new Map(all.toReversed().map((it) => [it.no, it])).values(),
];

/** What happened since an instant (real time, ms); null where it cannot be read. */
function sinceOf(store: CustomerStore, { deps, customerId }: Workplace, at: number): Kept | null {
  try {
    const to = at + store.clockOffset();
    const { document, keys } = store;
    if (document === null) return null;
    const rows = [...newestFirst(document.recent, keys)];
    const cases = rows.flatMap((row) => row.cases.filter(({ end }) => (end?.at ?? 0) >= to));
    const notifications = rows.flatMap((row) => row.notifications.filter(({ settledAt }) => (settledAt ?? 0) >= to));
    return {
      state: store.load(customerId),
      ended: { cases: newestOf(cases), notifications: newestOf(notifications) },
      beside: {
        ...besideIn(store, { at, to }),
        journal: rows.flatMap((row) => row.journal.filter((it) => it.at >= to)).toSorted((a, b) => a.at - b.at),
      },
    };
  } catch (error) {
    deps.log.error("restore_without_since", error);
    return null;
  }
}

/** Holds everything, and gives what must not be undone by going back to `at` (ms, real time). */
export async function prepareRestore(
  ctx: DurableObjectState,
  place: Workplace,
  { store, engine }: Tools,
  at: number,
): Promise<RestorePrepared> {
  const now = place.deps.now();
  if (at > now - LEAST_MS || at < now - REWIND_MS) return { kind: "out_of_reach" };
  const birth = birthOf(store);
  if (birth.kind !== "made") return { kind: birth.kind };
  if (at < birth.at) return { kind: "not_yet_known" };
  if ((await bookmarkAt(ctx.storage, at, place.deps.log)) === null) return { kind: "no_history" };
  const isReadable = sinceOf(store, place, now) !== null;
  if (isReadable) await engine.apply(place, { type: "messages_held" });
  // What is out comes back first, so that what was told is known.
  await engine.atRest();
  // Somebody who was erased while that was waited for, or let back in, must not be put back to before it.
  const still = birthOf(store);
  if (still.kind !== "made") return { kind: still.kind };
  if (at < still.at) return { kind: "not_yet_known" };
  store.keys.putText(MARK, String(at));
  return { kind: "ready", since: isReadable ? sinceOf(store, place, at) : null };
}

/**
 * Puts storage back, and does not come back where it did. What happened since `since` was read is told first, and nothing put back
 * yet: whatever was acknowledged until the last moment goes along.
 */
export function rewind(
  ctx: DurableObjectState,
  place: Workplace,
  store: CustomerStore,
  { at, since }: RestoreOrder,
): Promise<Rewound> {
  const isMarked = (): boolean => store.keys.text(MARK) === String(at);
  if (!isMarked()) return Promise.resolve({ kind: "done" });
  // Nothing else is let in until storage is put back.
  return ctx.blockConcurrencyWhile(async () => {
    const bookmark = await bookmarkAt(ctx.storage, at, place.deps.log);
    // Erased meanwhile: that took the mark away.
    if (!isMarked()) return { kind: "done" };
    const present = since === null ? null : sinceOf(store, place, at);
    if (present !== null && JSON.stringify(present) !== JSON.stringify(since))
      return { kind: "changed", since: present };
    if (bookmark !== null) await rewindTo(ctx, bookmark);
    return { kind: "not_yet" };
  });
}

/** When an order was given (ms), as its id says. */
const givenAt = (id: string): number => Number(id.split("/").at(-1));

/** Takes an event in once more. One that cannot be read from its bytes alone comes by the sweep, to which it is not known any more. */
async function meetAnew(
  place: Workplace,
  { store, engine }: Pick<Tools, "store" | "engine">,
  it: KeptEvent,
): Promise<void> {
  const { receivedAt, late, source, body } = it;
  const parsed = parseEvent(new TextEncoder().encode(body));
  const event = parsed.kind === "event" ? toCoreEvent(parsed.event, { signedAt: receivedAt, late }) : null;
  if (event === null) place.deps.log.error("restore_without_since", null, { event: it.id });
  else await receive(place, store, engine, { event, source, body });
}

/**
 * Goes on from what is there again, with what happened since; once for each order. What events brought while nobody knew yet that storage
 * was put back is met anew: it was compared with what had been then, under numbers that had been given out since.
 */
export async function finishRestore(
  place: Workplace,
  { store, engine }: Tools,
  { id, at: to, since, ordered }: RestoreOrder,
): Promise<"restored" | "erased" | "not_yet"> {
  const indexed = since === null ? await indexedOf(place) : undefined;
  // Erased while it was under way: that takes the mark away, and nothing was put back.
  if (store.tombstone !== null) return "erased";
  // Let back in since then: nothing of what was known before belongs to them.
  if (store.document !== null && store.document.madeAt > to) return "erased";
  if (store.keys.text(MARK) === String(to)) return "not_yet";
  // Whoever was let go by now, and told, is not put back to what was owed then.
  if (store.keys.text(FINISHED) === id) return "restored";
  const at = engine.now(place.deps);
  const came = store.keys.values(EVENTS).filter((it) => it.receivedAt >= givenAt(id));
  const state = withoutMeanwhile(store.load(place.customerId), givenAt(id) + store.clockOffset());
  const known = { ...(indexed === undefined ? {} : { indexed }), ...(ordered === undefined ? {} : { ordered }) };
  const step = restored(state, since, { to, at, ...known });
  const lines = [...(since?.beside.journal ?? []), ...step.journal];
  store.transact(() => {
    for (const it of came) store.keys.drop(eventKey(it.id));
    store.save({ ...step, effects: [] }, lines, at, soonestOf(place.deps.config.kept));
    if (since !== null) putBeside(store, since.beside);
    store.keys.putText(FINISHED, id);
  });
  store.dropTokens();
  for (const it of came) await meetAnew(place, { store, engine }, it);
  // They are held already; this sets the alarm to what is there now.
  await engine.apply(place, { type: "messages_held" });
  return "restored";
}
