// Tells the company's backend what happened with a customer: one post for each event, oldest first, signed as its messages are, and by
// the same gate.

import { backendDoor } from "../../gate/backend.ts";
import { gateOf } from "../../rooms.ts";
import { SECOND } from "../../../core/time.ts";
import type { AnnounceWord } from "../../../core/announce/debt.ts";
import type { Announcement } from "../../../core/announce/events.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { Turns, Workplace } from "../workplace.ts";

/** In one go, and for how long: what is left goes in the next. */
const MOST = 25;
const BUDGET_MS = 20 * SECOND;

type Became =
  | { readonly kind: "taken" }
  /** Nothing is wanted any more. */
  | { readonly kind: "over" }
  | { readonly kind: "later"; readonly wait: number };

const TAKEN: Became = { kind: "taken" };

/** The same on every attempt, and for one event only: what is owed is counted anew once all was told. */
const nameOf = (customerId: string, { type, no, at }: Announcement): string => `ann_${customerId}_${at}_${type}_${no}`;

/** Tells of one. What the receiver refuses for good is as good as taken: it will never be. */
async function tellOne({ deps, env, customerId }: Workplace, it: Announcement, failures: number): Promise<Became> {
  const { backend } = deps;
  if (backend === null) return { kind: "over" };
  const door = backendDoor(env);
  const id = nameOf(customerId, it);
  const wait = await door.enter({ id, at: it.at, attempt: failures }, false);
  if (wait > 0) return { kind: "later", wait };
  const { outcome, isOver } = await backend.announce(id, it.type, it.at, { customer_id: customerId, ...it.data });
  await door.hear(outcome);
  if (isOver) return { kind: "over" };
  if (outcome.kind === "sent") return TAKEN;
  if (outcome.kind !== "failed")
    return { kind: "later", wait: "retryAfter" in outcome ? (outcome.retryAfter ?? 0) : 0 };
  deps.log.error("event_refused_by_backend", null, { type: it.type, why: outcome.why });
  return TAKEN;
}

async function tellAll(place: Workplace, store: CustomerStore): Promise<AnnounceWord> {
  const { deps, env, customerId } = place;
  const { events = [], failures = 0 } = store.load(customerId).unannounced ?? {};
  const all = events.at(-1)?.no ?? 0;
  const gate = gateOf(env, "handoff");
  let upTo = 0;
  try {
    if ((await gate.eventsStoppedAt()) !== null) return { upTo: all, isWhole: true, wait: 0 };
    const until = deps.now() + BUDGET_MS;
    for (const it of events.slice(0, MOST)) {
      // Of somebody who was erased meanwhile nothing more is told.
      if (deps.now() > until || store.document === null) break;
      const became = await tellOne(place, it, failures);
      if (became.kind === "later") return { upTo, isWhole: false, wait: became.wait };
      upTo = it.no;
      if (became.kind === "taken") continue;
      await gate.stopEvents(true);
      return { upTo: all, isWhole: true, wait: 0 };
    }
    return { upTo, isWhole: true, wait: 0 };
  } catch (error) {
    deps.log.error("not_announced", error);
    return { upTo, isWhole: false, wait: 0 };
  }
}

const telling = new WeakMap<CustomerStore, Promise<void>>();

/** Tells what is owed, and lets the core hear how far that came. One at a time for a customer. */
export function runAnnounce(place: Workplace, store: CustomerStore, turns: Turns): Promise<void> {
  const tell = async (): Promise<void> => {
    try {
      await turns.apply(place, { type: "announced", ...(await tellAll(place, store)) });
    } finally {
      telling.delete(store);
    }
  };
  const underWay = telling.get(store) ?? tell();
  telling.set(store, underWay);
  return underWay;
}
