// One pass through FlatPeak's list of events, newest first. What it has dealt with is saved as it goes: whatever ends a
// run, the next one goes on from there. It trusts neither dates nor their order, since an event may carry none or any.

import { instant } from "../../flatpeak/time.ts";
import type { EventPage, EventRecord } from "../../flatpeak/port.ts";
import { SIDE_BY_SIDE, finished, isThrough, pastOne } from "../../core/sweep/plan.ts";
import type { Pass, Plan } from "../../core/sweep/plan.ts";
import type { SweepStore } from "./store.ts";

/** What a pass works with. */
export interface Tools {
  readonly store: SweepStore;
  readonly now: () => number;
  readonly page: (after: string | null, type: string | null) => Promise<EventPage>;
  /** Takes events in, or puts them aside; never throws. */
  readonly take: (events: readonly EventRecord[]) => Promise<void>;
}

/** Goes through one page, some events at a time. `isOver` when the pass ends in it. */
async function through(
  { store, now, take }: Tools,
  plan: Plan,
  events: readonly EventRecord[],
  deadline: number,
): Promise<{ readonly pass: Pass; readonly isOver: boolean }> {
  let { pass } = plan;
  for (let first = 0; first < events.length; first += SIDE_BY_SIDE) {
    const wanted: EventRecord[] = [];
    for (const event of events.slice(first, first + SIDE_BY_SIDE)) {
      const step = pastOne(
        { ...plan, pass },
        { id: event.id, at: instant(event["time_created"]) },
        store.markedAt(event.id),
      );
      pass = step.pass;
      if (!step.isPast) wanted.push(event);
    }
    await take(wanted);
    if (isThrough(pass)) return { pass, isOver: true };
    const isLast = first + SIDE_BY_SIDE >= events.length;
    if (!isLast && now() >= deadline) return { pass, isOver: false };
  }
  return { pass, isOver: false };
}

/**
 * Notes what is listed at the top when a pass begins, so that later ones can tell the age of an event without a date. What
 * was there before the first of all is not wanted, but for what the newest page of the list holds.
 */
function noteTop(
  store: SweepStore,
  { pass, stopsAtKnown, undatedHorizon }: Plan,
  { events, more }: Extract<EventPage, { kind: "page" }>,
  now: number,
): void {
  const ids = events.map(({ id }) => id);
  if (pass.doneAt === null) store.mark(stopsAtKnown ? ids.slice(more ? -1 : ids.length) : ids, undatedHorizon);
  else if (!stopsAtKnown) store.mark(ids.slice(0, 1), now);
}

/**
 * Goes on with a pass until it is finished, `deadline` (ms) has come or FlatPeak lists no more, and saves how far it came.
 * Each call gets on by some events at least, however late it is.
 */
export async function walk(tools: Tools, plan: Plan, deadline: number): Promise<void> {
  const { store, now } = tools;
  let { pass } = plan;
  const fail = (why: string): void =>
    store.savePass({ ...pass, failing: { since: pass.failing?.since ?? now(), why } });
  let isAnew = false;
  do {
    const page = await tools.page(pass.position, plan.type);
    if (page.kind === "lost") {
      // Twice in one run, it is not the event that is missing.
      if (isAnew) return fail("FlatPeak goes on after no event of its list");
      isAnew = true;
      pass = { ...pass, top: null, position: null, below: null, past: 0 };
      store.savePass(pass);
      continue;
    }
    if (page.kind !== "page") return fail(page.why);
    pass = { ...pass, failing: null };
    if (pass.position === null) {
      pass = { ...pass, top: page.events[0]?.id ?? null };
      noteTop(store, { ...plan, pass }, page, now());
    }
    const known = plan.stopsAtKnown ? page.events.findIndex(({ id }) => pass.cursors.includes(id)) : -1;
    // A list that begins again with what it ended with has no next page.
    const repeats = pass.position !== null && page.events.some(({ id }) => id === pass.position);
    const events = repeats ? [] : known === -1 ? page.events : page.events.slice(0, known);
    const done = await through(tools, { ...plan, pass }, events, deadline);
    pass = done.pass;
    const isWhole = pass.position === (events.at(-1)?.id ?? pass.position);
    if (done.isOver || (isWhole && (known !== -1 || repeats || !page.more || events.length === 0))) {
      return store.savePass(finished(pass, now()));
    }
    store.savePass(pass);
  } while (now() < deadline);
}
